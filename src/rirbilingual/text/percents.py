"""French text to its percentages that are not in the house's style, and the styles there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rirbilingual.model import PERCENT_STYLES
from rirbilingual.text.placeables import outside_addresses
from rirbilingual.text.typeset import NBSP

USUAL, _SIGN, _WORDS = PERCENT_STYLES
# A style as the settings name it, to what is written after the figure.
STYLES: Mapping[str, str] = {
    USUAL: f"{NBSP}p.{NBSP}100",
    _SIGN: f"{NBSP}%",
    _WORDS: f"{NBSP}pour cent",
}
_SPACE = r"[ \u00a0\u202f\u2009]"
_SIGNS: Mapping[str, str] = {
    USUAL: rf"{_SPACE}p\.{_SPACE}?100(?![\d,])(?!{_SPACE}\d)",
    _SIGN: rf"{_SPACE}?%",
    _WORDS: rf"{_SPACE}pour{_SPACE}cent\b",
}


def other_percents(text: str, style: str) -> Iterator[re.Match[str]]:
    """What stands after figures, where a percentage is not in this style, one of STYLES: its space and sign.
    Addresses are left as they are."""
    others = "|".join(sign for name, sign in _SIGNS.items() if name != style)
    return outside_addresses(re.finditer(rf"(?<=\d)(?:{others})", text), text)
