"""A page to a PDF/UA document: tagged, with its language and title, and nothing fetched from anywhere."""

from __future__ import annotations

from typing import Any

from rirbilingual.errors import RirError

_NAMED = 5  # characters in an error


def pdf(page: bytes, name: str = "") -> bytes:
    """The page as its print style shows it. name: the file's, for errors. Raises RirError where WeasyPrint is not
    installed, and for characters that no font on this system has."""
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

    def finish(document: Any, made: Any) -> None:
        _refuse_missing(document, name)
        _join_glyphs(made)

    made: bytes = HTML(string=page.decode(), url_fetcher=refuse).write_pdf(
        pdf_variant="pdf/ua-1", finisher=finish
    )
    return made


def _refuse_missing(document: Any, name: str) -> None:
    missing = sorted({chr(code) for font in document.fonts.values() for code in font.missing})
    if missing:
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        raise RirError(
            f"no font on this system has {named}{more}",
            name,
            "install one that has (Debian: fonts-noto-cjk, fonts-noto-core)",
        )


def _join_glyphs(made: Any) -> None:
    """Join glyphs between which nothing is moved, which WeasyPrint writes one by one: `[<0029>0<0048>0] TJ` shows
    what `[<00290048>0] TJ` does, in half of a reader's time."""
    for held in made.objects:
        stream = getattr(held, "stream", None)
        if isinstance(stream, list):
            stream[:] = map(_joined, stream)


def _joined(operation: Any) -> Any:
    shows = isinstance(operation, bytes) and operation.startswith(b"[<") and operation.endswith(b"] TJ")
    return operation.replace(b">0<", b"") if shows else operation
