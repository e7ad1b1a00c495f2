"""A request to who asks, and whether that person may: by bearer token and role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rirbilingual.service.refusals import Refused
from rirbilingual.service.tokens import Holder, Role, holder_of

if TYPE_CHECKING:
    from starlette.requests import Request


def allowed(request: Request, role: Role) -> Holder:
    """The holder of the request's token, who has at least that role. Raises Refused 401 or 403."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    holder = holder_of(token.strip(), request.app.state.holders) if scheme.lower() == "bearer" else None
    if holder is None:
        raise Refused(401, "a token is wanted: Authorization: Bearer TOKEN")
    if holder.role < role:
        raise Refused(
            403, f"a {role.name.lower()}'s token is wanted, and this is a {holder.role.name.lower()}'s"
        )
    return holder


def may_read(request: Request) -> None:
    """Reading is free, unless the service was started with `--private`."""
    if request.app.state.private:
        allowed(request, Role.READER)
