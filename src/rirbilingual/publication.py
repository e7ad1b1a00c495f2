"""A pair to all its files, and a site to its own: what rendering and publishing need of each other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from rirbilingual.config import NO_FURNITURE, BothFurniture
from rirbilingual.errors import RirError
from rirbilingual.files import read_bytes, shipped
from rirbilingual.model import Pair
from rirbilingual.publish.history import revision_of
from rirbilingual.publish.manifest import NAME, Titled, read_manifest, sha256
from rirbilingual.publish.origins import Noted, Origins, note
from rirbilingual.publish.verify import is_whole

HTML = "html"
FORMATS = (HTML, "txt", "tmx", "json", "docx", "pdf", "epub")  # docx and pdf need an extra
DEFAULT_FORMATS = (HTML, "txt", "tmx", "json")


def files_of(
    pair: Pair,
    *,
    formats: Sequence[str],
    templates: Path | None,
    address: str = "",
    modified: str = "",
    furniture: BothFurniture = NO_FURNITURE,
) -> dict[str, bytes]:
    """The pair's files by name: the pages always, the others as `formats` names them.

    address: the site's public one, "" where it is not known. modified: the ISO date of this version. Raises RirError for a format that there is not.
    """
    from rirbilingual.render import aligned, docx, environment, epub, html, pdf, plain
    from rirbilingual.render.marks import both

    refuse_formats(formats)
    jinja = environment.environment(templates, furniture)
    found = both(pair)
    page = partial(html.page, pair, templates=jinja, base=address, modified=modified)
    made: dict[str, bytes] = {}
    key = pair.report.key.lower()
    if "txt" in formats:
        made |= {f"{key}.{lang}.txt": plain.text(pair, lang) for lang in found}
    if "tmx" in formats:
        made[f"{key}.tmx"] = aligned.tmx(pair)
    if "json" in formats:
        made[f"{key}.json"] = aligned.as_json(pair)
    if "docx" in formats:
        made |= {f"{key}.{lang}.docx": docx.docx(pair, lang) for lang in found}
    if "epub" in formats:
        made |= {
            f"{key}.{lang}.epub": epub.epub(pair, lang, templates=jinja, modified=modified, found=marks)
            for lang, marks in found.items()
        }
    if "pdf" in formats:
        for lang, marks in found.items():
            name = f"{key}.{lang}.pdf"
            made[name] = pdf.pdf(page(lang, found=marks), name)
    sizes = {name: len(data) for name, data in made.items()}
    made |= {html.FILES[lang]: page(lang, found=marks, sizes=sizes) for lang, marks in found.items()}
    made[html.SIDE_BY_SIDE] = html.side_by_side(
        pair, templates=jinja, base=address, modified=modified, found=found, sizes=sizes
    )
    return made


def refuse_formats(formats: Sequence[str], place: str = "--formats") -> None:
    """Raise RirError for a format that there is not. place: where they are named."""
    for name in (name for name in formats if name not in FORMATS):
        raise RirError(f'no format "{name}"', place, f"the formats are {', '.join(FORMATS)}")


def made_by(
    *,
    formats: Sequence[str],
    templates: Path | None,
    terms: Path | None,
    version: str,
    rules: Path | None = None,
    address: str = "",
    gate: str = "",
    furniture: BothFurniture = NO_FURNITURE,
) -> str:
    """SHA-256 of all that a pair is made by, but its own files: where both are as they were, so is the pair.

    rules: what the report was segmented by. gate: what the pair had to pass, in words.
    """
    said = f"{gate}\n{version}\n{sorted({HTML, *formats})}\n{address}\n{_templates(templates)}\n{furniture}\n"
    for role, file in (("terms", terms), ("rules", rules)):
        if file:
            status = file.stat() if file.is_file() else None
            said += f"{role} {_digest(file, status and (status.st_mtime_ns, status.st_size))}\n"
    return hashlib.sha256(said.encode()).hexdigest()


@cache
def _digest(path: Path, stamp: tuple[int, int] | None) -> str:
    """SHA-256 of a file that thousands of pairs are made with; read again where its stamp changed."""
    return hashlib.sha256(read_bytes(path)).hexdigest()


@cache
def _templates(folder: Path | None) -> str:
    """SHA-256 of all templates, the user's over ours."""
    digest = hashlib.sha256()
    for held in [shipped("templates"), *([folder] if folder else [])]:
        for path in sorted(path for path in held.glob("*") if path.is_file()):
            digest.update(path.name.encode() + b"\0" + read_bytes(path))
    return digest.hexdigest()


def inputs(origins: Origins, made: str) -> dict[str, str]:
    """What a pair is made from → its SHA-256."""
    return {**origins.digests(), "program": made}


def is_unchanged(noted: Noted, site: Path, made: str) -> bool:
    """Whether the site has the pair already, whole and made from just these files.

    Where the files have been touched, theirs or the pair's, they are read; next time they need not be.
    """
    if noted.stands(site, made):
        return True
    folder = site / noted.key
    if not revision_of(folder):
        return False
    stamps = noted.origins.stamps()
    if dict(read_manifest(folder).inputs) != inputs(noted.origins, made):
        return False
    if noted.manifest not in ("", sha256(read_bytes(folder / NAME))) or not is_whole(folder):
        return False
    with suppress(RirError):  # a site that may not be written is read again each time
        note(site, noted.key, noted.origins, stamps, made)
    return True


def try_indexes(
    *, templates: Path | None, address: str = "", furniture: BothFurniture = NO_FURNITURE
) -> None:
    """Raise the RirError that `follow` would for these templates, before a pair is touched: make a site's own files
    without a pair and with one."""
    from rirbilingual.render import environment, index

    jinja = environment.environment(templates, furniture)
    numbers, titles = ("ABC202401.E", "ABC202401.EF"), ("A title", "Un titre")
    one = Titled("ABC202401", numbers, titles, "2024-01-31", "2024-02-01T00:00:00Z", ("abc202401.json",))
    for titled in ((), (one,)):
        index.indexes(titled, templates=jinja, address=address)


def follow(
    site: Path, *, templates: Path | None, address: str = "", furniture: BothFurniture = NO_FURNITURE
) -> None:
    """Make the site's own files follow its pairs."""
    from rirbilingual.publish import site as sites
    from rirbilingual.render import environment, index

    jinja = environment.environment(templates, furniture)
    sites.refresh(site, lambda titled: index.indexes(titled, templates=jinja, address=address))
