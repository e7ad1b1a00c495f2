"""A site's pairs to its indexes: read from the manifests, written after every change."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.publish.keys import is_key
from rirbilingual.publish.lock import locked
from rirbilingual.publish.manifest import NAME, Titled, read_manifest, sha256

CATALOGUE = "site.json"  # the site's pairs, and the hashes of its indexes

Render = Callable[[tuple[Titled, ...]], Mapping[str, bytes]]
"""The pairs to the site's own files by name: index.en.html, index.fr.html …"""


def pair_folders(site: Path) -> tuple[Path, ...]:
    """The folders of the site's pairs, by key."""
    if not site.is_dir():
        return ()
    return tuple(sorted(p for p in site.iterdir() if is_key(p.name) and (p / NAME).is_file()))


def entries(site: Path) -> tuple[Titled, ...]:
    """What the indexes say of each pair, the latest first. A pair whose manifest cannot be read is left out:
    `verify` names it."""
    found = []
    for folder in pair_folders(site):
        try:
            titled = read_manifest(folder).titled
        except RirError:
            continue
        if titled.key == folder.name:
            found.append(titled)
    return tuple(sorted(found, key=lambda titled: (titled.date, titled.key), reverse=True))


def refresh(site: Path, render: Render) -> tuple[str, ...]:
    """Write the site's own files again from its pairs; gives their names. A file that stays is not touched."""
    with locked(site):
        found = entries(site)
        content = dict(render(found))
        catalogue = {
            "schema": 1,
            "pairs": {titled.key: sha256(files.read_bytes(site / titled.key / NAME)) for titled in found},
            "files": {name: sha256(data) for name, data in sorted(content.items())},
        }
        content[CATALOGUE] = (json.dumps(catalogue, ensure_ascii=False, indent=1) + "\n").encode()
        for name, data in content.items():
            path = site / name
            if not path.is_file() or path.read_bytes() != data:
                files.write_whole(path, data)
    return tuple(content)
