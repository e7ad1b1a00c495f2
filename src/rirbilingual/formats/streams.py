"""Large files as streams: read with one-line errors, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rirbilingual.errors import RirError
from rirbilingual.files import sync_folder


@contextlib.contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises RirError where it is missing, a folder, or may not be read."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise RirError("no such file", str(path), "check the path") from None
    except IsADirectoryError:
        raise RirError("a folder, not a file", str(path), "name a file in it") from None
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise RirError(f"cannot be read ({reason})", str(path), "check its permissions") from None
    with stream:
        yield stream


@contextlib.contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A stream that becomes the file when all went well; until then, and otherwise, the path is untouched."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            mask = os.umask(0o022)
            os.umask(mask)
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RirError(
            f"cannot be written ({reason})", str(path), "free space or change the folder"
        ) from None
