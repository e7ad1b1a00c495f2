"""Sources without French → machine translations, through one provider: in batches, cached, counted.

A provider is a file in this folder with a PLUGIN, or an entry point of the group `rirbilingual.draft.machine`.
It is off unless asked for, and what it makes is labelled MACHINE wherever it is shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass

from rirbilingual.draft.machine.provider import MachineFailed, Provider
from rirbilingual.errors import RirError
from rirbilingual.plugins import plugins

__all__ = ["Machine", "MachineFailed", "Provider", "machine"]

BATCH = 32  # texts a request
CHARACTERS = 8_000  # of a request, at most, unless one text is longer
TIMEOUT = 60.0  # seconds a request


@dataclass
class Machine:
    """A provider chosen for one draft, and the count of what it did.

    name: as the settings name it. cache: digests to translations, kept between drafts by the caller. price: of
    a million characters. failure: why it stopped, "" while it answers; nothing more is sent then.
    """

    name: str
    provider: Provider
    argument: str
    timeout: float = TIMEOUT
    price: float = 0.0
    cache: MutableMapping[str, str] | None = None
    sent: int = 0  # characters
    cached: int = 0  # characters that the cache spared
    units: int = 0
    failure: str = ""

    @property
    def cost(self) -> float:
        return self.sent / 1_000_000 * self.price

    def translations(self, texts: Sequence[str]) -> list[str | None]:
        """The French of each text, None where there is none."""
        cache = self.cache if self.cache is not None else {}
        wanted = list(dict.fromkeys(text for text in texts if self._digest(text) not in cache))
        self.cached += sum(len(text) for text in dict.fromkeys(texts) if text not in set(wanted))
        for batch in _batches(wanted):
            if self.failure:
                break
            self._send(batch, cache)
        return [cache.get(self._digest(text)) or None for text in texts]

    def _send(self, batch: Sequence[str], cache: MutableMapping[str, str]) -> None:
        self.sent += sum(map(len, batch))
        try:
            found = self.provider.translate(batch, self.argument, self.timeout)
        except MachineFailed as error:
            self.failure = str(error)
            return
        if len(found) != len(batch):
            self.failure = f"it gave {len(found)} texts for {len(batch)}"
            return
        for text, french in zip(batch, found, strict=True):
            cache[self._digest(text)] = french

    def _digest(self, text: str) -> str:
        return hashlib.sha256(f"{self.name}\x1f{text}".encode()).hexdigest()


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        if batch and (len(batch) == BATCH or sum(map(len, batch)) + len(text) > CHARACTERS):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def machine(name: str, *, place: str, timeout: float = TIMEOUT, price: float = 0.0) -> Machine:
    """The machine that `[draft] machine` names: "apertium", "ctranslate2:FOLDER", "command:PROGRAM …", or an
    address. place: where it was named. Raises RirError for one that is not there."""
    identity, _, argument = name.partition(":")
    if identity in ("http", "https"):
        identity, argument = "http", name
    known = {provider.id: provider for provider in plugins("rirbilingual.draft.machine", Provider)}
    if identity not in known:
        raise RirError(
            f'no machine translation is called "{identity}"', place, f"use one of {', '.join(known)}"
        )
    return Machine(name, known[identity], argument.strip(), timeout, price)
