"""Texts through Apertium, which runs on this machine; by way of Spanish or Catalan where no pair is direct."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from rirbilingual.draft.machine.command import lines
from rirbilingual.draft.machine.provider import MachineFailed, Provider

# Ways from English to French, the first whose modes are all installed. Debian has no direct pair:
# apertium-eng-spa with apertium-fr-es, or apertium-eng-cat with apertium-fra-cat.
WAYS = (
    ("eng-fra",), ("en-fr",), ("eng-spa", "spa-fra"), ("eng-spa", "es-fr"), ("en-es", "es-fr"), ("eng-cat", "cat-fra"),
)  # fmt: skip


def translate(texts: Sequence[str], argument: str, timeout: float) -> Sequence[str]:
    """argument: the modes with commas between them ("eng-spa,spa-fra"), "" to choose."""
    for mode in argument.split(",") if argument else _way(timeout):
        texts = lines(["apertium", "-u", mode.strip()], texts, timeout)
    return texts


def _way(timeout: float) -> tuple[str, ...]:
    try:
        done = subprocess.run(
            ["apertium", "-l"], capture_output=True, text=True, timeout=timeout, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        raise MachineFailed("apertium is not installed") from None
    modes = set(done.stdout.split())
    way = next((way for way in WAYS if modes.issuperset(way)), None)
    if way is None:
        raise MachineFailed(
            "apertium has no way from English to French: install apertium-eng-spa and apertium-fr-es"
        )
    return way


PLUGIN = Provider("apertium", translate)
