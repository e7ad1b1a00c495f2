"""Text and marks over it to markup: tags where the marks are, everything else escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

_SPECIAL = re.compile("[&<>\"']")


class Mark(NamedTuple):
    """An element around a stretch of text. attributes: as `written` has them. `once` holds those that only its first
    piece may carry (an id): where two marks overlap without nesting, the inner one is cut in pieces."""

    start: int
    end: int
    tag: str
    attributes: str = ""
    once: str = ""

    def opening(self, *, first: bool) -> str:
        return f"<{self.tag}{self.attributes}{self.once if first else ''}>"

    @property
    def closing(self) -> str:
        return f"</{self.tag}>"


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
    nested = _nested(text, usable)
    return Markup(_cut(text, usable) if nested is None else nested)


def _nested(text: str, marks: Sequence[Mark]) -> str | None:
    """The markup where each mark stands inside the others or beside them; None where two overlap otherwise."""
    out: list[str] = []
    open_marks: list[Mark] = []
    at = 0
    for mark in marks:
        while open_marks and open_marks[-1].end <= mark.start:
            last = open_marks.pop()
            out += (escaped(text[at : last.end]), last.closing)
            at = last.end
        if open_marks and open_marks[-1].end < mark.end:
            return None
        if at < mark.start:
            out.append(escaped(text[at : mark.start]))
        out.append(mark.opening(first=True))
        at = mark.start
        open_marks.append(mark)
    for last in reversed(open_marks):
        out += (escaped(text[at : last.end]), last.closing)
        at = last.end
    out.append(escaped(text[at:]))
    return "".join(out)


def _cut(text: str, usable: Sequence[Mark]) -> str:
    """The markup of any marks, in the order of their starts: the inner of two that overlap is cut in pieces."""
    bounds = sorted({0, len(text), *(m.start for m in usable), *(m.end for m in usable)})
    out: list[str] = []
    open_marks: list[Mark] = []
    waiting = iter(usable)
    upcoming = next(waiting, None)
    for position, following in zip(bounds, [*bounds[1:], len(text)], strict=True):
        cut: list[Mark] = []
        while any(mark.end == position for mark in open_marks):
            last = open_marks.pop()
            out.append(last.closing)
            if last.end != position:
                cut.append(last)
        for mark in reversed(cut):
            out.append(mark.opening(first=False))
            open_marks.append(mark)
        while upcoming is not None and upcoming.start == position:
            out.append(upcoming.opening(first=True))
            open_marks.append(upcoming)
            upcoming = next(waiting, None)
        out.append(escaped(text[position:following]))
    return "".join(out)
