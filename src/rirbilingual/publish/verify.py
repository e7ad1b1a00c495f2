"""A site to what is wrong with it: anything changed, missing, or out of step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.model import Finding, Place, Severity
from rirbilingual.publish.catalogue import CATALOGUE, read_catalogue
from rirbilingual.publish.history import ASIDE, HISTORY
from rirbilingual.publish.keys import is_key
from rirbilingual.publish.lock import NAME as LOCK
from rirbilingual.publish.manifest import NAME, Manifest, read_manifest, sha256
from rirbilingual.publish.origins import FOLDER as SOURCES
from rirbilingual.publish.origins import newer
from rirbilingual.publish.pages import unit_texts
from rirbilingual.publish.pair import PAGES
from rirbilingual.publish.site import pair_folders


def verify(site: Path) -> tuple[Finding, ...]:
    """What is wrong with the site, in the order of its pairs; empty when all is as it was published.

    Raises RirError where there is no such folder, or nothing was ever published in it.
    """
    if not site.is_dir():
        raise RirError("no such site", str(site), "check the path")
    if not (site / CATALOGUE).is_file() and not pair_folders(site) and not _was_published(site):
        raise RirError("nothing was published here", str(site), "name the folder of a site")
    found: list[Finding] = []
    manifests: list[Manifest] = []
    for folder in _folders(site):
        found += _of_pair(folder, manifests)
    found += (_wrong("verify.source-newer", path, said) for _, path, said in newer(site, manifests))
    return (*found, *_of_site(site))


def is_whole(folder: Path) -> bool:
    """Whether the pair's folder is as its manifest has it."""
    return not any(_of_pair(folder, []))


def _was_published(site: Path) -> bool:
    """Whether what the publisher keeps names a pair, be it gone or not."""
    named = (*site.glob(f"{SOURCES}/*.json"), *site.glob(f"{HISTORY}/*"))
    return any(is_key(path.name.removesuffix(".json")) for path in named)


def _folders(site: Path) -> Iterator[Path]:
    yield from sorted(p for p in site.iterdir() if p.is_dir() and not p.name.startswith("."))


def _of_pair(folder: Path, manifests: list[Manifest]) -> Iterator[Finding]:
    """What is wrong with a pair; its manifest is added to `manifests` where it can be read."""
    if not is_key(folder.name) or not (folder / NAME).exists():
        yield _wrong("verify.stranger", folder, "not a published pair")
        return
    try:
        manifest = read_manifest(folder)
    except RirError as error:
        yield _wrong("verify.manifest", folder / NAME, error.what)
        return
    if manifest.titled.key != folder.name:
        yield _wrong("verify.manifest", folder / NAME, f"the manifest of {manifest.titled.key}")
    else:
        manifests.append(manifest)
    for name in {*PAGES.values()} - manifest.files.keys():
        yield _wrong("verify.half", folder / name, "half a pair: its manifest does not have this page")
    for name in sorted({path.name for path in folder.iterdir()} - manifest.files.keys() - {NAME}):
        yield _wrong("verify.stranger", folder / name, "not in the manifest")
    for name, digest in manifest.files.items():
        yield from _of_file(folder / name, digest, manifest)


def _of_file(path: Path, digest: str, manifest: Manifest) -> Iterator[Finding]:
    if not path.is_file():
        yield _wrong("verify.missing", path, "missing")
        return
    data = files.read_bytes(path)
    if sha256(data) == digest:
        return
    yield _wrong("verify.changed", path, "changed since it was published")
    language = next((language for language, name in PAGES.items() if name == path.name), None)
    if language is not None:
        edited = _edited(data, language, manifest)
        if edited:
            first = ", ".join(edited[:5]) + (" …" if len(edited) > 5 else "")
            only = "the French" if language == "fr" else "the English"
            yield _wrong("verify.out-of-step", path, f"{only} no longer says what was approved: unit {first}")


def _edited(page: bytes, language: str, manifest: Manifest) -> list[str]:
    """Ids of the units whose text on the page is not the published one."""
    try:
        texts = unit_texts(page)
    except UnicodeDecodeError:
        return [unit.id for unit in manifest.units]
    wrong = []
    for unit in manifest.units:
        text = texts.get((language, unit.id))
        if text is None or sha256(text.encode()) != (unit.english if language == "en" else unit.french):
            wrong.append(unit.id)
    return wrong


def _of_site(site: Path) -> Iterator[Finding]:
    keys = {folder.name for folder in pair_folders(site)}
    if any(site.glob(f"{ASIDE}/*")):
        left = "an interrupted publication left something here; the next one puts it right"
        yield _wrong("verify.interrupted", site / ASIDE, left, Severity.WARNING)
    if not (site / CATALOGUE).is_file():
        yield _wrong("verify.index", site / CATALOGUE, "missing: the indexes do not follow the pairs")
        return
    try:
        catalogue = read_catalogue(site)
    except RirError as error:
        yield _wrong("verify.index", site / CATALOGUE, error.what)
        return
    listed, hashes = catalogue.pairs, catalogue.files
    for key in sorted(keys - listed.keys()):
        yield _wrong("verify.index", site / key, "not in the indexes")
    for key in sorted(listed.keys() - keys):
        yield _wrong("verify.missing", site / str(key), "in the indexes, but not there")
    for key in sorted(listed.keys() & keys):
        if sha256(files.read_bytes(site / key / NAME)) != listed[key].digest:
            yield _wrong("verify.changed", site / key / NAME, "changed since the pair was published")
    for name, digest in hashes.items():
        path = site / name
        if not path.is_file():
            yield _wrong("verify.missing", path, "missing")
        elif sha256(files.read_bytes(path)) != digest:
            yield _wrong("verify.changed", path, "changed since it was written")
    own = {*hashes, CATALOGUE, LOCK, ASIDE, HISTORY}
    for path in sorted(site.iterdir()):
        if path.is_file() and path.name not in own:
            yield _wrong("verify.stranger", path, "not a file of this site", Severity.WARNING)


def _wrong(check: str, path: Path, message: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(check, severity, f"{path}: {message}", place=Place(str(path), 1, 0))
