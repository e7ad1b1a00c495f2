"""French sources to those whose own words are still missing, or are not what the French text quotes."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.governed import Stretch, block_stretches, stretches
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Quotation, Severity, SourceRow
from rirbilingual.text.normalise import normalised


def _find(subject: Subject) -> Iterator[Found]:
    missing: dict[str, list[str]] = {}
    for stretch in _french(subject):
        row = subject.rows[stretch.keys[0]]
        originals = {_plain(english): french for english, french in row.originals}
        for quotation in _quotations(stretch):
            side = stretch.passage.english
            words = side.text[quotation.inner_start : quotation.inner_end]
            original = originals.get(_plain(words), "")
            if not original.strip():
                missing.setdefault(row.key, []).append(_unit(stretch, quotation))
            elif _plain(original) not in _plain(stretch.passage.french.text):
                yield Found(
                    f"the source's own words are not quoted: « {original} »", (_unit(stretch, quotation),)
                )
    for key, units in missing.items():
        yield Found(
            f"{key}: this source is in French; give its own words in the table of sources",
            tuple(dict.fromkeys(units)),
        )


def _french(subject: Subject) -> Iterator[Stretch]:
    found = [*stretches(subject), *(stretch for stretch, _ in block_stretches(subject))]
    return (s for s in found if s.ask == "french" and s.keys)


def _quotations(stretch: Stretch) -> tuple[Quotation, ...]:
    """The English quotations that need their original; a block quotation is one."""
    if stretch.passage.kind is BlockKind.BLOCK_QUOTATION:
        side = stretch.passage.english
        end = side.citations[-1].start if side.citations else len(side.text)
        end = len(side.text[:end].rstrip())
        return (Quotation(0, end, 0, end),)
    return stretch.english_quotations


def _unit(stretch: Stretch, quotation: Quotation) -> str:
    return stretch.passage.units[stretch.passage.english.index_at(quotation.start)].id


def _plain(text: str) -> str:
    return "".join(c for c in normalised(text) if c.isalnum() or c == " ").strip()


_ENGLISH = (
    'The baker was [translation] "beaten" (Le Large 2023-10-26).\n\n'
    'Le Large. 2023-10-26. "Le pain." [Accessed 2024-03-01]'
)
_FRENCH = (
    "Le boulanger a été «~roué de coups~» (Le Large 2023-10-26).\n\n"
    "Le Large. 2023-10-26. «~Le pain~». [Date de consultation~: 2024-03-01]"
)
_KINDS = (BlockKind.PARAGRAPH, BlockKind.REFERENCE)


def _row(*originals: tuple[str, str]) -> tuple[SourceRow, ...]:
    return (SourceRow("Le Large 2023-10-26", "Le Large", "Le Large", language="fr", originals=originals),)


PLUGIN = Check(
    id="quotation.original",
    severity=Severity.ERROR,
    why="The French of a French source is that source's own wording. A translation back from English would "
    "be an invented quotation, so the report waits until a person has supplied the words.",
    needs="pair",
    find=_find,
    good=(Example(_ENGLISH, _FRENCH, _KINDS, _row(("beaten", "roué de coups"))),),
    bad=(
        Example(_ENGLISH, _FRENCH, _KINDS, _row(("beaten", ""))),
        Example(_ENGLISH, _FRENCH, _KINDS, _row()),
        Example(_ENGLISH, _FRENCH, _KINDS, _row(("beaten", "battu devant ses clients"))),
    ),
)
