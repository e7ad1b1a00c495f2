"""A page to a PDF/UA document: tagged, with its language and title, and nothing fetched from anywhere."""

from __future__ import annotations

from typing import Any

from rirbilingual.errors import RirError


def pdf(page: bytes) -> bytes:
    """The page as its print style shows it. Raises RirError where WeasyPrint is not installed."""
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetchingError
    except (ImportError, OSError):  # OSError: the package is there, Pango is not
        raise RirError(
            "PDF needs WeasyPrint and Pango",
            "",
            "pip install 'rirbilingual[pdf]', and the system's Pango (Debian: libpango-1.0-0, libpangoft2-1.0-0)",
        ) from None

    def refuse(url: str, *_: Any, **__: Any) -> Any:
        raise URLFetchingError(f"{url}: a page asks for nothing")

    made: bytes = HTML(string=page.decode(), url_fetcher=refuse).write_pdf(
        pdf_variant="pdf/ua-1", finisher=_join_glyphs
    )
    return made


def _join_glyphs(_: Any, made: Any) -> None:
    """Join glyphs between which nothing is moved, which WeasyPrint writes one by one: `[<0029>0<0048>0] TJ` shows
    what `[<00290048>0] TJ` does, in half of a reader's time."""
    for held in made.objects:
        stream = getattr(held, "stream", None)
        if isinstance(stream, list):
            stream[:] = map(_joined, stream)


def _joined(operation: Any) -> Any:
    shows = isinstance(operation, bytes) and operation.startswith(b"[<") and operation.endswith(b"] TJ")
    return operation.replace(b">0<", b"") if shows else operation
