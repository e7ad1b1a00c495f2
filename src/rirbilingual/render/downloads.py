"""A pair's files to the links that its pages give to them: name, type and size, in the page's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rirbilingual.model import Language
from rirbilingual.render.words import words

# In the order of the links: kind → media type. What ends in neither language's name holds both.
MEDIA: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "epub": "application/epub+zip",
    "txt": "text/plain",
    "tmx": "application/xml",
    "json": "application/json",
}
_BOTH = ("tmx", "json")


@dataclass(frozen=True, slots=True)
class Download:
    """A link to a file. size: as people read it, "" where it is not known."""

    kind: str
    href: str
    name: str
    media: str
    size: str = ""


def downloads(
    sizes: Mapping[str, int], language: Language, *, both: bool = True, base: str = ""
) -> tuple[Download, ...]:
    """The links of a page in `language` to those of the pair's files that are in it, or in both languages.

    sizes: file's name → bytes, 0 where that is not known. both: whether those in both languages too.
    """
    spoken = words(language)
    return tuple(
        Download(kind, base + name, spoken[f"as_{kind}"], media, _size(sizes[name], spoken["kilobytes"]))
        for kind, media in MEDIA.items()
        if (both or kind not in _BOTH) and (name := _named(sizes, kind, language))
    )


def _named(names: Iterable[str], kind: str, language: Language) -> str:
    ending = f".{kind}" if kind in _BOTH else f".{language}.{kind}"
    return next((name for name in names if name.endswith(ending) and name != "manifest.json"), "")


def _size(size: int, unit: str) -> str:
    return f"{max(1, round(size / 1000))}\u00a0{unit}" if size else ""
