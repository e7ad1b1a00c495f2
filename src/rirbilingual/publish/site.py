"""A site's pairs to its indexes: what changed is read from the manifests, the rest from the catalogue."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from pathlib import Path

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.publish.catalogue import CATALOGUE, SCHEMA, Entry, read_catalogue
from rirbilingual.publish.history import recover
from rirbilingual.publish.keys import is_key
from rirbilingual.publish.lock import locked
from rirbilingual.publish.manifest import NAME, Titled, read_titled, sha256

# What `files.write_whole` calls a file of the site's own before it is whole; a killed publisher leaves it.
_HALF = re.compile(r"\.(?:site\.json|index(?:\.en|\.fr)?\.html|feed\.(?:en|fr)\.xml|sitemap\.xml)\.\w+")

Render = Callable[[tuple[Titled, ...]], Mapping[str, bytes]]
"""The pairs to the site's own files by name: index.en.html, index.fr.html …"""


def pair_folders(site: Path) -> tuple[Path, ...]:
    """The folders of the site's pairs, by key."""
    if not site.is_dir():
        return ()
    return tuple(sorted(p for p in site.iterdir() if is_key(p.name) and (p / NAME).is_file()))


def refresh(site: Path, render: Render) -> tuple[str, ...]:
    """Write the site's own files again from its pairs; gives their names. A file that stays is not touched, so that
    a site that may not be written is no error where nothing is to change.

    A manifest that changed without a new revision was edited by hand: the catalogue keeps what was published,
    so that `verify` still names it. What an interrupted publisher left is put right first.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(site))
        except RirError:
            if not site.is_dir():
                raise
            content = _content(site, render)
            if _changed(site, content) or _left(site, content):
                raise
            return tuple(content)
        with suppress(OSError):  # what cannot be put right yet is no reader's
            recover(site)
        content = _content(site, render)
        for path in _left(site, content):
            path.unlink(missing_ok=True)
        for name in _changed(site, content):
            files.write_whole(site / name, content[name])
    return tuple(content)


def _content(site: Path, render: Render) -> dict[str, bytes]:
    """The site's own files by name, as its pairs want them; the catalogue is the last, since it names the others."""
    held = _entries(site)
    titled = tuple(
        sorted((e.titled for e in held.values()), key=lambda titled: (titled.date, titled.key), reverse=True)
    )
    content = dict(render(titled))
    catalogue = {
        "schema": SCHEMA,
        "pairs": {key: asdict(held[key]) for key in sorted(held)},
        "files": {name: sha256(data) for name, data in sorted(content.items())},
    }
    content[CATALOGUE] = (json.dumps(catalogue, ensure_ascii=False) + "\n").encode()
    return content


def _changed(site: Path, content: Mapping[str, bytes]) -> tuple[str, ...]:
    """Names of the files that the site has not, or not so."""
    return tuple(
        name
        for name, data in content.items()
        if not (site / name).is_file() or (site / name).read_bytes() != data
    )


def _left(site: Path, content: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Files of the site's own that no longer belong there: what a killed publisher had not finished, and a map
    where the address is no longer known."""
    names = os.listdir(site)  # noqa: PTH208  (names alone: there are thousands of folders)
    half = (name for name in names if _HALF.fullmatch(name))
    gone = _written_before(site) - content.keys()
    return tuple(site / name for name in (*half, *gone))


def _written_before(site: Path) -> set[str]:
    """Names of the site's own files, as its catalogue has them."""
    try:
        return {name for name in read_catalogue(site).files if Path(name).name == name}
    except RirError:
        return set()


def _entries(site: Path) -> dict[str, Entry]:
    """The site's pairs by key. One whose manifest cannot be read is left out: `verify` names it."""
    try:
        known = read_catalogue(site).pairs
    except RirError:
        known = {}
    found: dict[str, Entry] = {}
    for folder in pair_folders(site):
        key = folder.name
        status = (folder / NAME).stat()
        stamp = (status.st_mtime_ns, status.st_size)
        before = known.get(key)
        if before is not None and before.stamp == stamp:
            found[key] = before
            continue
        try:
            data = files.read_bytes(folder / NAME)
            titled, revision = read_titled(data, folder / NAME)
        except RirError:
            continue
        digest = sha256(data)
        if before is not None and before.digest != digest and revision <= before.revision:
            found[key] = replace(before, stamp=stamp)
        elif titled.key == key:
            found[key] = Entry(titled, revision, digest, stamp)
    return found
