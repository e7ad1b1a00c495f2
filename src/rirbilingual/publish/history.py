"""What a site keeps of earlier versions, and how it comes right after an interrupted publication."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.publish.catalogue import catalogued_revision
from rirbilingual.publish.manifest import NAME, read_manifest

ASIDE = ".aside"  # folders being written; no reader looks there
HISTORY = ".history"  # KEY/1, KEY/2 …: earlier versions; KEY/2.withdrawn: why version 2 is none of the site's


def revision_of(folder: Path) -> int:
    """The revision of a pair's folder, 0 for a folder that is no whole pair."""
    if not (folder / NAME).is_file():
        return 0
    try:
        return read_manifest(folder).revision
    except RirError:
        return 0


def standing_revision(site: Path, key: str) -> int:
    """The revision of what stands in the pair's place, 0 for nothing of a publisher's. Where its manifest is damaged or
    gone, the one that the catalogue has, or the first that the history has not."""
    if not (site / key).is_dir():
        return 0
    if revision := revision_of(site / key):
        return revision
    known = catalogued_revision(site, key)
    return max(known, _last_kept(site, key) + 1) if known or (site / key / NAME).is_file() else 0


def last_revision(site: Path, key: str) -> int:
    """The highest revision that the pair ever had, 0 before its first. The catalogue knows of a folder that somebody
    removed by hand."""
    return max(_last_kept(site, key), standing_revision(site, key), catalogued_revision(site, key))


def _last_kept(site: Path, key: str) -> int:
    """The highest revision that the history has of the pair, 0 for none."""
    kept = (path.name.removesuffix(".withdrawn") for path in _listed(site / HISTORY / key))
    return max((int(name) for name in kept if name.isdigit()), default=0)


def make_room(site: Path, key: str) -> None:
    """Make the pair's folder in the history. Raises OSError where nothing can be put into it."""
    place = site / HISTORY / key
    place.mkdir(parents=True, exist_ok=True)
    Path(tempfile.mkdtemp(dir=place)).rmdir()


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
    """Finish or undo what an interrupted publication or withdrawal left; the site must be locked.

    Each begins with a folder written aside, and ends without it: what was interrupted is known by the folders that
    are left. Such a folder holds a version that was never published and goes, or the one that the new version
    replaced and is kept. A withdrawal written down is carried out. A pair whose place is empty without one was
    being replaced, where folders cannot be exchanged: its last version comes back.
    """
    for left in _listed(site / ASIDE):
        if left.is_symlink() or not left.is_dir():  # a stranger's, such as a .DS_Store
            left.unlink()
            continue
        key = left.name.split("~")[0]
        current, revision = standing_revision(site, key), revision_of(left)
        if 0 < revision < current:
            keep(left, site, key, revision)
        _settle(site, key)
        if left.exists():
            shutil.rmtree(left)  # last: until then the next publisher would settle it again
    if (site / ASIDE).is_dir():
        (site / ASIDE).rmdir()


def _settle(site: Path, key: str) -> None:
    current, last = standing_revision(site, key), last_revision(site, key)
    if current and is_withdrawn(site, key, current):
        keep(site / key, site, key, current)
    elif (
        not (site / key).exists()
        and not is_withdrawn(site, key, last)
        and (site / HISTORY / key / str(last)).is_dir()
    ):
        (site / HISTORY / key / str(last)).rename(site / key)


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
