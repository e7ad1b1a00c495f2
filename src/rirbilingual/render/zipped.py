"""Parts to a ZIP archive whose bytes depend on them alone: each has the time that the format begins with."""

from __future__ import annotations

import io
import zipfile

_BEGINNING = (1980, 1, 1, 0, 0, 0)


def add(archive: zipfile.ZipFile, name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    """Add a part. how: zipfile.ZIP_DEFLATED, or ZIP_STORED for one that must stand as it is."""
    entry = zipfile.ZipInfo(name, _BEGINNING)
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data, how)


def timeless(data: bytes) -> bytes:
    """The archive with the same parts in the same order, without the times that they were written at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            add(made, name, given.read(name))
    return out.getvalue()
