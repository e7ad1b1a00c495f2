"""A pair and its files to the manifest that proves them, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.formats.json_lines import json_bytes
from rirbilingual.model import BlockKind, Language, Pair
from rirbilingual.publish.parity import parity

NAME = "manifest.json"
SCHEMA = 1

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Titled:
    """What an index says of a pair."""

    key: str
    numbers: tuple[str, str]  # English, French
    titles: tuple[str, str]
    date: str
    published: str
    files: tuple[str, ...] = ()  # those beside the pages


@dataclass(frozen=True, slots=True)
class UnitHash:
    """A unit's id, the SHA-256 of its text in each language, and its readable place."""

    id: str
    english: str
    french: str
    where: str = ""


@dataclass(frozen=True)
class Manifest:
    """A manifest read. files: name → SHA-256 of its bytes. inputs: what the pair was made from → its SHA-256."""

    titled: Titled
    revision: int
    report_digest: str
    files: Mapping[str, str]
    units: tuple[UnitHash, ...]
    inputs: Mapping[str, str] = field(default_factory=dict)


def described_pair(
    pair: Pair,
    pages: Mapping[str, bytes],
    *,
    when: str,
    version: str,
    inputs: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the manifest says of these files, but the revision, which the site knows: their hashes and the units',
    who approved, what both languages have alike."""
    titles = [_title(pair, "en"), _title(pair, "fr")]
    return {
        "schema": SCHEMA,
        "revision": 0,
        "key": pair.report.key,
        "number": {"en": pair.report.number, "fr": f"{pair.report.key}.EF"},
        "title": {"en": titles[0], "fr": titles[1]},
        "date": pair.report.date,
        "published": when,
        "rirbilingual": version,
        "report": {"file": Path(pair.report.file).name, "sha256": sha256(pair.report.text.encode())},
        "inputs": dict(inputs or {}),
        "files": {name: {"sha256": sha256(data), "bytes": len(data)} for name, data in sorted(pages.items())},
        "parity": {name: {"en": english, "fr": french} for name, (english, french) in parity(pair).items()},
        "units": [
            {
                "id": unit.id,
                "where": unit.where,
                "en": sha256(unit.source.encode()),
                "fr": sha256(unit.target.encode()),
                "approvals": [{"by": a.reviewer, "when": a.when, "digest": a.digest} for a in unit.approvals],
            }
            for unit in pair.units
        ],
    }


def manifest_bytes(described: Mapping[str, Any], *, revision: int) -> bytes:
    """The manifest of this version of the pair."""
    return json_bytes({**described, "revision": revision})


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a pair's folder. Raises RirError for one that is missing or is none of ours."""
    path = folder / NAME
    return _read(_manifest, files.read_bytes(path), path)


def read_titled(data: bytes, path: Path) -> tuple[Titled, int]:
    """What an index says of a pair, and its revision: all that thousands of manifests are read for. data: of the
    manifest at `path`. Raises RirError as `read_manifest`."""
    return _read(lambda content: (_titled(content), int(content["revision"])), data, path)


def _read(part: Callable[[dict[str, Any]], P], data: bytes, path: Path) -> P:
    try:
        return part(json.loads(data.decode("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise RirError(
            "not a manifest of a pair", str(path), "publish the pair again with --replace"
        ) from None


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def _titled(content: dict[str, Any]) -> Titled:
    return Titled(
        key=str(content["key"]),
        numbers=(str(content["number"]["en"]), str(content["number"]["fr"])),
        titles=(str(content["title"]["en"]), str(content["title"]["fr"])),
        date=str(content["date"]),
        published=str(content["published"]),
        files=tuple(str(name) for name in content["files"] if not str(name).endswith(".html")),
    )


def _manifest(content: dict[str, Any]) -> Manifest:
    return Manifest(
        titled=_titled(content),
        revision=int(content["revision"]),
        report_digest=str(content["report"]["sha256"]),
        files={str(name): str(each["sha256"]) for name, each in content["files"].items()},
        units=tuple(
            UnitHash(str(u["id"]), str(u["en"]), str(u["fr"]), str(u.get("where", "")))
            for u in content["units"]
        ),
        inputs={str(name): str(digest) for name, digest in content.get("inputs", {}).items()},
    )


def _title(pair: Pair, language: Language) -> str:
    passage = next((p for p in pair.passages if p.block.kind is BlockKind.TITLE and p.units), None)
    return passage.said(language) if passage else pair.report.title
