"""A pair and its files to a site: written aside, read back, and switched in by one rename."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rirbilingual import files
from rirbilingual.errors import RirError
from rirbilingual.model import Pair
from rirbilingual.publish import history
from rirbilingual.publish.catalogue import catalogued_revision
from rirbilingual.publish.documents import unsaid
from rirbilingual.publish.keys import valid_key
from rirbilingual.publish.lock import locked
from rirbilingual.publish.manifest import NAME, described_pair, manifest_bytes
from rirbilingual.publish.pages import unit_texts
from rirbilingual.publish.switch import exchange

PAGES = {"en": "en.html", "fr": "fr.html"}
BOTH = "en-fr.html"
_FILE = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Published:
    """A pair that is now on its site. revision: 1 for its first version. replaced: it was there before."""

    key: str
    folder: Path
    revision: int
    replaced: bool


def publish(
    pair: Pair,
    pages: Mapping[str, bytes],
    *,
    site: Path,
    when: str,
    version: str,
    replace: bool = False,
    inputs: Mapping[str, str] | None = None,
) -> Published:
    """Put the pair's files and their manifest into `site`/KEY: all of them or, whatever happens, none.

    inputs: what the pair was made from → its SHA-256, for the manifest. Whether the pair may be published is `gate.blocks`'s to say. Raises RirError for a key that cannot name a
    folder, half a pair, a pair that is there already (unless `replace`), pages that do not say what the units
    say, and a site that cannot be written; nothing has changed then.
    """
    key = valid_key(pair.report.key)
    _refuse_half(pages)
    _compare(pages, pair)
    described = described_pair(pair, pages, when=when, version=version, inputs=inputs)
    with locked(site), _told(site):
        history.recover(site)
        folder = site / key
        replaced = folder.exists()
        if replaced:
            _refuse_existing(folder, replace=replace)
        revision = history.last_revision(site, key) + 1
        with _aside(site, key) as aside:
            content = {**pages, NAME: manifest_bytes(described, revision=revision)}
            _write(aside, content)
            _reread(aside, content)
            _switch(aside, folder, site, key)
    return Published(key, folder, revision, replaced)


def refuse(key: str, *, site: Path, replace: bool) -> None:
    """Raise the RirError that `publish` would for this key and the site as it stands; nothing is touched."""
    folder = site / valid_key(key)
    nearest = next(place for place in (site, *site.absolute().parents) if place.exists())
    if not nearest.is_dir():
        raise RirError("a file, not a folder", str(nearest), "name a folder for the site")
    if folder.exists():
        _refuse_existing(folder, replace=replace)


def refuse_withdrawal(key: str, *, site: Path) -> None:
    """Raise the RirError that `withdraw` would for this key and the site as it stands; nothing is touched."""
    folder = site / valid_key(key)
    if not folder.is_dir() and not catalogued_revision(site, key):
        raise RirError("no such pair", str(folder), "check the key and the site")
    if folder.exists() and not history.standing_revision(site, key):
        raise RirError("not a pair that was published here", str(folder), "remove the folder by hand")


def withdraw(key: str, *, site: Path, when: str, reason: str = "") -> Path | None:
    """Take a pair off its site, both languages at once; gives the place where its history keeps it. None for one that
    somebody removed by hand, whose history does not have it; the site's indexes have yet to follow.

    Raises RirError for a pair that is neither there nor in the indexes.
    """
    refuse_withdrawal(key, site=site)
    folder = site / key
    with locked(site), _told(site, "the pair was not withdrawn"):
        history.recover(site)
        revision = history.standing_revision(site, key)
        if revision:
            with _aside(site, key):
                history.note_withdrawal(site, key, revision, when=when, reason=reason)
                history.keep(folder, site, key, revision)
                files.sync_folder(site)
        kept = site / history.HISTORY / key / str(revision or history.last_revision(site, key))
    return kept if kept.is_dir() else None


def _refuse_half(pages: Mapping[str, bytes]) -> None:
    missing = [name for name in PAGES.values() if name not in pages]
    if missing:
        raise RirError(
            f"half a pair: {' and '.join(missing)} missing", "", "give the pages of both languages"
        )
    for name in pages:
        if not _FILE.fullmatch(name) or name == NAME:
            raise RirError(f"{name[:40]!a} is no file of a pair", "", "use lower-case letters and digits")


def _refuse_existing(folder: Path, *, replace: bool) -> None:
    if not history.standing_revision(folder.parent, folder.name):
        raise RirError("there is something here that was not published", str(folder), "move it away")
    if not replace:
        raise RirError(
            "published already", str(folder), "use --replace to publish a correction of both languages"
        )


@contextmanager
def _told(site: Path, stands: str = "nothing was published") -> Iterator[None]:
    """Failures of the disk as one line. stands: how things are then."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RirError(
            f"cannot be written ({reason})",
            str(site),
            f"{stands}; free space or change the folder",
        ) from None


