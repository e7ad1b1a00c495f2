"""A layer's arrays to a file, and the file, mapped into memory, to a layer.

The file: 8 bytes that say what it is, the header's length and CRC-32, the header in JSON (versions; each
array's name, type, size, offset and CRC-32), then the arrays, each on a multiple of 64 bytes.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zlib import crc32

from rirbilingual.files import sync_folder, umask
from rirbilingual.match.layer import TYPES, Layer
from rirbilingual.match.near import LOWEST, SIGNATURE_BITS, Damaged
from rirbilingual.match.tokens import TOKENS_VERSION

if TYPE_CHECKING:
    from rirbilingual.match.spool import Spool

# What a layer's numbers mean: another version of any of these is another index, and is built again.
VERSION = [2, TOKENS_VERSION, LOWEST, SIGNATURE_BITS]
_MAGIC = b"RIRINDEX"
_HEAD = struct.Struct("<8sII")
_ALIGN = 64
_LONGEST_HEADER = 4096


def write_layer(spools: dict[str, Spool], path: Path) -> None:
    """Write the arrays, whole or not at all. Raises OSError where that cannot be done."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(bytes(_LONGEST_HEADER))
            arrays = [[name, *_put(spool, stream)] for name, spool in spools.items()]
            header = json.dumps({"version": VERSION, "arrays": arrays}).encode()
            stream.seek(0)
            stream.write(_HEAD.pack(_MAGIC, len(header), crc32(header)) + header)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~umask())  # whoever may read the memory may read its index
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _put(spool: Spool, stream: IO[bytes]) -> tuple[int, int, int]:
    """Write one array; its size, offset and checksum."""
    stream.write(bytes(-stream.tell() % _ALIGN))
    offset, check = stream.tell(), 0
    for block in spool.blocks():
        data = block.tobytes()
        check = crc32(data, check)
        stream.write(data)
    return spool.size, offset, check


def read_layer(path: Path, *, whole: bool) -> Layer:
    """The layer, its arrays mapped. `whole`: compare every byte with the checksums, not the header's only.

    Raises Damaged.
    """
    try:
        with path.open("rb") as stream:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY)
    except (OSError, ValueError) as error:
        raise Damaged(f"{path.name}: {error}") from None
    buffers: dict[str, memoryview] = {}
    for name, size, offset, check in _header(mapped, path.name):
        end = offset + size * int(TYPES[name][-1])
        if end > len(mapped):
            raise Damaged(f"{path.name}: cut short")
        buffers[name] = memoryview(mapped)[offset:end]
        if whole and crc32(buffers[name]) != check:
            raise Damaged(f"{path.name}: {name} was changed")
    return Layer(buffers)


def _header(mapped: mmap.mmap, name: str) -> list[tuple[str, int, int, int]]:
    try:
        magic, length, check = _HEAD.unpack_from(mapped)
    except struct.error:
        raise Damaged(f"{name}: cut short") from None
    header = mapped[_HEAD.size : _HEAD.size + length]
    if magic != _MAGIC or crc32(header) != check:
        raise Damaged(f"{name}: its header was changed")
    stated = json.loads(header)
    if stated["version"] != VERSION or [array[0] for array in stated["arrays"]] != list(TYPES):
        raise Damaged(f"{name}: of version {stated['version']}")
    return [(array[0], array[1], array[2], array[3]) for array in stated["arrays"]]


def fingerprint(path: Path) -> list[int]:
    """What changes with any writing to the file: its size, its time to the nanosecond, its number on the disk."""
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ino]
