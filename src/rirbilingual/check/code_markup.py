"""Units to those whose italics, links and other inline codes differ between the languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import CodeKind, InlineCode, Severity, Unit
from rirbilingual.text.codes import crossing

_NAMES = {
    CodeKind.EM: "italics",
    CodeKind.STRONG: "bold",
    CodeKind.SUP: "raised letters",
    CodeKind.SUB: "lowered letters",
}


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        for unit in passage.units:
            if unit.target.strip() and (unit.source_codes or unit.target_codes):
                yield from _of(unit)


def _of(unit: Unit) -> Iterator[Found]:
    english, french = _counted(unit.source_codes), _counted(unit.target_codes)
    lost, added = list((english - french).elements()), list((french - english).elements())
    for kind, href in list(lost):
        other = next(((k, h) for k, h in added if k is kind is CodeKind.LINK), None)
        if other is not None:
            lost.remove((kind, href))
            added.remove(other)
            yield Found(
                f"a link leads to {other[1]}, in the English to {href}", (unit.id,), *_at(unit, other)
            )
    if lost:
        yield Found(f"missing: {', '.join(_around(unit, key) for key in dict.fromkeys(lost))}", (unit.id,))
    for key in dict.fromkeys(added):
        yield Found(f"{_named(key)} that the English has not", (unit.id,), *_at(unit, key))
    crossed = crossing(unit.target_codes)
    if crossed is not None and crossing(unit.source_codes) is None:
        said = "badly nested: one code ends within another, or a link is within a link"
        yield Found(said, (unit.id,), crossed.start, crossed.end)


def _around(unit: Unit, key: tuple[CodeKind, str]) -> str:
    words = (unit.source[code.start : code.end] for code in unit.source_codes if _key(code) == key)
    return f"{_named(key)} (around “{'”, “'.join(words)}”)"


def _counted(codes: tuple[InlineCode, ...]) -> Counter[tuple[CodeKind, str]]:
    return Counter(map(_key, codes))


def _key(code: InlineCode) -> tuple[CodeKind, str]:
    return code.kind, code.href


def _named(key: tuple[CodeKind, str]) -> str:
    return _NAMES.get(key[0]) or f"the link to {key[1]}"


def _at(unit: Unit, key: tuple[CodeKind, str]) -> tuple[int, int]:
    """Where the last such code of the French stands."""
    code = [code for code in unit.target_codes if _key(code) == key][-1]
    return code.start, code.end


PLUGIN = Check(
    id="code.markup",
    severity=Severity.ERROR,
    why="Italics, raised letters and links of the English stand around their counterparts in the French. The "
    "drafter places what it is sure of; the rest is yours. Where French asks for another look, silence this "
    "check for the unit.",
    find=_find,
    good=(
        Example("The <em>Port Monitor</em> says so.", "Le <em>Port Monitor</em> le dit.", codes=True),
        Example("See <a1>here</a1> and <a2>there</a2>.", "Voir <a2>là</a2> et <a1>ici</a1>.", codes=True),
        Example("It covers 40 km<sup>2</sup>.", "Elle couvre 40 km<sup>2</sup>.", codes=True),
        Example("A literal <em>.", "Un <em> littéral."),
    ),
    bad=(
        Example("The <em>Port Monitor</em> says so.", "Le Port Monitor le dit.", codes=True),
        Example("The Port Monitor says <em>so</em>.", "Le <strong>Port Monitor</strong> le dit.", codes=True),
        Example("See <a1>the list</a1>.", "Voir <a2>la liste</a2>.", codes=True),
        Example(
            "<em>Wells</em> are <strong>deep</strong> here.",
            "Les <em>puits <strong>sont</em> profonds</strong> ici.",
            codes=True,
        ),
    ),
)
