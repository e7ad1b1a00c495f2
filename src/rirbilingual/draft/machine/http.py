"""Texts through a service that speaks as LibreTranslate does: POST /translate, JSON both ways."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from rirbilingual.draft.machine.provider import MachineFailed, Provider

KEY = (
    "RIRBILINGUAL_MACHINE_KEY"  # the service's key, from the environment: it is in no file and in no message
)
_LARGEST = 16 * 1024 * 1024  # bytes of an answer


def translate(texts: Sequence[str], argument: str, timeout: float) -> Sequence[str]:
    """argument: the service's address, "http://127.0.0.1:5000"."""
    import urllib.error  # here, as every draft loads this file and few ask a service
    import urllib.request

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        """The text goes to the address that was named, and nowhere else."""

        def redirect_request(self, *_: Any, **__: Any) -> None:
            return None

    address = argument.rstrip("/")
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
        raise MachineFailed(f"{argument} is no address")
    asked: dict[str, Any] = {"q": list(texts), "source": "en", "target": "fr", "format": "text"}
    if os.environ.get(KEY):
        asked["api_key"] = os.environ[KEY]
    request = urllib.request.Request(
        f"{address.removesuffix('/translate')}/translate",
        json.dumps(asked).encode(),
        {"Content-Type": "application/json", "Accept": "application/json"},
    )
    opener = urllib.request.build_opener(NoRedirect)
    try:
        with opener.open(request, timeout=timeout) as answer:
            data = answer.read(_LARGEST + 1)
    except urllib.error.HTTPError as error:
        raise MachineFailed(f"{address} answered {error.code} {error.reason}") from None
    except TimeoutError:
        raise MachineFailed(f"{address} took more than {timeout:g} s") from None
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise MachineFailed(f"{address} cannot be reached: {reason}") from None
    return _translations(data, len(texts), address)


def _translations(data: bytes, count: int, address: str) -> list[str]:
    try:
        found = json.loads(data[:_LARGEST])["translatedText"]
    except (ValueError, KeyError, TypeError):
        raise MachineFailed(f"{address} answered without translatedText") from None
    if not isinstance(found, list) or len(found) != count or not all(isinstance(text, str) for text in found):
        raise MachineFailed(f"{address} did not answer with {count} texts")
    return [" ".join(text.split()) for text in found]


PLUGIN = Provider("http", translate)
