"""What a command raised to an exit code and at most one line on standard error."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Sequence
from typing import Never

import click

from rirbilingual.errors import RirError

REFUSED = 1  # check found errors, publish refused, verify found something wrong
UNUSABLE = 2  # bad input or usage; nothing was touched
INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM
PIPE_CLOSED = 141  # 128 + SIGPIPE, which not every system has: the reader, such as head, had enough


class Terminated(KeyboardInterrupt):
    """SIGTERM, raised like Ctrl+C: whatever is under way cleans up behind it."""


def terminate(*_: object) -> Never:
    """What SIGTERM calls."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once: a second one would break the cleaning up
    raise Terminated


def exit_code(group: click.Group, arguments: Sequence[str]) -> int:
    """Run the command; its exit code. A command that returns a number exits with it."""
    for stream in (sys.stdout, sys.stderr):  # whatever the terminal's locale: files and pipes get UTF-8
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        with group.make_context("rirbilingual", list(arguments)) as context:
            result = group.invoke(context)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return UNUSABLE
    except click.ClickException as error:
        return _unusable(_usage(error))
    except RirError as error:
        return _unusable(str(error))
    except (KeyboardInterrupt, click.Abort) as stop:
        click.echo("rirbilingual: interrupted; no file is left half-written", err=True)
        return TERMINATED if isinstance(stop, Terminated) else INTERRUPTED
    except BrokenPipeError:
        # Python would flush again at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        return _unusable(f"{error.filename or 'the system'}: {(error.strerror or str(error)).lower()}")


def _usage(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split()).removesuffix(".")
    context = getattr(error, "ctx", None)
    return f"{message}; see `{context.command_path if context else 'rirbilingual'} --help`"


def _unusable(line: str) -> int:
    click.echo(f"rirbilingual: {line}", err=True)
    return UNUSABLE
