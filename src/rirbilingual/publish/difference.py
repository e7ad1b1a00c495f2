"""Two published versions of a pair to what changed between them: the matter of a correction notice."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.publish.manifest import read_manifest, sha256
from rirbilingual.publish.pages import unit_texts
from rirbilingual.publish.pair import PAGES


@dataclass(frozen=True, slots=True)
class Version:
    """A unit as one version of a pair has it."""

    where: str
    english: str
    french: str


@dataclass(frozen=True, slots=True)
class Change:
    """A unit in both versions; None where a version does not have it."""

    old: Version | None
    new: Version | None


def differences(old: Path, new: Path) -> tuple[Change, ...]:
    """What changed from the pair's folder `old` to the folder `new`, in the order of the English page.

    Raises RirError for folders that are no published pairs, that were changed by hand, or of two reports.
    """
    keys = [read_manifest(folder).titled.key for folder in (old, new)]
    if keys[0] != keys[1]:
        raise RirError(f"{keys[0]} and {keys[1]} are two reports", str(new), "give two versions of one pair")
    before, after = _units(old), _units(new)
    found: list[Change] = []
    match = SequenceMatcher(None, [_words(u) for u in before], [_words(u) for u in after], autojunk=False)
    for kind, i, j, k, m in match.get_opcodes():
        if kind != "equal":
            found += (Change(a, b) for a, b in zip_longest(before[i:j], after[k:m]))
    return tuple(found)


def _words(unit: Version) -> tuple[str, str]:
    return unit.english, unit.french


def _units(folder: Path) -> list[Version]:
    manifest = read_manifest(folder)
    texts = {}
    for language, name in PAGES.items():
        data = files.read_bytes(folder / name)
        if sha256(data) != manifest.files.get(name):
            raise RirError("changed since it was published", str(folder / name), "run `rirbilingual verify`")
        texts[language] = unit_texts(data)
    return [
        Version(unit.where, texts["en"].get(("en", unit.id), ""), texts["fr"].get(("fr", unit.id), ""))
        for unit in manifest.units
    ]
