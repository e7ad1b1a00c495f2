"""Text in, quotations out: straight, curly and French marks, nested levels, apostrophes told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rirbilingual.model import Quotation
from rirbilingual.text.remembered import remembered

_PAIRS = {"“": "”", "«": "»", "‘": "’", "„": "”"}
_CLOSERS = frozenset(_PAIRS.values())
_STRAIGHT = frozenset("\"'")
_SPACES = " \t\n\r\u00a0\u202f\u2009"
# All marks but apostrophes within a word, of which French has many: they open and close nothing.
_MARKS = re.compile(
    f"[{''.join(sorted({*_PAIRS, *_CLOSERS, *_STRAIGHT}))}](?:(?<!['’])|(?<![^\\W_]['’])|(?![^\\W_]))"
)
# Words cut short at their beginning: 'tis, the '90s, since '98, rock 'n' roll. Their marks are apostrophes.
_CUT_SHORT = re.compile(
    r"(?<!\w)(?:['‘](?:[Tt]is|[Tt]was|[Tt]were|[Tt]will|til|em|\d0s)\b|['‘][nN]['’](?=\s)|(?<=\b[Ii]n )['‘]\d\d\b"
    r"|(?<=\b[Ss]ince )['‘]\d\d\b|(?<=\d\d and )['‘]\d\d\b)"
)
_BEFORE_OPENING = frozenset(_SPACES + "([{—–-/“«‘\"'")
_AFTER_CLOSING = frozenset(_SPACES + ")]}.,;:!?…—–-/”»’\"'")


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    depth: int


@remembered
def quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations of a paragraph, the outermost at level 1, sorted by start (outer before inner).

    A mark that never closes, or never opened, makes no quotation: see `unbalanced`.
    """
    return _scan(text)[0]


def unbalanced(text: str) -> tuple[int, ...]:
    """Offsets of quotation marks without their counterpart."""
    return _scan(text)[1]


def _scan(text: str) -> tuple[tuple[Quotation, ...], tuple[int, ...]]:
    if not _MARKS.search(text):
        return (), ()
    apostrophes = _apostrophes(text)
    last_closing_single = _last_closing_singles(text, apostrophes)
    found: list[tuple[int, int]] = []
    lonely: list[int] = []
    stack: list[_Open] = []
    for found_mark in _MARKS.finditer(text):
        at, mark = found_mark.start(), found_mark[0]
        if at in apostrophes:
            continue
        if mark in _PAIRS and not (mark == "‘" and _inside_word(text, at)):
            stack.append(_Open(mark, at, len(stack)))
        elif mark in _CLOSERS:
            _close_curly(text, at, mark, stack, found, lonely)
        elif mark in _STRAIGHT:
            _straight(text, at, mark, stack, found, lonely, last_closing_single)
    lonely += [opened.at for opened in stack]
    return _levels(text, sorted(found, key=lambda pair: (pair[0], -pair[1]))), tuple(sorted(lonely))


def _close_curly(
    text: str, at: int, mark: str, stack: list[_Open], found: list[tuple[int, int]], lonely: list[int]
) -> None:
    opener = next(
        (i for i in range(len(stack) - 1, max(-1, len(stack) - 5), -1) if _PAIRS.get(stack[i].mark) == mark),
        None,
    )
    if mark == "’" and (opener is None or _inside_word(text, at)):
        return  # an apostrophe
    if opener is None:
        lonely.append(at)
        return
    lonely += [opened.at for opened in stack[opener + 1 :]]
    found.append((stack[opener].at, at + 1))
    del stack[opener:]


