"""A site's site.json to what it says: the pairs of the site, and the hashes of its indexes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.publish.manifest import Titled

CATALOGUE = "site.json"
SCHEMA = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A pair in the catalogue. digest: SHA-256 of its manifest. stamp: the manifest's time and size when it was
    read, so that thousands of pairs are not read again for one."""

    titled: Titled
    revision: int
    digest: str
    stamp: tuple[int, int]


@dataclass(frozen=True)
class Catalogue:
    """A site.json read. files: name → SHA-256 of its bytes."""

    pairs: Mapping[str, Entry]
    files: Mapping[str, str]


def read_catalogue(site: Path) -> Catalogue:
    """The site's catalogue. Raises RirError for one that is missing or is none of ours."""
    path = site / CATALOGUE
    try:
        content = json.loads(files.read_bytes(path))
        if content["schema"] != SCHEMA:
            raise ValueError
        pairs = {str(key): _entry(held) for key, held in content["pairs"].items()}
        return Catalogue(pairs, {str(name): str(digest) for name, digest in content["files"].items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RirError("not the catalogue of a site", str(path), "publish or withdraw a pair again") from None


def catalogued_revision(site: Path, key: str) -> int:
    """The revision of the pair in the site's catalogue; 0 where there is none."""
    try:
        status = (site / CATALOGUE).stat()
    except OSError:
        return 0
    return _revisions(site, (status.st_mtime_ns, status.st_size, status.st_ino)).get(key, 0)


@lru_cache(maxsize=1)
def _revisions(site: Path, stamp: tuple[int, ...]) -> Mapping[str, int]:
    """Of each pair; read once for thousands that are published, and again where the catalogue's stamp changed."""
    try:
        return {key: entry.revision for key, entry in read_catalogue(site).pairs.items()}
    except RirError:
        return {}


def _entry(held: dict[str, Any]) -> Entry:
    titled = held["titled"]
    return Entry(
        Titled(
            str(titled["key"]),
            (str(titled["numbers"][0]), str(titled["numbers"][1])),
            (str(titled["titles"][0]), str(titled["titles"][1])),
            str(titled["date"]),
            str(titled["published"]),
            tuple(str(name) for name in titled["files"]),
        ),
        int(held["revision"]),
        str(held["digest"]),
        (int(held["stamp"][0]), int(held["stamp"][1])),
    )
