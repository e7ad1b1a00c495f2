"""What a site keeps of earlier versions, and how it comes right after an interrupted publication."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.publish.keys import is_key
from rirbilingual.publish.manifest import NAME, read_manifest

ASIDE = ".aside"  # folders being written; no reader looks there
HISTORY = ".history"  # KEY/1, KEY/2 …: earlier versions; KEY/2.withdrawn: why version 2 is none of the site's
# What `files.write_whole` calls a file of the site's own before it is whole.
_HALF = re.compile(r"\.(?:site\.json|index(?:\.en|\.fr)?\.html|feed\.(?:en|fr)\.xml|sitemap\.xml)\.\w+")


def revision_of(folder: Path) -> int:
    """The revision of a pair's folder, 0 for a folder that is no whole pair."""
    if not (folder / NAME).is_file():
        return 0
    try:
        return read_manifest(folder).revision
    except RirError:
        return 0


def last_revision(site: Path, key: str) -> int:
    """The highest revision that the pair ever had, 0 before its first."""
    kept = (path.name for path in _listed(site / HISTORY / key))
    numbers = [
        int(name.removesuffix(".withdrawn")) for name in kept if name.removesuffix(".withdrawn").isdigit()
    ]
    return max([*numbers, revision_of(site / key)], default=0)


def keep(folder: Path, site: Path, key: str, revision: int) -> None:
    """Move a pair's folder into the history."""
    place = site / HISTORY / key / str(revision)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        shutil.rmtree(place)  # a copy of the same revision, left by an interruption
    folder.rename(place)
    files.sync_folder(place.parent)


def note_withdrawal(site: Path, key: str, revision: int, *, when: str, reason: str) -> None:
    """Write down that a revision is withdrawn, before it is."""
    content = json.dumps({"when": when, "reason": reason}, ensure_ascii=False)
    files.write_whole(site / HISTORY / key / f"{revision}.withdrawn", content.encode())


def is_withdrawn(site: Path, key: str, revision: int) -> bool:
    return (site / HISTORY / key / f"{revision}.withdrawn").is_file()


def recover(site: Path) -> None:
    """Finish or undo what an interrupted publication left; the site must be locked.

    A folder written aside is a version that was never published and goes, or the one that the new version
    replaced and is kept. A withdrawal written down is carried out. A pair whose place is empty without one
    was being replaced, where folders cannot be exchanged: its last version comes back. A file of the site's own
    that was being written goes; it is written again.
    """
    for left in site.iterdir():
        if _HALF.fullmatch(left.name) and left.is_file():
            left.unlink()
    for left in _listed(site / ASIDE):
        key = left.name.split("~")[0]
        revision = revision_of(left)
        if 0 < revision < revision_of(site / key):
            keep(left, site, key, revision)
        else:
            shutil.rmtree(left)
    for kept in _listed(site / HISTORY):
        if not is_key(kept.name):
            continue
        if (site / kept.name / NAME).is_file() and not any(kept.glob("*.withdrawn")):
            continue  # the common case, without reading a manifest
        current = revision_of(site / kept.name)
        last = last_revision(site, kept.name)
        if current and is_withdrawn(site, kept.name, current):
            keep(site / kept.name, site, kept.name, current)
        elif not current and not is_withdrawn(site, kept.name, last) and (kept / str(last)).is_dir():
            (kept / str(last)).rename(site / kept.name)


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
