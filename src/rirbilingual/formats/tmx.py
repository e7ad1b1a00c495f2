"""TMX 1.4b to units and back, as a stream: a memory of a million units needs no more space than one of ten."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import reading, writing
from rirbilingual.formats import tmx_codes
from rirbilingual.formats.entry import LANGUAGES, Entry, base, refuse
from rirbilingual.formats.tmx_stream import Tu, Variant, units
from rirbilingual.formats.tmx_text import escaped
from rirbilingual.model import Approval, BlockKind, Context, Origin, State, Unit

EXTENSIONS = (".tmx",)
# What a unit says of itself, as TMX properties.
_STATE, _KIND, _WHERE, _RULE = "x-state", "x-kind", "x-where", "x-rule"
_REPORT, _SECTION, _DATE = "x-report", "x-section", "x-origin-date"
_PREVIOUS, _NEXT, _APPROVAL, _COMMENT = "x-previous", "x-next", "x-approval", "x-comment"
# By name: an Enum looks them up slowly.
_STATES = {state.name.lower(): state for state in State}
_KINDS = {kind.value: kind for kind in BlockKind}
_SOURCE, _TARGET = "source", "target"  # what is said of a <tuv> has its side in its name
_written = json.JSONEncoder(ensure_ascii=False).encode
_OWN = {_STATE, _KIND, _WHERE, _RULE, _REPORT, _SECTION, _DATE, _PREVIOUS, _NEXT, _APPROVAL, _COMMENT}


def read_entries(
    path: Path,
    *,
    refused: Callable[[RirError], None] | None = None,
    languages: tuple[str, str] = LANGUAGES,
) -> Iterator[Entry]:
    """An entry for each pair of segments in the two languages, whatever their regions; others are passed over.

    Raises RirError with the line for malformed XML or a unit without one of the languages; with `refused`, the
    error is handed there and reading goes on, as far as the XML allows.
    """
    source_base, target_base = base(languages[0]), base(languages[1])
    bases: dict[str, str] = {}
    with reading(path) as stream:
        found = units(stream, str(path))
        while True:
            try:
                tu = next(found, None)
                if tu is None:
                    return
                entries = _entries(tu, path, bases, (source_base, target_base))
            except RirError as error:
                refuse(error, refused)  # after malformed XML nothing more comes
                continue
            yield from entries


def read_tmx(path: Path) -> Iterator[Unit]:
    """The file's units, English to French."""
    return (entry.unit for entry in read_entries(path))


def _entries(tu: Tu, path: Path, bases: dict[str, str], wanted: tuple[str, str]) -> list[Entry]:
    """The pairs of a unit's variants in the two languages. bases: of the languages met so far."""
    sources: list[Variant] = []
    targets: list[Variant] = []
    for variant in tu.variants:
        language = variant.language
        own = bases.get(language)
        if own is None:
            own = bases[language] = base(language)
        if not variant.complete:
            raise RirError("a <tuv> without <seg>", f"{path}:{tu.line}", "add it, or remove the unit")
        if own not in wanted:
            continue
        if not variant.text or variant.text.isspace():
            raise RirError("an empty segment", f"{path}:{tu.line}", "give both texts, or remove the unit")
        (sources if own == wanted[0] else targets).append(variant)
    for name, found in ((wanted[0], sources), (wanted[1], targets)):
        if not found:
            raise RirError(f"a unit without a segment in {name}", f"{path}:{tu.line}", "check its languages")
    if len(sources) == len(targets) == 1:
        return [_entry(tu, sources[0], targets[0], path)]
    return [_entry(tu, source, target, path) for source in sources for target in targets]


def _entry(tu: Tu, source: Variant, target: Variant, path: Path) -> Entry:
    attributes: list[tuple[str, str]] = []
    if len(tu.attributes) > ("tuid" in tu.attributes):
        attributes += [(f"tu:{name}", value) for name, value in tu.attributes.items() if name != "tuid"]
    own: dict[str, list[str]] = {}
    for name, text in tu.properties:
        if name in _OWN:
            own.setdefault(name, []).append(text)
        else:
            attributes.append((f"prop:{name}", text))
    for side, variant in ((_SOURCE, source), (_TARGET, target)):
        if len(variant.attributes) > 1 or variant.said:
            attributes += _said(variant, side)
        if variant.markup:
            attributes.append((f"{tmx_codes.PREFIX}{side}", variant.markup))
    try:
        day = _day(tu.attributes) or _day(target.attributes)
        unit = _unit(tu, (source.text, target.text), day, own, path)
    except (ValueError, TypeError, KeyError):
        raise RirError(
            "a property of ours that is damaged", f"{path}:{tu.line}", "remove the unit's x- properties"
        ) from None
    if source.markup or target.markup:
        unit = tmx_codes.coded(unit, dict(attributes))
    return Entry(unit, (source.language, target.language), tuple(attributes), tu.line)


def _said(variant: Variant, side: str) -> Iterator[tuple[str, str]]:
    """What a <tuv> says of itself, as attributes: "source:attr:changedate", "source:prop:TYPE", "source:note:"."""
    for name, value in variant.attributes.items():
        if name not in ("xml:lang", "lang"):
            yield f"{side}:attr:{name}", value
    yield from ((f"{side}:{name}", text) for name, text in variant.said)


