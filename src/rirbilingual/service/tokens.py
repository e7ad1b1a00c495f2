"""A file of tokens to who may do what: readers look up, translators add, approvers add final units.

[[token]]
name = "A. Tremblay"
role = "translator"
sha256 = "…"                # of the token itself, which only its owner has
"""

from __future__ import annotations

import hashlib
import secrets
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import read_bytes, write_whole


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
    try:
        table = tomllib.loads(read_bytes(path, 1024 * 1024).decode())
        return tuple(
            Holder(str(row["name"]), Role[str(row["role"]).upper()], str(row["sha256"]).lower())
            for row in table.get("token", [])
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RirError(
            "not a file of tokens", str(path), "make it with `rirbilingual memory token NAME --role ROLE`"
        ) from None


def new_token(path: Path, name: str, role: Role) -> str:
    """A new token, whose digest is added to the file; the token is to be given to its holder, and kept nowhere."""
    import tomlkit

    holders = read_tokens(path) if path.exists() else ()
    token = secrets.token_urlsafe(32)
    document = tomlkit.document()
    rows = tomlkit.aot()
    for holder in (*holders, Holder(name, role, digest(token))):
        row = tomlkit.table()
        row.update({"name": holder.name, "role": holder.role.name.lower(), "sha256": holder.digest})
        rows.append(row)
    document.append("token", rows)
    write_whole(path, tomlkit.dumps(document).encode())
    return token


def digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def holder_of(token: str, holders: Iterable[Holder]) -> Holder | None:
    """Who holds the token; every digest is compared, in constant time."""
    wanted = digest(token)
    found = [holder for holder in holders if secrets.compare_digest(holder.digest, wanted)]
    return found[0] if found else None
