"""A TMX file to its units as they stand in the file, one after the other, whatever the file's size.

Expat reads it: no entity is declared or expanded, nothing is fetched, and a malformed file names its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from rirbilingual.errors import RirError
from rirbilingual.formats.tmx_text import escaped

_CHUNK = 256 * 1024
_LONGEST_UNIT = 16 * 1024 * 1024  # characters in one <tu>; a unit is a sentence
_DEEPEST = 64  # elements within one another


@dataclass(slots=True)
class Variant:
    """A <tuv>: its language, its text, and its inner XML where it holds inline codes, else "".

    said: ("prop:TYPE" or "note:", text) of its own <prop>s and <note>s, in order.
    """

    language: str
    attributes: dict[str, str]
    said: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    markup: str = ""
    complete: bool = False  # it has a <seg>


@dataclass(slots=True)
class Tu:
    """A <tu>. properties: (type, text) of its own <prop>s, in order."""

    attributes: dict[str, str]
    line: int
    variants: list[Variant] = field(default_factory=list)
    properties: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def units(stream: BinaryIO, name: str) -> Iterator[Tu]:
    """The file's units. Raises RirError with the line where the XML is malformed or declares entities; the
    units before that line have been given by then."""
    reader = _Reader(name)
    while True:
        data = stream.read(_CHUNK)
        try:
            reader.parser.Parse(data, not data)
        except expat.ExpatError as error:
            yield from reader.done
            what = expat.ErrorString(error.code) if data else "the file ends too early"
            raise RirError(
                f"malformed XML: {what}", f"{name}:{error.lineno}", "repair the file at that line"
            ) from None
        except (LookupError, ValueError):  # of the encoding that its first line names
            what = "an encoding that is not known"
            raise RirError(what, f"{name}:1", "save the file as UTF-8, and say so there") from None
        except RirError:
            yield from reader.done
            raise
        yield from reader.done
        reader.done.clear()
        if not data:
            return


class _Reader:
    """What expat calls. `done`: the units read since it was last emptied."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.done: list[Tu] = []
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped
        self._depth = 0
        self._tu: Tu | None = None
        self._variant: Variant | None = None
        self._type = ""  # of the <prop> that is open
        self._parts: list[str] | None = None  # of the text that is open
        self._size = 0
        # Within <seg>: the inner XML, the open inline elements, and how many of them hide their content.
        self._markup: list[str] = []
        self._inline: list[str] = []
        self._hidden = 0
        self._coded = False

    @property
    def place(self) -> str:
        return f"{self.name}:{self.parser.CurrentLineNumber}"

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RirError(f"more than {_DEEPEST} elements within one another", self.place, "give a TMX file")
        if self._depth == 1 and tag != "tmx":
            raise RirError(f"XML, but not TMX: its root is <{tag}>", self.name, "give a TMX file")
        if self._variant is not None and self._parts is not None and self._type == "seg":
            self._start_inline(tag, attributes)
        elif tag == "tu":
            self._tu, self._size = Tu(attributes, self.parser.CurrentLineNumber), 0
        elif self._tu is None:
            return
        elif tag == "tuv":
            language = attributes.get("xml:lang") or attributes.get("lang") or ""
            self._variant = Variant(language, attributes)
            self._tu.variants.append(self._variant)
        elif tag == "seg" and self._variant is not None:
            self._type, self._parts, self._hidden = "seg", [], 0
        elif tag in ("prop", "note"):
            self._type, self._parts = attributes.get("type", ""), []
            if self._variant is not None:
                self._type = f"{tag}:{self._type}"

    def _start_inline(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._coded:  # the markup is kept apart from the text from the first code on
            self._coded, self._markup = True, [escaped("".join(self._parts or ()))]
        from xml.sax.saxutils import quoteattr  # it imports urllib.request, which most files need not

        written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
        self._markup.append(f"<{tag}{written}>")
        self._inline.append(tag)
        self._hidden += tag != "hi"

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._inline:
            self._inline.pop()
            self._markup.append(f"</{tag}>")
            self._hidden -= tag != "hi"
        elif tag == "tu":
            if self._tu is not None:
                self.done.append(self._tu)
            self._tu = self._variant = self._parts = None
        elif self._tu is None:
            return
        elif tag == "tuv":
            self._variant = self._parts = None
        elif self._parts is None:
            return
        elif tag == "seg" and self._variant is not None:
            self._variant.text, self._variant.complete = "".join(self._parts), True
            if self._coded:
                self._variant.markup, self._coded = "".join(self._markup), False
            self._parts, self._type = None, ""
        elif tag in ("prop", "note") and self._variant is not None:
            self._variant.said.append((self._type, "".join(self._parts)))
            self._parts = None
        elif tag == "prop":
            self._tu.properties.append((self._type, "".join(self._parts)))
            self._parts = None
        elif tag == "note":
            self._tu.notes.append("".join(self._parts))
            self._parts = None

    def _text(self, text: str) -> None:
        if self._parts is None:
            return
        self._size += len(text)
        if self._size > _LONGEST_UNIT:
            raise RirError("a unit of more than 16 million characters", self.place, "split the unit")
        if not self._hidden:
            self._parts.append(text)
        if self._coded:
            self._markup.append(escaped(text))

    def _entity(self, *_: object) -> None:
        raise RirError(
            "its document type declares entities", self.place, "remove the <!ENTITY …> declarations"
        )

    def _skipped(self, entity: str, _: bool) -> None:  # noqa: FBT001 - expat's own signature
        raise RirError(
            f"an entity that is not declared: &{entity};", self.place, "write the character itself"
        )