def _unit(tu: Tu, texts: tuple[str, str], day: str, own: dict[str, list[str]], path: Path) -> Unit:
    identity = tu.attributes.get("tuid", "")
    if not own:
        origin = Origin(path.name, "", day)
        return Unit(identity, *texts, State.FINAL, origin=origin, notes=tuple(tu.notes))

    def first(name: str, otherwise: str = "") -> str:
        return own[name][0] if name in own else otherwise

    origin = Origin(first(_REPORT, path.name), first(_SECTION), first(_DATE) or day)
    if len(own) == 1 and _REPORT in own:  # mostly
        return Unit(identity, *texts, State.FINAL, origin=origin, notes=tuple(tu.notes))
    return Unit(
        id=identity,
        source=texts[0],
        target=texts[1],
        state=_STATES[first(_STATE, "final").lower()],
        kind=_KINDS[first(_KIND, BlockKind.PARAGRAPH.value)],
        where=first(_WHERE),
        context=Context(first(_PREVIOUS), first(_NEXT)),
        origin=origin,
        rule=first(_RULE),
        notes=tuple(tu.notes),
        comments=tuple(own.get(_COMMENT, ())),
        approvals=tuple(_approval(json.loads(text)) for text in own[_APPROVAL]) if _APPROVAL in own else (),
    )


def _approval(values: list[object]) -> Approval:
    reviewer, when, digest, role = map(str, [*values[:4], ""][:4])
    return Approval(reviewer, when, digest, role, batch=values[4:] == [True])


def _day(attributes: dict[str, str]) -> str:
    """TMX's "20230831T120000Z" as "2023-08-31"."""
    stamp = attributes.get("changedate") or attributes.get("creationdate") or ""
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}" if stamp[:8].isdigit() else ""


# --------------------------------------------------------------------------- writing


def write_tmx(units: Iterable[Unit], path: Path, *, languages: tuple[str, str] = LANGUAGES) -> None:
    """Write the units: reading them back gives the same ones."""
    write_entries((Entry(unit) for unit in units), path, languages=languages)


def write_entries(entries: Iterable[Entry], path: Path, *, languages: tuple[str, str] = LANGUAGES) -> None:
    """Write entries, whole or not at all; languages: of those that state none."""
    with writing(path) as stream:
        for part in _file(entries, languages):
            stream.write(part)


def tmx_bytes(units: Iterable[Unit]) -> bytes:
    """The file that `write_tmx` writes."""
    return b"".join(_file((Entry(unit) for unit in units), LANGUAGES))


def _file(entries: Iterable[Entry], languages: tuple[str, str]) -> Iterator[bytes]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        '<header creationtool="rirbilingual" creationtoolversion="1" segtype="sentence" o-tmf="rirbilingual" '
        f'adminlang="en-CA" srclang="{escaped(languages[0])}" datatype="plaintext"/>\n<body>\n'.encode()
    )
    for entry in entries:
        yield _tu(entry, languages).encode()
    yield b"</body>\n</tmx>\n"


def _tu(entry: Entry, languages: tuple[str, str]) -> str:
    unit = entry.unit
    segments = dict(tmx_codes.segments(unit)) | dict(entry.attributes)
    names = {name[3:]: value for name, value in entry.attributes if name.startswith("tu:")}
    if unit.id:
        names["tuid"] = unit.id
    parts = ["<tu", *(f' {name}="{escaped(value)}"' for name, value in names.items()), ">"]
    parts += [f"<note>{escaped(note)}</note>" for note in unit.notes]
    parts += [f'<prop type="{name}">{escaped(value)}</prop>' for name, value in _properties(unit) if value]
    parts += [_prop(name, value) for name, value in entry.attributes if name.startswith("prop:")]
    for side, text, language, default in (
        (_SOURCE, unit.source, entry.languages[0], languages[0]),
        (_TARGET, unit.target, entry.languages[1], languages[1]),
    ):
        said = [(n.removeprefix(f"{side}:"), v) for n, v in entry.attributes if n.startswith(f"{side}:")]
        own = "".join(f' {name[5:]}="{escaped(value)}"' for name, value in said if name.startswith("attr:"))
        parts.append(f'\n<tuv xml:lang="{escaped(language or default)}"{own}>')
        parts += [
            f"<note>{escaped(value)}</note>" if name == "note:" else _prop(name, value)
            for name, value in said
            if not name.startswith("attr:")
        ]
        seg = segments.get(f"{tmx_codes.PREFIX}{side}") or escaped(text)
        parts.append(f"<seg>{seg}</seg></tuv>")
    return "".join([*parts, "\n</tu>\n"])


def _prop(name: str, value: str) -> str:
    """The element of an attribute "prop:TYPE"."""
    return f'<prop type="{escaped(name[5:])}">{escaped(value)}</prop>'


def _properties(unit: Unit) -> Iterator[tuple[str, str]]:
    yield _STATE, unit.state.name.lower() if unit.state != State.FINAL else ""
    yield _KIND, unit.kind.value if unit.kind != BlockKind.PARAGRAPH else ""
    yield _WHERE, unit.where
    yield _REPORT, unit.origin.report
    yield _SECTION, unit.origin.section
    yield _DATE, unit.origin.date
    yield _RULE, unit.rule
    yield _PREVIOUS, unit.context.previous
    yield _NEXT, unit.context.next
    for approval in unit.approvals:
        signed = [approval.reviewer, approval.when, approval.digest, approval.role, approval.batch]
        yield _APPROVAL, _written(signed)
    for comment in unit.comments:
        yield _COMMENT, comment
