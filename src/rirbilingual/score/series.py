"""Scores of many reports to a table and a plot over their dates: does the memory pay?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rirbilingual.model import Unit
from rirbilingual.score import Score, paired, scores

_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 240, 48, 32  # of the plot's drawing, in pixels


@dataclass(frozen=True, slots=True)
class Point:
    """A report in the series. given: percent of its words whose draft a memory or a rule gave."""

    key: str
    date: str
    given: float
    score: Score


def point(key: str, date: str, drafts: Sequence[Unit], finals: Sequence[Unit]) -> Point | None:
    """A report's point, None where nothing of it has been translated."""
    found = scores(paired(drafts, finals))
    if not found:
        return None
    words = {one.band: one.words for one in found}
    own = words.get("none", 0) + words.get("machine", 0)
    return Point(key, date, round(100 * (1 - own / (words["all"] or 1)), 1), found[0])


def plot(points: Sequence[Point]) -> bytes:
    """An SVG: for each report, in the order of dates, words that had a draft from a memory or rule, and words
    changed. Both in percent; the words changed should fall as the others rise."""
    ordered = sorted(points, key=lambda one: (one.date, one.key))
    lines = (
        ("given by a memory or rule", "#1f6f54", "", [one.given for one in ordered]),
        ("words changed by a person", "#a3341f", "6 3", [one.score.effort.words_changed for one in ordered]),
    )
    top = max(100.0, *(value for *_, values in lines for value in values))
    step = (_WIDTH - _LEFT - 16) / max(len(ordered) - 1, 1)
    bottom = _HEIGHT - 40

    def y(value: float) -> float:
        return round(bottom - (bottom - _TOP) * value / top, 1)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-family="sans-serif" '
        'font-size="12">',
        "<title>Words given by a memory or rule, and words changed, report by report, in percent</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
    ]
    for tick in (0, 25, 50, 75, 100):
        out.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - 16}" y1="{y(tick)}" y2="{y(tick)}" stroke="#ccc"/>'
            f'<text x="{_LEFT - 6}" y="{y(tick) + 4}" text-anchor="end" fill="#333">{tick} %</text>'
        )
    for number, (name, colour, dash, values) in enumerate(lines):
        at = [(float(round(_LEFT + step * n, 1)), y(value)) for n, value in enumerate(values)]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        out.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2"{dashed} '
            f'points="{" ".join(f"{across},{level}" for across, level in at)}"/>'
        )
        for (x, level), one, value in zip(at, ordered, values, strict=True):
            label = escape(f"{one.key}, {one.date}: {value:.1f} % {name}")
            out.append(
                f'<circle cx="{x}" cy="{level}" r="3.5" fill="{colour}"><title>{label}</title></circle>'
            )
        out.append(
            f'<line x1="{_LEFT + 250 * number}" x2="{_LEFT + 24 + 250 * number}" y1="14" y2="14" stroke="{colour}" '
            f'stroke-width="2"{dashed}/><text x="{_LEFT + 30 + 250 * number}" y="18" fill="#333">{name}</text>'
        )
    ends = [(ordered[0], _LEFT, "start"), (ordered[-1], _WIDTH - 16, "end")] if ordered else []
    for one, edge, anchor in ends[: len(ordered)]:
        out.append(
            f'<text x="{edge}" y="{_HEIGHT - 16}" text-anchor="{anchor}" fill="#333">{escape(one.date)}</text>'
        )
    return "\n".join([*out, "</svg>\n"]).encode()
