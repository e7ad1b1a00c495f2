"""The machine translation that a person asked for, with its translations of earlier drafts in the user's cache."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rirbilingual.config import Settings
from rirbilingual.draft.machine import Machine, machine
from rirbilingual.errors import RirError
from rirbilingual.files import read_bytes, write_whole


@contextmanager
def opened(name: str | None, settings: Settings) -> Iterator[Machine | None]:
    """The machine of this name, or else of the settings; None where neither names one. What it made is kept."""
    named = name or settings.draft.machine
    if not named:
        yield None
        return
    place = "--machine" if name else str(settings.file)
    timeout, price = settings.draft.timeout, settings.draft.price
    asked = machine(named, place=place, timeout=timeout, price=price)
    asked.cache = held = _read()
    before = len(held)
    try:
        yield asked
    finally:
        if len(held) > before:
            write_whole(_file(), json.dumps(held, ensure_ascii=False).encode())


def _file() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "rirbilingual" / "machine.json"


def _read() -> dict[str, str]:
    """The cache, empty where it is not there or is damaged: it only spares time and money."""
    try:
        held = json.loads(read_bytes(_file()))
    except (RirError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}
