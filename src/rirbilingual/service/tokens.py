"""A file of tokens to who may do what: readers look up, translators add, approvers add final units.

[[token]]
name = "A. Tremblay"
role = "translator"
sha256 = "…"                # of the token itself, which only its owner has
"""

from __future__ import annotations

import hashlib
import re
import secrets
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import locked, read_bytes, write_whole

_OTHER, _MAKE = "not a file of tokens", "make it with `rirbilingual memory token NAME --role ROLE`"
_DIGEST = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)


class Role(IntEnum):
    """Each may do what those before it may."""

    READER = 0
    TRANSLATOR = 1
    APPROVER = 2


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a token. digest: SHA-256 of the token, hexadecimal."""

    name: str
    role: Role
    digest: str


def read_tokens(path: Path) -> tuple[Holder, ...]:
    """The holders. Raises RirError where the file is not of this form."""
    return _holders(_text(path), str(path))


def _text(path: Path) -> str:
    try:
        return read_bytes(path, 1024 * 1024).decode()
    except UnicodeDecodeError:
        raise RirError(_OTHER, str(path), _MAKE) from None


def _holders(text: str, name: str) -> tuple[Holder, ...]:
    try:
        table = tomllib.loads(text)
        rows = table.get("token", [])
        for other in table.keys() - {"token"}:
            raise RirError(f"an unknown table, {other}", name, "use [[token]]")
        for number, row in enumerate(rows, 1):
            if not _DIGEST.fullmatch(str(row["sha256"])):
                raise RirError("sha256 is no digest of 64 signs", f"{name} (token {number})", _MAKE)
        return tuple(
            Holder(str(row["name"]), Role[str(row["role"]).upper()], str(row["sha256"]).lower())
            for row in rows
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RirError(_OTHER, name, _MAKE) from None


def new_token(path: Path, name: str, role: Role) -> str:
    """A new token, whose digest is added to the file, which else stays as it is; the token is to be given to its
    holder, and kept nowhere."""
    import tomlkit

    token = secrets.token_urlsafe(32)
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path.with_name(f".{path.name}.lock")):
        text = _text(path) if path.exists() else ""
        _holders(text, str(path))  # a file that cannot be read must not be written over
        document = tomlkit.parse(f"{text}\n" if text and not text.endswith("\n") else text)
        row = {"name": name, "role": role.name.lower(), "sha256": digest(token)}
        document.setdefault("token", tomlkit.aot()).append(row)
        write_whole(path, tomlkit.dumps(document).encode())
    return token


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def holder_of(token: str, holders: Iterable[Holder]) -> Holder | None:
    """Who holds the token; every digest is compared, in constant time."""
    wanted = digest(token)
    found = [holder for holder in holders if secrets.compare_digest(holder.digest, wanted)]
    return found[0] if found else None
