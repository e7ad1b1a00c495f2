"""A Word file, a PDF or an EPUB and the pair it was made from to the units that it does not say.

Each is read as other programs read it, not by what wrote it.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from rirbilingual.errors import RirError
from rirbilingual.files import parse_xml
from rirbilingual.model import BlockKind, Language, Pair, Passage
from rirbilingual.publish.pages import document_texts

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_LINE_END = re.compile(r"\r\n|\r|\n")
_EPUB_REPORT = "EPUB/report.xhtml"
_TURNING = ("R", "AL", "AN", "RLE", "RLO", "RLI")  # classes of characters that turn the line about
_MOST = 256 * 1024 * 1024  # bytes of a part, unpacked


def unsaid(name: str, data: bytes, pair: Pair) -> tuple[str, ...]:
    """Ids of the units, or words, in which the document is not the pair; empty when it is, and for other files.

    name: "mex201603.fr.pdf". A PDF is compared by its letters and digits, since it has no spaces and lines of its
    own. Raises RirError for a document that cannot be read.
    """
    _, language, kind = ("", *name.rsplit(".", 2))[-3:]
    compare = _KINDS.get(kind)
    if compare is None or language not in ("en", "fr"):
        return ()
    try:
        return tuple(compare(data, pair, "en" if language == "en" else "fr"))
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise RirError("cannot be read back", name, "report this with the file") from None


def _docx(data: bytes, pair: Pair, language: Language) -> Iterator[str]:
    """Each passage is one paragraph or footnote, and there are no others; a heading over nothing but called notes
    may be left out. An editor's line end may be a space."""
    found = Counter(map(_on_a_line, _paragraphs(data)))
    untranslated = {_on_a_line(p.block.text) for p in pair.passages if not p.units}
    for passage, following in zip(pair.passages, (*pair.passages[1:], None), strict=True):
        if not passage.units:
            continue
        text = _on_a_line(passage.said(language))
        if found[text] > 0:
            found[text] -= 1
        elif not _is_over_notes(passage, following):
            yield passage.units[0].id
    for text in +found:
        if text not in untranslated and not text.startswith(pair.report.key):
            yield text[:40]


def _on_a_line(text: str) -> str:
    return _LINE_END.sub(" ", text)


def _is_over_notes(passage: Passage, following: Passage | None) -> bool:
    heading = passage.block.kind is BlockKind.HEADING
    return heading and following is not None and following.block.kind is BlockKind.NOTE


def _paragraphs(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in ("word/document.xml", "word/footnotes.xml"):
            if part not in archive.namelist():
                continue
            for paragraph in parse_xml(_part(archive, part), part).iter(f"{_W}p"):
                if any(True for _ in paragraph.iter(f"{_W}t")):
                    runs = (e for e in paragraph.iter() if e.getparent().tag == f"{_W}r")  # type: ignore[union-attr]
                    yield "".join(
                        _SIGNS.get(str(e.tag), (e.text or "") if e.tag == f"{_W}t" else "") for e in runs
                    )


def _epub(data: bytes, pair: Pair, language: Language) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts = document_texts(_part(archive, _EPUB_REPORT))
    for unit in pair.units:
        if texts.pop((language, unit.id), None) != unit.said(language):
            yield unit.id
    yield from (unit for _, unit in texts)


def _pdf(data: bytes, pair: Pair, language: Language) -> Iterator[str]:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise RirError("a PDF is read back with pypdf", "", "pip install 'rirbilingual[pdf]'") from None
    try:
        said = _letters("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))
    except PyPdfError:
        raise ValueError from None
    for unit in pair.units:
        text = unit.said(language)
        if _letters(text) in said:
            continue
        # What is written from right to left is laid out in stretches of its own: word by word then, either way.
        turned = any(unicodedata.bidirectional(c) in _TURNING for c in text)
        words = [_letters(word) for word in text.split()]
        if not turned or not all(word in said or word[::-1] in said for word in words):
            yield unit.id


def _letters(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isascii() and c.isalnum())


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MOST:
        raise ValueError(name)
    return archive.read(name)


_KINDS: Mapping[str, Callable[[bytes, Pair, Language], Iterator[str]]] = {
    "docx": _docx,
    "epub": _epub,
    "pdf": _pdf,
}