@contextmanager
def _aside(site: Path, key: str) -> Iterator[Path]:
    """A folder of the site's own file system that no reader is shown; gone at the end unless it was switched. What
    fails in between is undone, as the next publisher would do it."""
    parent = site / history.ASIDE
    parent.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{key}~", dir=parent))
    try:
        yield folder
    finally:
        with suppress(OSError):
            history.recover(site)


def _write(folder: Path, content: Mapping[str, bytes]) -> None:
    """The disk is set to work on all before the first is waited for: that takes half the time."""
    with ExitStack() as opened:
        streams = [opened.enter_context((folder / name).open("xb")) for name in content]
        for stream, data in zip(streams, content.values(), strict=True):
            stream.write(data)
            stream.flush()
            _begin(stream.fileno())
        for stream in streams:
            os.fsync(stream.fileno())
    files.sync_folder(folder)


def _begin(file: int) -> None:
    """Have the system begin to write the file where it takes this advice so: Linux does."""
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)


def _reread(folder: Path, content: Mapping[str, bytes]) -> None:
    """Compare what stands on the disk with what was given."""
    for name, data in content.items():
        if (folder / name).read_bytes() != data:
            raise RirError(
                "what was written is not what stands on the disk", str(folder / name), "check the disk"
            )


def _compare(pages: Mapping[str, bytes], pair: Pair) -> None:
    """Compare each page, read as a reader of HTML reads it, and each document with the units."""
    expected = {
        "en": {("en", unit.id): unit.source for unit in pair.units},
        "fr": {("fr", unit.id): unit.target for unit in pair.units},
    }
    both = {**expected["en"], **expected["fr"]}
    for name, units in ((PAGES["en"], expected["en"]), (PAGES["fr"], expected["fr"]), (BOTH, both)):
        if name not in pages:
            continue
        texts = unit_texts(pages[name])
        if texts != units:
            wrong = [unit for unit in (*units, *texts) if texts.get(unit) != units.get(unit)]
            raise RirError(
                f"the page does not say what unit {wrong[0][1]} says",
                name,
                "correct the template; see docs/render.md",
            )
    for name, data in pages.items():
        other = unsaid(name, data, pair)
        if other:
            raise RirError(
                f"the document does not say what unit {other[0]} says", name, "report this with the pair"
            )


def _switch(aside: Path, folder: Path, site: Path, key: str) -> None:
    """The one moment: before it readers have the old version or none, after it the new one."""
    aside.chmod(0o777 & ~_umask())
    old = history.standing_revision(site, key)
    if old:
        history.make_room(site, key)
    if not folder.exists():
        aside.rename(folder)
    elif exchange(aside, folder):
        try:
            history.keep(aside, site, key, old)
        except OSError:
            if aside.exists():
                exchange(aside, folder)
            raise
    else:
        history.keep(folder, site, key, old)
        aside.rename(folder)
    files.sync_folder(site)


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
