"""A pair to all its files, and a site to its own: what rendering and publishing need of each other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import read_bytes, shipped
from rirbilingual.model import Pair
from rirbilingual.publish.history import revision_of
from rirbilingual.publish.keys import is_key
from rirbilingual.publish.manifest import read_manifest
from rirbilingual.publish.origins import Origins

HTML = "html"
FORMATS = (HTML, "txt", "tmx", "json", "docx", "pdf")  # the last two need an extra
DEFAULT_FORMATS = (HTML, "txt", "tmx", "json")


def files_of(
    pair: Pair, *, formats: Sequence[str], templates: Path | None, address: str = "", modified: str = ""
) -> dict[str, bytes]:
    """The pair's files by name: the pages always, the others as `formats` names them.

    address: the site's public one, "" where it is not known. modified: the ISO date of this version. Raises RirError for a format that there is not.
    """
    from rirbilingual.render import aligned, docx, environment, html, pdf, plain
    from rirbilingual.render.links import links

    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise RirError(f'no format "{unknown[0]}"', "--formats", f"the formats are {', '.join(FORMATS)}")
    jinja = environment.environment(templates)
    found = {lang: links(pair, lang) for lang in html.FILES}
    made = {
        name: html.page(pair, lang, templates=jinja, base=address, modified=modified, found=found[lang])
        for lang, name in html.FILES.items()
    }
    made[html.SIDE_BY_SIDE] = html.side_by_side(
        pair, templates=jinja, base=address, modified=modified, found=found
    )
    key = pair.report.key.lower()
    if "txt" in formats:
        made |= {f"{key}.{lang}.txt": plain.text(pair, lang) for lang in html.FILES}
    if "tmx" in formats:
        made[f"{key}.tmx"] = aligned.tmx(pair)
    if "json" in formats:
        made[f"{key}.json"] = aligned.as_json(pair)
    if "docx" in formats:
        made |= {f"{key}.{lang}.docx": docx.docx(pair, lang) for lang in html.FILES}
    if "pdf" in formats:
        made |= {f"{key}.{lang}.pdf": pdf.pdf(made[name]) for lang, name in html.FILES.items()}
    return made


def inputs(
    origins: Origins,
    *,
    formats: Sequence[str],
    templates: Path | None,
    terms: Path | None,
    version: str,
    address: str = "",
    gate: str = "",
) -> dict[str, str]:
    """What a pair is made from → its SHA-256: where all are as they were, so is the pair.

    gate: what the pair had to pass, in words.
    """
    made_by = f"{gate}\n{version}\n{sorted({HTML, *formats})}\n{address}\n{_templates(templates)}\n"
    digest = hashlib.sha256(made_by.encode())
    if terms:
        digest.update(read_bytes(terms))
    return {**origins.digests(), "program": digest.hexdigest()}


@cache
def _templates(folder: Path | None) -> str:
    """SHA-256 of all templates, the user's over ours."""
    digest = hashlib.sha256()
    for held in [shipped("templates"), *([folder] if folder else [])]:
        for path in sorted(path for path in held.glob("*") if path.is_file()):
            digest.update(path.name.encode() + b"\0" + read_bytes(path))
    return digest.hexdigest()


def is_unchanged(key: str, site: Path, wanted: dict[str, str]) -> bool:
    """Whether the site has the pair already, made from just this. Files edited there are `verify`'s to name."""
    if not is_key(key) or not revision_of(site / key):
        return False
    return dict(read_manifest(site / key).inputs) == wanted


def follow(site: Path, *, templates: Path | None, address: str = "") -> None:
    """Make the site's own files follow its pairs."""
    from rirbilingual.publish import site as sites
    from rirbilingual.render import environment, index

    jinja = environment.environment(templates)
    sites.refresh(site, lambda titled: index.indexes(titled, templates=jinja, address=address))
