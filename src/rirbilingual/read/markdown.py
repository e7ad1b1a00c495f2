"""Markdown (CommonMark, with tables) to parts: what a browser would show of the page that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from rirbilingual.read.html import shown_parts
from rirbilingual.read.parts import Part

if TYPE_CHECKING:
    from markdown_it.token import Token


def parts(text: str) -> list[Part]:
    """The paragraphs, headings, list entries and cells, in order; emphasis and links as codes; HTML as in a page."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark").enable("table")
    reader.add_render_rule("image", _description)
    return shown_parts(f"<body>{reader.render(text)}", "the HTML in its Markdown")


def _description(_: Any, tokens: Sequence[Token], at: int, *_rest: Any) -> str:
    """The words that stand for an image."""
    return escape(tokens[at].content)
