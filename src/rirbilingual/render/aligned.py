"""A pair to its aligned units for reuse: TMX 1.4b, and JSON."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from rirbilingual.formats.tmx import write_tmx
from rirbilingual.model import Origin, Pair


def tmx(pair: Pair) -> bytes:
    """The units as a memory takes them, the report as their origin."""
    report = pair.report
    units = [
        replace(unit, match=None, notes=(), comments=(), origin=Origin(report.number, "", report.date))
        for unit in pair.units
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pair.tmx"
        write_tmx(units, path)
        return path.read_bytes()


def as_json(pair: Pair) -> bytes:
    """{"key", "date", "number", "units": [{"id", "kind", "anchor", "where", "en", "fr"}]}, in the English order."""
    content = {
        "key": pair.report.key,
        "date": pair.report.date,
        "number": {"en": pair.report.number, "fr": f"{pair.report.key}.EF"},
        "units": [
            {
                "id": unit.id,
                "kind": passage.block.kind.value,
                "anchor": passage.anchor,
                "where": unit.where,
                "en": unit.source,
                "fr": unit.target,
            }
            for passage in pair.passages
            for unit in passage.units
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