def _straight(
    text: str,
    at: int,
    mark: str,
    stack: list[_Open],
    found: list[tuple[int, int]],
    lonely: list[int],
    last_closing_single: dict[int, int],
) -> None:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    opened = next(
        (i for i in range(len(stack) - 1, max(-1, len(stack) - 5), -1) if stack[i].mark == mark), None
    )
    may_open = before in _BEFORE_OPENING and after not in _SPACES
    may_close = before not in _SPACES and (after in _AFTER_CLOSING)
    if mark == "'":
        _single(text, at, stack, found, opened, may_open, may_close, last_closing_single)
        return
    if opened is not None and (may_close or not may_open):
        lonely += [inner.at for inner in stack[opened + 1 :] if inner.mark != "'"]
        found.append((stack[opened].at, at + 1))
        del stack[opened:]
    elif opened is not None and stack[-1].mark == mark and before in _SPACES and may_open:
        # A second opening mark: the first never closed.
        lonely.append(stack[opened].at)
        del stack[opened:]
        stack.append(_Open(mark, at, len(stack)))
    else:
        stack.append(_Open(mark, at, len(stack)))


def _single(
    text: str,
    at: int,
    stack: list[_Open],
    found: list[tuple[int, int]],
    opened: int | None,
    may_open: bool,  # noqa: FBT001
    may_close: bool,  # noqa: FBT001
    last_closing: dict[int, int],
) -> None:
    """A straight single mark: it opens only where one that may close follows before the next that may open."""
    if opened is not None and may_close and last_closing.get(stack[opened].at) == at:
        found.append((stack[opened].at, at + 1))
        del stack[opened:]
    elif may_open and opened is None and at in last_closing:
        stack.append(_Open("'", at, len(stack)))


def _apostrophes(text: str) -> frozenset[int]:
    """Offsets of the marks of words that are cut short at their beginning."""
    if "'" not in text and "‘" not in text:
        return frozenset()
    words = (_CUT_SHORT.match(text, mark.start()) for mark in _MARKS.finditer(text))
    return frozenset(at for word in words if word for at in range(*word.span()) if text[at] in "'‘’")


def _last_closing_singles(text: str, apostrophes: frozenset[int]) -> dict[int, int]:
    """For each straight single mark that opens: the offset of the one that closes it.

    The closing mark is the first that may close and does not follow an s (a possessive plural: "the gangs'
    leaders"), else the last that may, all before the next opening mark or the end of the enclosing quotation.
    """
    closing: dict[int, int] = {}
    opening: int | None = None
    best: int | None = None
    sure = False

    def settle() -> None:
        if opening is not None and best is not None:
            closing[opening] = best

    for found_mark in _MARKS.finditer(text) if "'" in text else ():
        at, mark = found_mark.start(), found_mark[0]
        if mark not in _STRAIGHT or at in apostrophes:
            continue
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        if mark == '"':
            if before not in _SPACES and after in _AFTER_CLOSING and not (before == "'" and best is None):
                settle()
                opening, best, sure = None, None, False
            continue
        if (
            before in _BEFORE_OPENING
            and after not in _SPACES
            and after not in ".,;:)]"
            and (opening is None or best is not None)
        ):
            settle()
            opening, best, sure = at, None, False
        elif opening is not None and before not in _SPACES and after in _AFTER_CLOSING and not sure:
            best = at
            sure = before not in "sS" or after == '"'
    settle()
    return closing


def block_quotations(cited: Sequence[bool | None]) -> dict[int, tuple[int, int]]:
    """By each paragraph of a block quotation, the first and the last one of it. cited: of each paragraph of a report,
    whether it has a citation, which ends a block quotation; None for what is no part of one."""
    found: list[list[int]] = []
    for at, is_cited in enumerate(cited):
        if is_cited is None:
            continue
        if at and cited[at - 1] is False:
            found[-1].append(at)
        else:
            found.append([at])
    return {at: (held[0], held[-1]) for held in found for at in held}


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _levels(text: str, pairs: list[tuple[int, int]]) -> tuple[Quotation, ...]:
    ends: list[int] = []
    out = []
    for start, end in pairs:
        while ends and ends[-1] <= start:
            ends.pop()
        ends.append(end)
        inner_start, inner_end = start + 1, end - 1
        while inner_start < inner_end and text[inner_start] in _SPACES:
            inner_start += 1
        while inner_end > inner_start and text[inner_end - 1] in _SPACES:
            inner_end -= 1
        out.append(Quotation(start, end, inner_start, inner_end, len(ends)))
    return tuple(out)
