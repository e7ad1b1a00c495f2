"""French text in, the same text with Canadian French typography out. One convention, one function."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

NBSP = "\u00a0"

_URL = re.compile(r"(?:https?://|www\.)\S+")
# By convention, applied in order; each leaves text that is right already as it is.
RULES: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    ("space", re.compile(r"[\u202f\u2009]"), NBSP),
    ("double", re.compile(r"(?<=\S) {2,}(?=\S)"), " "),
    ("commas", re.compile(r"(?<=[\w)\]»”]) +(?=,[\s\u00a0)»]|\.(?:[\s»]|$))"), ""),
    ("apostrophe", re.compile(r"[’ʼ]"), "'"),
    ("omission", re.compile(r"\[\.\.\.\]|\[ ?… ?\]"), "[…]"),
    ("ellipsis", re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    ("guillemets", re.compile(r"«[ \u00a0]*"), f"«{NBSP}"),
    ("guillemets", re.compile(r"[ \u00a0]*»"), f"{NBSP}»"),
    ("colon", re.compile(r"(?<=[\w)\]»”])[ \u00a0]*:(?=[ \u00a0]|$)"), f"{NBSP}:"),
    ("marks", re.compile(r"(?<=[^\s«])[ \u00a0]+(?=[;!?](?:[\s\u00a0)\]»”]|$))"), ""),
    ("percent", re.compile(r"(?<=\d)[ \u00a0]?%"), f"{NBSP}%"),
    ("percent", re.compile(r"(?<=\d)[ \u00a0]p\.[ \u00a0]?100\b"), f"{NBSP}p.{NBSP}100"),
    ("money", re.compile(r"(?<=\d) (?=\$|€|£)"), NBSP),
    (
        "thousands",
        re.compile(r"(?<!\d)(?<!\d[ \u00a0])(?<![\w-])\d{1,3}(?:[ \u00a0]\d{3})+(?![\d-])"),
        lambda number: number[0].replace(" ", NBSP),
    ),
)  # fmt: skip


def typeset(text: str, *, without: Collection[str] = ()) -> str:
    """fr-CA: « » with no-break spaces inside, a no-break space before the colon and the percent sign, none
    before ; ! ?, `[…]`, straight apostrophes. Idempotent. Addresses are left as they are.
    without: conventions of RULES that are left alone.

    Source: FRENCH.md's typography, after the Translation Bureau's guide.
    """
    out, at = [], 0
    for url in _URL.finditer(text):
        out += [_typeset(text[at : url.start()], without), url[0]]
        at = url.end()
    return "".join([*out, _typeset(text[at:], without)])


def _typeset(text: str, without: Collection[str]) -> str:
    for convention, pattern, new in RULES:
        if convention not in without:
            text = pattern.sub(new, text)
    return text


def guillemets(text: str, level: int = 1) -> str:
    """The text in French quotation marks: « » outside, “ ” at the second level, ‘ ’ at the third."""
    opening, closing = (f"«{NBSP}", f"{NBSP}»") if level == 1 else ("“", "”") if level == 2 else ("‘", "’")
    return f"{opening}{text}{closing}"
