"""Text and marks over it to markup: tags where the marks are, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

_SPECIAL = re.compile("[&<>\"']")
_SEAM = "\0"


class Mark(NamedTuple):
    """An element around a stretch of text. attributes: as `written` has them. id: "" for none; where two marks
    overlap without nesting, the inner one is cut in pieces, and only the first carries it."""

    start: int
    end: int
    tag: str
    attributes: str = ""
    id: str = ""

    def opening(self, *, first: bool) -> str:
        return _opening(self.tag, self.attributes, self.id if first else "")

    @property
    def closing(self) -> str:
        return f"</{self.tag}>"


def _opening(tag: str, attributes: str, name: str) -> str:
    return f'<{tag}{attributes} id="{escaped(name)}">' if name else f"<{tag}{attributes}>"


def escaped(text: str) -> str:
    """As markupsafe's `escape` does, in a fourth of its time for the short stretches between marks."""
    if _SPECIAL.search(text) is None:
        return text
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


def written(**attributes: str) -> str:
    """The attributes as a tag has them, an underscore for each hyphen of their names, and behind a reserved word."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(value)}"' for name, value in attributes.items()
    )


def marked_up(text: str, marks: Sequence[Mark]) -> Markup:
    """`text` escaped, each mark an element around its stretch. Law: the markup's text is `text`.

    Empty marks and marks beyond the text are left out.
    """
    if not marks:
        return Markup(escaped(text))
    usable = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    usable.sort(key=lambda mark: (mark.start, -mark.end))
    return Markup(_woven(*(_nested(text, usable) or _cut(text, usable))))


Parts = tuple[list[str], list[str]]
"""A text cut where tags stand, and the tags between the pieces."""


def _woven(pieces: list[str], tags: list[str]) -> str:
    """The markup. The pieces are escaped all at once, which takes a third of the time."""
    said = escaped(_SEAM.join(pieces)).split(_SEAM)
    if len(said) != len(pieces):  # the text has such a character itself
        said = [escaped(piece) for piece in pieces]
    out = [""] * (2 * len(tags) + 1)
    out[::2], out[1::2] = said, tags
    return "".join(out)


def _nested(text: str, marks: Sequence[Mark]) -> Parts | None:
    """Where each mark stands inside the others or beside them; None where two overlap otherwise."""
    pieces: list[str] = []
    tags: list[str] = []
    open_ends: list[tuple[int, str]] = []
    at = 0
    for start, end, tag, attributes, name in marks:
        while open_ends and open_ends[-1][0] <= start:
            last, closing = open_ends.pop()
            pieces.append(text[at:last])
            tags.append(closing)
            at = last
        if open_ends and open_ends[-1][0] < end:
            return None
        pieces.append(text[at:start])
        tags.append(_opening(tag, attributes, name))
        at = start
        open_ends.append((end, f"</{tag}>"))
    for last, closing in reversed(open_ends):
        pieces.append(text[at:last])
        tags.append(closing)
        at = last
    pieces.append(text[at:])
    return pieces, tags


def _cut(text: str, marks: Sequence[Mark]) -> Parts:
    """Of any marks, in the order of their starts: the inner of two that overlap is cut in pieces."""
    pieces: list[str] = []
    tags: list[str] = []
    at = 0

    def tagged(tag: str, place: int) -> None:
        nonlocal at
        pieces.append(text[at:place])
        tags.append(tag)
        at = place

    open_marks: list[Mark] = []
    waiting = iter(marks)
    upcoming = next(waiting, None)
    for place in sorted({bound for mark in marks for bound in mark[:2]}):
        cut: list[Mark] = []
        while any(mark.end == place for mark in open_marks):
            last = open_marks.pop()
            tagged(last.closing, place)
            if last.end != place:
                cut.append(last)
        for mark in reversed(cut):
            tagged(mark.opening(first=False), place)
            open_marks.append(mark)
        while upcoming is not None and upcoming.start == place:
            tagged(upcoming.opening(first=True), place)
            open_marks.append(upcoming)
            upcoming = next(waiting, None)
    return [*pieces, text[at:]], tags
