"""Texts through any program: a text a line on its standard input, a translation a line on its output."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence

from rirbilingual.draft.machine.provider import MachineFailed, Provider


def translate(texts: Sequence[str], argument: str, timeout: float) -> Sequence[str]:
    """argument: the program and its options, as a shell would split them; no shell sees them."""
    try:
        words = shlex.split(argument)
    except ValueError as error:
        raise MachineFailed(f"the command cannot be split: {error}") from None
    return lines(words, texts, timeout)


def lines(words: Sequence[str], texts: Sequence[str], timeout: float) -> list[str]:
    """The lines that a program makes of the texts, one each."""
    if not words:
        raise MachineFailed("no program is named")
    given = "".join(f"{text}\n" for text in texts).encode()
    try:
        done = subprocess.run(words, input=given, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        raise MachineFailed(f"{words[0]} took more than {timeout:g} s") from None
    except OSError as error:
        raise MachineFailed(f"{words[0]} cannot be run: {error.strerror}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise MachineFailed(f"{words[0]} stopped with {done.returncode}" + (f": {said[-1]}" if said else ""))
    try:
        found = done.stdout.decode().removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        raise MachineFailed(f"{words[0]} did not write UTF-8") from None
    if len(found) != len(texts):
        raise MachineFailed(f"{words[0]} wrote {len(found)} lines for {len(texts)}")
    return [line.strip() for line in found]


PLUGIN = Provider("command", translate)
