"""Markdown (CommonMark, with tables) to parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rirbilingual.model import BlockKind
from rirbilingual.read.parts import Part, plain

if TYPE_CHECKING:
    from markdown_it.token import Token


def parts(text: str) -> list[Part]:
    """The paragraphs, headings, list entries and cells, in order; emphasis and links without their marks."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return list(_parts(tokens))


def _parts(tokens: list[Token]) -> Iterator[Part]:
    inside: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            inside.append(token.type.removesuffix("_open"))
        elif token.nesting == -1:
            inside.pop()
        elif token.type == "inline":
            yield Part(plain(_shown(token)), _hint(inside))
        elif token.type in ("code_block", "fence", "html_block"):
            yield Part(plain(token.content))


def _hint(inside: list[str]) -> BlockKind | None:
    if "blockquote" in inside:
        return BlockKind.BLOCK_QUOTATION
    if "heading" in inside:
        return BlockKind.HEADING
    return BlockKind.LIST if "list_item" in inside else None


def _shown(token: Token) -> str:
    """What a reader sees of a line; an editor's line ends are spaces."""
    shown = []
    for child in token.children or ():
        if child.type == "softbreak":
            shown.append(" ")
        elif child.type == "hardbreak":
            shown.append("\n")
        elif child.type in ("text", "code_inline", "image"):
            shown.append(child.content)
    return "".join(shown)
