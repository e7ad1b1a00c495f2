"""Paths in, bounded bytes and safe XML out; values in, whole files out."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from rirbilingual.errors import RirError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 64 * 1024 * 1024  # a report is under 1 MB; memories are streamed and have no such bound

_MAGIC = (
    (b"%PDF-", "a PDF file, not text", "save the report as text, or copy its text into a .txt file"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, ODT …), not text", "save the report as plain text"),
    (b"\x1f\x8b", "a gzip archive, not text", "unpack it first"),
    (b"\x89PNG", "a picture, not text", "give the report's text"),
    (b"{\\rtf", "an RTF file, not text", "save the report as plain text"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")  # no text holds one
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises RirError where it is missing, a folder, or cannot be read."""
    try:
        with path.open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise RirError("no such file", str(path), "check the path") from None
    except IsADirectoryError:
        raise RirError("a folder, not a file", str(path), "name a file in it") from None
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise RirError(f"cannot be read ({reason})", str(path), "check its permissions") from None


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """The file's bytes, at most `limit`. Raises RirError for a missing, unreadable or larger file."""
    with reading(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise RirError(f"larger than {limit:,} bytes", str(path), "split it, or give the right file")
    return data


def decode(data: bytes, name: str) -> tuple[str, str]:
    """Bytes to text and the encoding's name: by byte-order mark, then UTF-8, then Windows-1252.

    Line ends are left as they are. Raises RirError for an empty file, a known binary format, or bytes that
    are text in none of these.
    """
    if not data.strip():
        raise RirError("an empty file", name, "give a report's text")
    for magic, what, fix in _MAGIC:
        if data.startswith(magic):
            raise RirError(what, name, fix)
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise RirError(
                f"not {encoding.upper()}, though its first bytes say so", name, "save it as UTF-8"
            ) from None
        try:
            text, encoding = data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            line = data.count(b"\n", 0, error.start) + 1
            raise RirError(
                "neither UTF-8 nor Windows-1252 text", f"{name}:{line}", "save it as UTF-8"
            ) from None
    control = _CONTROL.search(text)
    if control is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise RirError(
            f"not text: it holds the control character U+{ord(control[0]):04X}",
            f"{name}:{line}",
            "save the report as UTF-8 plain text",
        )
    return text, encoding


def read_text(path: Path) -> str:
    """The file's text, as `decode` finds it."""
    return decode(read_bytes(path), str(path))[0]


@contextlib.contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A stream that becomes the file, whole, when all went well: a temporary file beside it, fsync, rename, fsync of
    the folder. Until then, and otherwise, the path is untouched."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        import tempfile

        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask())
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RirError(
            f"cannot be written ({reason})", str(path), "free space or change the folder"
        ) from None


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path`, whole or not at all."""
    with writing(path) as stream:
        stream.write(data)


def refuse_to_overwrite(outputs: Iterable[Path | None], inputs: Iterable[Path | None]) -> None:
    """Raise RirError for an output that is an input too, or another output: what is read stays."""
    held = {path.resolve() for path in inputs if path}
    for path in filter(None, outputs):
        if path.resolve() in held:
            raise RirError("read or written by the same command already", str(path), "name another file")
        held.add(path.resolve())


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file that is there to be held, made where it is missing: one process at a time, the others wait. (Where a
    system has no such locks, the last one wins.)"""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def umask() -> int:
    """The permissions that new files are not to have."""
    current = os.umask(0o022)
    os.umask(current)
    return current


def parse_xml(data: bytes, name: str) -> _Element:
    """The root of an XML document: no DTD, no entity expansion, no network, bounded depth and text.

    Raises RirError with the line for anything malformed or with a document type that declares entities.
    """
    from lxml import etree

    refuse_entities(data, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _malformed(error, name) from None
    declared: Any = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise _declares_entities(name)  # after a comment too long for `refuse_entities`
    for left in root.iter(etree.Entity):  # never expanded: its text would be lost
        raise RirError(
            f"an entity that is not declared: {left.text}",
            f"{name}:{line_of(left)}",
            "write the character itself",
        )
    return root


def line_of(element: _Element) -> int:
    """The line an element begins on, 0 where it is not known."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def refuse_entities(data: bytes, name: str) -> None:
    """Raise RirError where a document type declares entities: the way of every expansion attack."""
    head = data[: 64 * 1024].replace(b"\x00", b"")  # UTF-16's zero bytes would hide it
    at = head.find(b"<!ENTITY")
    if at >= 0:
        line = head.count(b"\n", 0, at) + 1
        raise _declares_entities(f"{name}:{line}")


def _declares_entities(place: str) -> RirError:
    return RirError("its document type declares entities", place, "remove the <!ENTITY …> declarations")


def _malformed(error: Exception, name: str) -> RirError:
    line = getattr(error, "lineno", None)
    place = f"{name}:{line}" if line else name
    message = str(error).split(", line ")[0]
    return RirError(f"malformed XML: {message}", place, "repair the file at that line")


def shipped(kind: Literal["memories", "templates"]) -> Path:
    """The folder of memories or templates that came with the program: in the wheel, or in the checkout."""
    from importlib import resources

    package = Path(str(resources.files("rirbilingual")))
    for folder in (package / "_shipped" / kind, package.parent.parent / kind):
        if folder.is_dir():
            return folder
    raise RirError(f"the program's {kind} are missing", str(package), "install it again")
