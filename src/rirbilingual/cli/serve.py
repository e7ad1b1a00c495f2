"""memory serve, memory token, memory grant: a memory for a whole office."""

from __future__ import annotations

import os
import socket
from ipaddress import ip_address
from pathlib import Path

import click

from rirbilingual.cli import options
from rirbilingual.errors import RirError

_GRACE = 10  # seconds for requests under way when the service is told to stop
_CONNECTIONS = 200  # at once; further ones are answered 503


@click.command("serve")
@click.option("-m", "--memory", required=True, metavar="MEMORY", help="The memory, such as office.sqlite.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="0: any free one."
)
@click.option("--tokens", type=options.PATH, metavar="FILE", help="Who may add: see `memory token`.")
@click.option("--private", is_flag=True, help="Looking up, too, wants a token.")
@click.option(
    "--site", default="", metavar="URL", help="Where your pairs are published: units then link there."
)
@click.option(
    "--per-minute", default=6000, show_default=True, type=click.IntRange(1), help="Requests a client."
)
def serve(
    *, memory: str, host: str, port: int, tokens: Path | None, private: bool, site: str, per_minute: int
) -> None:
    """Serve a memory over HTTP: matches, concordance (a page, at /), additions by token.

    Virtaal, Weblate and other clients of tmserver or amaGama look up at /tmserver. /openapi.json says what
    else can be asked. Stop it with Ctrl+C: requests under way are finished.

    \b
    Example:
      rirbilingual memory serve -m office.sqlite
    """
    try:
        import uvicorn

        from rirbilingual.service.app import application
        from rirbilingual.service.tokens import read_tokens
    except ImportError as error:
        raise RirError(
            f"the service needs the program's extra `serve` ({error.name} is missing)",
            "",
            "pip install 'rirbilingual[serve]'",
        ) from None
    from rirbilingual.translation_memory import Memory

    if not _is_loopback(host) and tokens is None:
        raise RirError("beyond this machine a file of tokens is wanted", host, "give --tokens FILE")
    if site and not site.startswith(("https://", "http://")):
        raise RirError("not a web address", "--site", "begin it with https://")
    holders = read_tokens(tokens) if tokens else ()
    if private and not holders:
        raise RirError("nobody has a token to look up with", "--private", "give --tokens FILE")
    _ = Memory.open(memory).languages  # says what is wrong with it, before a port is taken
    _refuse_taken(host, port)
    app = application(
        memory,
        holders=holders,
        private=private,
        site=site,
        per_minute=per_minute,
    )
    uvicorn.run(
        app,
        host=host,
        port=port,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
        access_log=False,
    )


@click.command("token")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["reader", "translator", "approver"]),
    required=True,
    help="A translator adds reviewed units, an approver final ones.",
)
@click.option(
    "--tokens", type=options.PATH, required=True, metavar="FILE", help="The file that the service reads."
)
def token(*, name: str, role: str, tokens: Path) -> None:
    """Make a token for NAME, and print it: give it to that person. The file keeps only its digest.

    \b
    Example:
      rirbilingual memory token "A. Tremblay" --role translator --tokens tokens.toml
    """
    from rirbilingual.service.tokens import Role, new_token

    click.echo(new_token(tokens, name, Role[role.upper()]))


@click.command("grant")
@click.option("-m", "--memory", required=True, metavar="URL", help="The memory: postgresql://…")
def grant(*, memory: str) -> None:
    """Make the roles of a PostgreSQL memory, with what each may do in the database itself.

    rirbilingual_reader looks up, rirbilingual_translator adds units below final, rirbilingual_approver final ones.
    Give an account its role: GRANT rirbilingual_translator TO tremblay.

    \b
    Example:
      rirbilingual memory grant -m postgresql://owner@db.example.org/office
    """
    from rirbilingual.memory.postgres import PostgresMemory
    from rirbilingual.memory.postgres_schema import ROLES
    from rirbilingual.translation_memory import POSTGRES

    if not memory.startswith(POSTGRES):
        raise RirError("a file has no roles", memory, "name a memory at postgresql://…")
    PostgresMemory.open(memory).grant()
    click.echo(f"{', '.join(ROLES)}: give each account one of them")


def _refuse_taken(host: str, port: int) -> None:
    """Raise RirError for an address that cannot be listened on: uvicorn would say so in its log, and exit with 3."""
    place = f"{host}:{port}"
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise RirError("no such host", place, "give --host an address of this machine") from None
    try:
        socket.create_server(address[:2], family=family).close()
    except OSError as error:
        fix = "give another --port, or an address of this machine"
        raise RirError(
            f"cannot be listened on ({os.strerror(error.errno or 0).lower()})", place, fix
        ) from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
