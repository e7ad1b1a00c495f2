"""PO text to messages and back, strictly: what is not well formed is an error with its line, never a loss.

Messages keep everything that gettext's own programs keep, and `#.` and `#|` lines of obsolete entries too.
Lines are not wrapped; files that other programs have wrapped read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rirbilingual.errors import RirError

_KEYWORD = re.compile(r"(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s*)?")
_LINE = re.compile(_KEYWORD.pattern + r'"([^"\\]*(?:\\.[^"\\]*)*)"')
_ESCAPE = re.compile(r"(?P<bytes>(?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{1,2}))+)|\\(?P<char>.)")
_BYTE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2}))")
_UNESCAPED = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", '"': '"', "\\": "\\",
}  # fmt: skip
_ESCAPED = str.maketrans({char: f"\\{name}" for name, char in _UNESCAPED.items()})
_REPAIR = "repair the file at that line, or take it from a backup"
_ISOLATES = str.maketrans({"\u2068": None, "\u2069": None, "\u00a0": " "})


@dataclass(frozen=True, slots=True)
class Message:
    """One message. places: its `#:` lines, joined. previous: its `#|` msgid. line: where it begins."""

    msgid: str
    msgstr: str = ""
    msgctxt: str | None = None
    plural: bool = False
    translator: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    places: str = ""
    flags: tuple[str, ...] = ()
    previous: str | None = None
    obsolete: bool = False
    line: int = field(default=0, compare=False)


class _Open:
    """The entry being read."""

    def __init__(self) -> None:
        self.line = 0
        self.translator: list[str] = []
        self.extracted: list[str] = []
        self.places: list[str] = []
        self.flags: list[str] = []
        self.strings: dict[str, list[str]] = {}
        self.obsolete = False

    @property
    def complete(self) -> bool:
        return "msgstr" in self.strings or "msgstr[0]" in self.strings

    @property
    def begun(self) -> bool:
        return any(not key.startswith("#|") for key in self.strings)

    def message(self, name: str) -> Message:
        if "msgid" not in self.strings or not self.complete:
            missing = "msgstr" if "msgid" in self.strings else "msgid"
            raise RirError(
                f"an entry without {missing}: the file is cut short or damaged",
                f"{name}:{self.line}",
                _REPAIR,
            )
        text = {key: "".join(parts) for key, parts in self.strings.items()}
        return Message(
            msgid=text["msgid"],
            msgstr=text.get("msgstr", text.get("msgstr[0]", "")),
            msgctxt=text.get("msgctxt"),
            plural="msgid_plural" in text,
            translator=tuple(self.translator),
            extracted=tuple(self.extracted),
            places=" ".join(" ".join(self.places).translate(_ISOLATES).split()),
            flags=tuple(self.flags),
            previous=text.get("#|msgid"),
            obsolete=self.obsolete,
            line=self.line,
        )


def messages(text: str, name: str) -> Iterator[Message]:
    """The messages of a PO file in order, its header (msgid "") among them.

    Raises RirError with the line for a string that does not end, an unknown keyword or escape, a keyword
    twice in an entry, an entry without its msgstr.
    """
    current = _Open()
    key = ""
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = raw.strip(" \t\r\f\v")
        if not line:
            continue
        if line[0] == "#" and line[1:2] not in ("~", "|"):
            if current.strings:
                if current.complete:
                    yield current.message(name)
                    current, key = _Open(), ""
                elif current.begun:
                    raise RirError("a comment inside an entry", f"{name}:{number}", _REPAIR)
            current.line = current.line or number
            _add_comment(current, line)
            continue
        place = f"{name}:{number}"
        obsolete = previous = False
        rest = line
        if line[0] == "#":
            obsolete = line[1] == "~"
            rest = line[2:].lstrip(" \t") if obsolete else line
            previous = rest.startswith("|") if obsolete else True
            if previous:
                rest = rest.lstrip("#|").lstrip(" \t")
        found = _LINE.fullmatch(rest)
        if found is None:
            raise _not_po(rest, place)
        keyword: str | None = found[1]
        opens = keyword is not None and (previous or keyword in ("msgctxt", "msgid"))
        if opens and current.complete:
            yield current.message(name)
            current, key = _Open(), ""
        current.line = current.line or number
        if keyword is not None:
            key = ("#|" if previous else "") + keyword
            if key in current.strings:
                raise RirError(f"{keyword} twice in one entry, or an entry without msgstr", place, _REPAIR)
            current.strings[key] = []
            current.obsolete = current.obsolete or (obsolete and not previous)
        if not key:
            raise RirError("a string that belongs to nothing", place, _REPAIR)
        current.strings[key].append(_unescaped(found[2], place))
    if current.strings or current.extracted or current.places or current.flags:
        yield current.message(name)


def _not_po(line: str, place: str) -> RirError:
    said = _KEYWORD.sub("", line, count=1)
    what = "a string that does not end" if said.startswith('"') else "a line that is not PO"
    return RirError(f"{what}: {said[:40]!r}", place, _REPAIR)


def _add_comment(current: _Open, line: str) -> None:
    mark, rest = line[:2], line[2:]
    if mark == "#.":
        current.extracted.append(rest.strip(" \t"))
    elif mark == "#:":
        current.places.append(rest)
    elif mark in ("#,", "#="):
        current.flags += [flag.strip() for flag in rest.split(",") if flag.strip()]
    else:
        current.translator.append(line[1:].removeprefix(" "))


def _unescaped(text: str, place: str) -> str:
    if "\\" not in text:
        return text

    def char(match: re.Match[str]) -> str:
        code = match["char"]
        if code in _UNESCAPED:
            return _UNESCAPED[code]
        if code is None:
            try:
                return bytes(int(o, 8) if o else int(x, 16) for o, x in _BYTE.findall(match[0])).decode()
            except ValueError:  # above 255, or not UTF-8
                pass
        raise RirError(f"an unknown escape, {match[0]}", place, _REPAIR)

    return _ESCAPE.sub(char, text)


def po_text(found: Iterable[Message]) -> str:
    """The messages as a PO file. Law: `messages(po_text(x))` gives x back."""
    return "\n".join("\n".join(_lines(message)) + "\n" for message in found)


def _lines(message: Message) -> Iterator[str]:
    for comment in message.translator:
        yield f"# {comment}".rstrip(" ") if not comment.strip(" ") else f"# {comment}"
    for note in message.extracted:
        yield f"#. {note}"
    if message.places:
        # A no-break space keeps the place one word: gettext would take its parts for several files.
        yield "#: " + message.places.replace(" ", "\u00a0")
    if message.flags:
        yield "#, " + ", ".join(message.flags)
    mark = "#~ " if message.obsolete else ""
    if message.previous is not None:
        yield from _string("msgid", message.previous, "#~| " if message.obsolete else "#| ")
    if message.msgctxt is not None:
        yield from _string("msgctxt", message.msgctxt, mark)
    yield from _string("msgid", message.msgid, mark)
    yield from _string("msgstr", message.msgstr, mark)


def _string(keyword: str, text: str, mark: str) -> Iterator[str]:
    if "\n" not in text.rstrip("\n"):
        yield f'{mark}{keyword} "{text.translate(_ESCAPED)}"'
        return
    yield f'{mark}{keyword} ""'
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        yield f'{mark}"{line.translate(_ESCAPED)}"'
