"""A site's pairs to the files that they were made from, and back: so that a newer source is seen."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.formats.po import read_po
from rirbilingual.publish.keys import is_key
from rirbilingual.publish.manifest import NAME, Manifest, sha256

FOLDER = ".sources"  # KEY.json: where the pair's files are, from the site's folder; no reader looks there
# A file touched less than this before it was noted may be written again without a newer time: its stamp is not
# trusted. FAT counts in two seconds, nothing more coarsely.
_SETTLED = 2_000_000_000  # nanoseconds

Stamp = tuple[int, ...]
"""A file's time of change in nanoseconds, and its size; of a published one, its inode too: each publication makes new
files, so that their stamps are trusted at once."""


@dataclass(frozen=True, slots=True)
class Origins:
    """A pair's English report, its PO, and its table of decisions (None where it has none)."""

    report: Path
    po: Path
    table: Path | None = None

    @property
    def named(self) -> Iterator[tuple[str, Path]]:
        yield "report", self.report
        yield "po", self.po
        if self.table is not None:
            yield "sources", self.table

    def digests(self) -> dict[str, str]:
        """The name of each file → SHA-256 of its bytes."""
        return {name: sha256(files.read_bytes(path)) for name, path in self.named}

    def stamps(self) -> dict[str, Stamp]:
        """The name of each file → its stamp; a missing file has none."""
        return {name: stamp for name, path in self.named if (stamp := _stamp(path))}


@dataclass(frozen=True)
class Noted:
    """What is known of a published pair. stamps: of the files that it was made from, where they can be trusted. made:
    what else it was made by (`publication.made_by`), as a digest. published: stamps of its own files. manifest: the
    SHA-256 of its manifest, "" where that is not known."""

    key: str
    origins: Origins
    stamps: Mapping[str, Stamp]
    made: str
    published: Mapping[str, Stamp] = field(default_factory=dict)
    manifest: str = ""

    def stands(self, site: Path, made: str) -> bool:
        """Whether the pair and all that it was made from are as they were noted: nothing of them is read."""
        if made != self.made or self.origins.stamps() != self.stamps:
            return False
        return _published_stamps(site / self.key) == self.published


def note(site: Path, key: str, origins: Origins, stamps: Mapping[str, Stamp], made: str) -> None:
    """Write down where the files of a pair are. stamps: theirs, before they were read."""
    latest = time.time_ns() - _SETTLED
    settled = {name: stamp for name, stamp in stamps.items() if stamp[0] < latest}
    base = site.resolve()
    held = {
        "files": {name: os.path.relpath(path.resolve(), base) for name, path in origins.named},
        "stamps": settled,
        "made": made,
        "published": _published_stamps(site / key),
        "manifest": sha256(files.read_bytes(site / key / NAME)),
    }
    files.write_whole(site / FOLDER / f"{key}.json", (json.dumps(held, ensure_ascii=False) + "\n").encode())


def noted(site: Path, po: Path) -> Noted | None:
    """What is known of the pair that was published from this PO; None where none was, a file is gone, or a table of
    decisions has come beside it."""
    key = po.name.split(".")[0]
    held = _read(site, key) if is_key(key) else {}
    named: Mapping[str, str] = held.get("files", {})
    if not {"po", "report"} <= named.keys() or os.path.realpath(site / named["po"]) != os.path.realpath(po):
        return None
    table = site / named["sources"] if "sources" in named else None
    if table is None and (po.parent / f"{key}.sources.toml").exists():
        return None
    found = Origins(site / named["report"], po, table)
    if len(found.stamps()) < len(named):
        return None
    return Noted(key, found, held["stamps"], held["made"], held["published"], held["manifest"])


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _published_stamps(pair: Path) -> dict[str, Stamp]:
    """The name of each file of a published pair → its stamp; nothing where there is no such folder."""
    try:
        with os.scandir(pair) as found:
            held = {entry.name: entry.stat() for entry in found}
    except OSError:
        return {}
    return {name: (status.st_mtime_ns, status.st_size, status.st_ino) for name, status in held.items()}


def newer(site: Path, manifests: Sequence[Manifest]) -> Iterator[tuple[str, Path, str]]:
    """Key, file and what is the matter, for each source that no longer is what its pair was made from.

    A file that is not there any more says nothing: the site may have been moved. A PO counts by its units,
    since editors lay it out anew.
    """
    for manifest in manifests:
        key = manifest.titled.key
        for name, relative in _read(site, key).get("files", {}).items():
            path = site / relative
            digest = manifest.inputs.get(name)
            if digest is None or not path.is_file() or sha256(files.read_bytes(path)) == digest:
                continue
            if name == "po":
                changed = _changed_units(path, manifest)
                if not changed:
                    continue
                yield key, path, f"newer than the published pair {key}: {changed}"
            else:
                yield key, path, f"newer than the published pair {key}, which was made from another text"


def _changed_units(po: Path, manifest: Manifest) -> str:
    """Which units a PO has otherwise than the pair, in words; "" for none."""
    try:
        catalog = read_po(po)
    except RirError as error:
        return error.what
    now = {unit.id: (sha256(unit.source.encode()), sha256(unit.target.encode())) for unit in catalog.units}
    wrong = [u.where or u.id for u in manifest.units if now.get(u.id) != (u.english, u.french)]
    wrong += sorted(now.keys() - {unit.id for unit in manifest.units})
    more = f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
    return f"{', '.join(wrong[:3])}{more} changed" if wrong else ""


def _read(site: Path, key: str) -> dict[str, Any]:
    """What was noted of a pair; nothing for a file that is missing or damaged: the next publication makes it."""
    try:
        held = json.loads(files.read_bytes(site / FOLDER / f"{key}.json"))
        checked = {
            "files": {str(name): str(place) for name, place in held["files"].items()},
            "stamps": _stamps(held["stamps"]),
            "made": str(held["made"]),
            "published": _stamps(held.get("published", {})),
            "manifest": str(held.get("manifest", "")),
        }
    except (RirError, ValueError, AttributeError, KeyError, TypeError, IndexError):
        return {}
    return checked


def _stamps(held: Mapping[str, Sequence[Any]]) -> dict[str, Stamp]:
    return {str(name): tuple(map(int, stamp)) for name, stamp in held.items()}
