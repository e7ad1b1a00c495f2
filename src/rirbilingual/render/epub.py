"""A pair and a language to an EPUB 3: one document with its contents, and notes that open where they are called."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import jinja2
from markupsafe import Markup

from rirbilingual.errors import RirError
from rirbilingual.files import parse_xml
from rirbilingual.model import Language, Pair
from rirbilingual.render import environment as env
from rirbilingual.render.html import facts
from rirbilingual.render.marks import Marks, marks
from rirbilingual.render.order import in_order
from rirbilingual.render.passages import BREAK, Shown, body, shown, title
from rirbilingual.render.runs import runs
from rirbilingual.render.words import words
from rirbilingual.render.zipped import add

# Name in the archive → template. Those that are XML are parsed before they are written.
_PARTS: Mapping[str, str] = {
    "META-INF/container.xml": "epub_container.xml",
    "EPUB/package.opf": "epub_package.opf",
    "EPUB/nav.xhtml": "epub_nav.xhtml",
    "EPUB/report.xhtml": "epub_report.xhtml",
    "EPUB/report.css": "epub.css",
}
REPORT = "EPUB/report.xhtml"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANG = re.compile(r' lang="([^"]*)"')  # of an element: in text a quotation mark is escaped


def epub(
    pair: Pair,
    language: Language,
    *,
    templates: jinja2.Environment | None = None,
    modified: str = "",
    found: Marks | None = None,
) -> bytes:
    """The report in `language`. Law: its document says what the units say; the same pair gives the same bytes.

    modified: ISO date, the report's where it is "". Raises RirError for characters that no XML can hold.
    """
    templates = templates or env.environment()
    found = found or marks(pair, language)
    passages = in_order(pair, language)
    showing = [shown(passage, pair, language, found) for passage in body(passages)]
    values = {
        "w": words(language),
        "facts": facts(pair, language),
        "date": pair.report.date if _ISO.fullmatch(pair.report.date) else "",
        "modified": modified or pair.report.date,
        "headings": [passage for passage in showing if passage.kind == "heading"],
        "title": shown(title(pair), pair, language, found),
        "runs": runs(showing),
        "xml": _xml,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        add(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        for name, template in _PARTS.items():
            data = env.rendered(templates, template, values)
            if not name.endswith(".css"):
                _refuse_malformed(data, f"{pair.report.key}.{language}.epub, {name}")
            add(archive, name, data)
    return out.getvalue()


def _xml(passage: Shown) -> Markup:
    """The passage's text as XHTML wants it: no element left open, each language named twice, and calls of notes as
    reading systems know them."""
    parts = []
    for piece in passage.pieces:
        text = _LANG.sub(r' lang="\1" xml:lang="\1"', str(piece.text))
        text = text.replace(BREAK, "<br/>").replace("\r", "&#13;")  # which XML would take for a line feed
        text = text.replace(' role="doc-noteref"', ' epub:type="noteref" role="doc-noteref"')
        unit = Markup(' data-unit="{}"').format(piece.id) if piece.id else ""
        parts.append(f"<span{unit}>{text}</span>{Markup.escape(piece.tail)}")
    return Markup("".join(parts))


def _refuse_malformed(data: bytes, name: str) -> None:
    try:
        parse_xml(data, name)
    except RirError as error:
        raise RirError(
            f"no EPUB can hold it: {error.what}",
            name,
            "remove characters that XML cannot hold, or mend the template",
        ) from None
