"""A site's pairs to the files that they were made from, and back: so that a newer source is seen."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.formats.po import read_po
from rirbilingual.publish.keys import is_key
from rirbilingual.publish.manifest import Manifest, sha256

FOLDER = ".sources"  # KEY.json: where the pair's files are, from the site's folder; no reader looks there


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


def note(site: Path, key: str, origins: Origins) -> None:
    """Write down where the files of a pair are."""
    held = {name: os.path.relpath(path.resolve(), site.resolve()) for name, path in origins.named}
    files.write_whole(site / FOLDER / f"{key}.json", (json.dumps(held, ensure_ascii=False) + "\n").encode())


def published_from(site: Path, po: Path) -> tuple[str, Origins] | None:
    """The key that this PO was published under, and all its files; None where it was not."""
    key = po.name.split(".")[0]
    held = _read(site, key) if is_key(key) else {}
    if not {"po", "report"} <= held.keys() or (site / held["po"]).resolve() != po.resolve():
        return None
    table = site / held["sources"] if "sources" in held else None
    found = Origins(site / held["report"], po, table)
    return (key, found) if all(path.is_file() for _, path in found.named) else None


def newer(site: Path, manifests: Sequence[Manifest]) -> Iterator[tuple[str, Path, str]]:
    """Key, file and what is the matter, for each source that no longer is what its pair was made from.

    A file that is not there any more says nothing: the site may have been moved. A PO counts by its units,
    since editors lay it out anew.
    """
    for manifest in manifests:
        key = manifest.titled.key
        for name, relative in _read(site, key).items():
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


def _read(site: Path, key: str) -> dict[str, str]:
    path = site / FOLDER / f"{key}.json"
    if not path.is_file():
        return {}
    try:
        return {str(name): str(place) for name, place in json.loads(files.read_bytes(path)).items()}
    except (ValueError, AttributeError):
        return {}  # made again by the next publication
