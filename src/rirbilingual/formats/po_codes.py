"""A unit's inline codes to tags in its PO texts, and back: `the <em>Port Monitor</em>`, `see <a1>the list</a1>`.

Only a unit that has codes is written so, and its note `codes: {"em": "italics", "a1": "https://…"}` says that
it is. Where an editor has dropped the notes, the unit's id, which comes from its words without tags, tells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rirbilingual.model import CodeKind, Unit
from rirbilingual.text.codes import Texts, links_of, tagged, untagged
from rirbilingual.text.normalise import unit_id

NOTE = "codes"
_NAMES = {
    CodeKind.EM: "italics",
    CodeKind.STRONG: "bold",
    CodeKind.SUP: "raised",
    CodeKind.SUB: "lowered",
}
_LINK = re.compile(r"<(a[1-9]\d{0,3})>")
_OURS = "kind: "  # every unit of ours has this note


def links(unit: Unit) -> dict[str, str]:
    """The tags of the unit's links: those of the English are numbered first."""
    return links_of((*unit.source_codes, *unit.target_codes))


def codes_note(unit: Unit) -> str:
    """The note on a unit that has codes, else ""."""
    codes = (*unit.source_codes, *unit.target_codes)
    if not codes:
        return ""
    named = {kind.value: name for kind, name in _NAMES.items() if any(code.kind is kind for code in codes)}
    return f"{NOTE}: {json.dumps(named | links(unit), ensure_ascii=False)}"


def tagged_texts(unit: Unit) -> tuple[str, str]:
    """The unit's source and target as a PO file has them."""
    if not unit.source_codes and not unit.target_codes:
        return unit.source, unit.target
    known = links(unit)
    return tagged(unit.source, unit.source_codes, known), tagged(unit.target, unit.target_codes, known)


def links_said(notes: Iterable[str]) -> dict[str, str] | None:
    """The links that a unit's notes name; None where no note says that the unit has codes."""
    for note in notes:
        if note.startswith(f"{NOTE}: "):
            try:
                said = json.loads(note.partition(": ")[2])
            except ValueError:
                continue
            if isinstance(said, dict):
                return {name: str(href) for name, href in said.items() if _LINK.fullmatch(f"<{name}>")}
    return None


def untagged_texts(identity: str, source: str, target: str, notes: Sequence[str]) -> Texts:
    """A unit's texts as the file has them to its texts and codes, where it has codes. identity: the unit's id.

    A link of which no note says where it leads has its tag as its `href`, until `known_links` gives it.
    """
    if "<" not in source and "<" not in target:
        return Texts(source, target)
    known = links_said(notes)
    if known is None and not any(note.startswith(_OURS) for note in notes):
        known = _links_meant(identity, source)
    if known is None:
        return Texts(source, target)
    english, source_codes = untagged(source, known)
    french, target_codes = untagged(target, known)
    return Texts(english, french, source_codes, target_codes)


def _links_meant(identity: str, source: str) -> dict[str, str] | None:
    """The tags of links in a source that no note explains, each with its tag as its address; None where the unit
    has no codes. Links are numbered from a1 on, and a higher tag may be the text's own: the unit's id decides."""
    tags = sorted(set(_LINK.findall(source)), key=lambda tag: int(tag[1:]))
    for count in range(len(tags) + 1) if identity else (len(tags),):
        known = {tag: tag for tag in tags[:count]}
        words, codes = untagged(source, known)
        if not identity or re.split(r"[.-]", identity)[0] == unit_id(words):
            return known if codes else None
    return None


def known_links(unit: Unit, original: Unit) -> Unit:
    """The unit, its links leading where those of the original do, where its notes were dropped."""
    tags = links(original)
    sides = (
        tuple(replace(code, href=tags.get(code.href, code.href)) for code in codes)
        for codes in (unit.source_codes, unit.target_codes)
    )
    return replace(unit, source_codes=next(sides), target_codes=next(sides))
