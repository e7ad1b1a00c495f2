"""SRX rules and a text to the places where the text breaks: at each place the first rule that fits decides.

A break rule is searched for through the text. Where one is found, the exceptions that stand before it are tried.
Most of a hundred exceptions cannot hold at a place, which the few characters around it tell ("th. T" is no
"Jan. T"): which can is found once for each such neighbourhood, and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from heapq import heapify, heappop, heapreplace
from typing import Any

from rirbilingual.segment.srx import Rule, compiled, translated

_BEFORE = 100  # times: how often a repeated part is looked for before a place (as segment and choppa have it)
_AFTER = 600  # times: and after it; what is in parentheses is shorter
_AHEAD = (
    4096  # characters after a place that an expression sees; `regex` looks through all it may see, each time
)
_NEAR = 3  # characters before a place that tell which exceptions can hold there; one after it
_NEIGHBOURHOODS = 4096  # kept
_LONG = 3000  # characters; an expression longer than that is tried at once, not weighed first

_TOKEN = re.compile(r"\\[pP]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|(?:[*+]|\{(\d+),\})([+?]?)|.", re.DOTALL)
_LOOKS_AROUND = re.compile(r"\(\?<?[=!]|\\\d|\(\?P=|\\[GKAZz]|\$")
# A bracket, then what is not its counterpart, periods, colons and spaces: LanguageTool's "(abbr. of what)".
_INSIDE_BRACKETS = {
    pair: re.compile(
        rf"{re.escape(f'{chr(92)}{pair[0]}')}"
        rf"(?:{re.escape(f'[^{chr(92)}{pair[1]}]{{0,{_BEFORE}}}')}\??|\\\.|\[\\\.:\]|\[\\s\\u00A0\])+"
    )
    for pair in ("()", "[]", "{}")
}
_EDGE = re.compile(r"\\([bB])|\\.", re.DOTALL)


class Breaks:
    """The rules of one language, ready for texts."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._breaks: list[tuple[int, Any, Any]] = []
        self._exceptions: list[_Exception] = []
        for rule in rules:
            if rule.breaks:
                before = compiled(rule.before) if rule.before else None
                after = compiled(rule.after) if rule.after else None
                self._breaks.append((len(self._exceptions), before, after))
            else:
                self._exceptions.append(_Exception(rule, len(self._exceptions)))
        self._possible = lru_cache(_NEIGHBOURHOODS)(self._possible_near)

    def places(self, text: str) -> list[int]:
        """Offsets where the text breaks, in order, without its ends."""
        heads: list[tuple[int, int, int, int, Iterator[tuple[int, int]]]] = []
        for order, (exceptions, before, after) in enumerate(self._breaks):
            if not (before or after).search(text):  # most rules fit nowhere, and this says so soonest
                continue
            found = _found(text, before, after, 0)
            if head := next(found, None):
                heads.append((head[0], order, exceptions, head[1], found))
        heapify(heads)  # by place, then by the rules' order
        out: list[int] = []
        last, tried = 0, -1
        while heads:
            at, order, exceptions, start, found = heads[0]
            if start < last < at:  # it began before the last break: it must be found anew behind it
                found = _found(text, *self._breaks[order][1:], last)
            elif last < at < len(text) and at != tried:
                tried = at  # a later rule has all of this one's exceptions before it, and more
                if not self._excepted(text, at, exceptions):
                    out.append(at)
                    last = at
            if head := next(found, None):
                heapreplace(heads, (head[0], order, exceptions, head[1], found))
            else:
                heappop(heads)
        return out

    def _excepted(self, text: str, at: int, count: int) -> bool:
        for exception in self._possible(text[max(at - _NEAR, 0) : at], text[at : at + 1]):
            if exception.order >= count:
                return False
            if exception.holds(text, at):
                return True
        return False

    def _possible_near(self, before: str, after: str) -> tuple[_Exception, ...]:
        return tuple(exception for exception in self._exceptions if exception.possible(before, after))


class _Exception:
    """A rule that forbids a break; its expressions are compiled when they are first wanted."""

    def __init__(self, rule: Rule, order: int) -> None:
        self.order = order
        self._before = bounded(translated(rule.before), _BEFORE)
        self._after = bounded(translated(rule.after), _AFTER)
        self._brackets = next(
            (
                pair
                for pair, shape in _INSIDE_BRACKETS.items()
                if shape.fullmatch(self._before)
                and self._after == rf"[^\{pair[1]}\r\n]{{0,{_AFTER}}}\{pair[1]}"
            ),
            "",
        )
        self._reach = len(self._before) * (_BEFORE + 1)  # characters, at most: it has no groups

    def holds(self, text: str, at: int) -> bool:
        if self._brackets:  # the commonest, and the slowest to fail
            start = max(at - self._reach, 0)
            if text.rfind(self._brackets[0], start, at) <= text.rfind(self._brackets[1], start, at):
                return False
            if text.find(self._brackets[1], at, at + _AFTER + 1) < 0:
                return False
        return self._whole.match(text, at, at + _AHEAD) is not None

    def possible(self, before: str, after: str) -> bool:
        """Whether it may hold between these characters, whatever stands beyond them."""
        right = _weighed(self._after)  # many exceptions share one, and it soonest says no
        if right is not None and right.match(after, partial=True) is None:
            return False
        left = _weighed(f"(?r)(?:{self._before})" if self._before else "")
        return left is None or left.match(before, partial=True) is not None

    @cached_property
    def _whole(self) -> Any:
        import regex

        before = f"(?<={self._before})" if self._before else ""
        return regex.compile(f"{before}(?:{self._after})", regex.V1)


@cache
def _weighed(pattern: str) -> Any:
    """The expression without its word edges, which cannot be known beyond the part that is looked at; None where
    it is not to be weighed."""
    import regex

    if not pattern or len(pattern) > _LONG or _LOOKS_AROUND.search(pattern):
        return None
    return regex.compile(_EDGE.sub(lambda found: "" if found[1] else found[0], pattern), regex.V1)


def _found(text: str, before: Any, after: Any, start: int) -> Iterator[tuple[int, int]]:
    """Where a break rule fits from `start` on: the place, and where its match begins."""
    if before is None:
        for found in after.finditer(text, start):
            yield found.start(), found.start()
        return
    for found in before.finditer(text, start):
        at = found.end()
        if after is None or after.match(text, at, at + _AHEAD):
            yield at, found.start()


def bounded(pattern: str, most: int) -> str:
    """The expression with every repetition that has no end ended after `most` times."""

    def token(found: re.Match[str]) -> str:
        if found[2] is None:
            return found[0]
        least = found[1] or ("1" if found[0][0] == "+" else "0")
        return f"{{{least},{max(most, int(least))}}}{found[2]}"

    return _TOKEN.sub(token, pattern)
