"""Markdown (CommonMark, with tables) to parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rirbilingual.model import BlockKind, CodeKind
from rirbilingual.read.parts import Line, Part, plain
from rirbilingual.read.tables import Grid, settled
from rirbilingual.text.codes import Codes

if TYPE_CHECKING:
    from markdown_it.token import Token


_CODES = {"em": CodeKind.EM, "strong": CodeKind.STRONG, "link": CodeKind.LINK}


def parts(text: str) -> list[Part]:
    """The paragraphs, headings, list entries and cells, in order; emphasis and links as codes."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return settled(_parts(tokens), ())


def _parts(tokens: list[Token]) -> Iterator[Part]:
    inside: list[str] = []
    tables = 0
    grid, cell = Grid(tables), None
    for token in tokens:
        if token.nesting == 1:
            inside.append(token.type.removesuffix("_open"))
            if token.type == "table_open":
                tables += 1
                grid = Grid(tables)
            elif token.type == "tr_open":
                grid.next_row()
            elif token.type in ("th_open", "td_open"):
                cell = grid.cell(1, 1, "column" if token.type == "th_open" else "")
        elif token.nesting == -1:
            if inside.pop() in ("th", "td"):
                cell = None
        elif token.type == "inline":
            shown, codes = _shown(token)
            yield Part(shown, _hint(inside), codes, cell)
        elif token.type in ("code_block", "fence", "html_block"):
            yield Part(plain(token.content))


def _hint(inside: list[str]) -> BlockKind | None:
    if "blockquote" in inside:
        return BlockKind.BLOCK_QUOTATION
    if "heading" in inside:
        return BlockKind.HEADING
    return BlockKind.LIST if "list_item" in inside else None


def _shown(token: Token) -> tuple[str, Codes]:
    """What a reader sees of a line; an editor's line ends are spaces."""
    line = Line()
    for child in token.children or ():
        if child.type == "softbreak":
            line.add(" ")
        elif child.type == "hardbreak":
            line.add("\n")
        elif child.type in ("text", "code_inline", "image"):
            line.add(child.content)
        elif kind := _CODES.get(child.type.removesuffix("_open").removesuffix("_close")):
            if child.nesting == 1:
                line.open(kind, str(child.attrGet("href") or ""))
            else:
                line.close(kind)
    return line.taken()
