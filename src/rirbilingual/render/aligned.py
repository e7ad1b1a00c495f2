"""A pair to its aligned units for reuse: TMX 1.4b, and JSON."""

from __future__ import annotations

from dataclasses import replace

from rirbilingual.formats.json_lines import json_bytes
from rirbilingual.formats.tmx import tmx_bytes
from rirbilingual.model import Origin, Pair, Unit


def tmx(pair: Pair) -> bytes:
    """The units as a memory takes them, the report as their origin."""
    report = pair.report
    origin = Origin(report.number, "", report.date)
    return tmx_bytes(replace(unit, match=None, notes=(), comments=(), origin=origin) for unit in pair.units)


def _codes(unit: Unit) -> dict[str, object]:
    """Where a unit has inline codes: {"codes": {"en": [{"type", "start", "end", "href"}], "fr": […]}}."""
    if not unit.source_codes and not unit.target_codes:
        return {}
    sides = {"en": unit.source_codes, "fr": unit.target_codes}
    listed = {
        side: [
            {"type": c.kind.value, "start": c.start, "end": c.end} | ({"href": c.href} if c.href else {})
            for c in codes
        ]
        for side, codes in sides.items()
    }
    return {"codes": listed}


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
                **_codes(unit),
            }
            for passage in pair.passages
            for unit in passage.units
        ],
    }
    return json_bytes(content)
