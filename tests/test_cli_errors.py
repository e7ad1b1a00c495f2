"""What a command raised to an exit code and at most one line."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from rirbilingual.cli.errors import exit_code
from rirbilingual.errors import RirError

COMMAND = Path(sys.executable).parent / "rirbilingual"


def group_raising(error: BaseException) -> click.Group:
    @click.command()
    def work() -> None:
        raise error

    return click.Group("rirbilingual", commands=[work])


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (RirError("is empty", "a.txt", "give text"), 2, "rirbilingual: a.txt: is empty; give text"),
        (click.UsageError("Too\nmany."), 2, "rirbilingual: Too many; see `rirbilingual work --help`"),
        (click.FileError("a.txt", "gone"), 2, None),
        (
            PermissionError(errno.EACCES, "Permission denied", "b.po"),
            2,
            "rirbilingual: b.po: permission denied",
        ),
        (OSError(errno.ENOSPC, "No space left"), 2, "rirbilingual: the system: no space left"),
        (KeyboardInterrupt(), 130, "rirbilingual: interrupted; no file is left half-written"),
        (click.Abort(), 130, "rirbilingual: interrupted; no file is left half-written"),
        (click.exceptions.Exit(1), 1, ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_each_error_has_its_code_and_one_line(
    error: BaseException, code: int, line: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(group_raising(error), ["work"]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == (1 if line != "" else 0)
    if line is not None:
        assert printed.err.strip() == line


def test_a_number_that_a_command_returns_is_the_exit_code() -> None:
    @click.command()
    def refuse() -> int:
        return 1

    assert exit_code(click.Group("rirbilingual", commands=[refuse]), ["refuse"]) == 1


def test_a_bug_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        exit_code(group_raising(ZeroDivisionError()), ["work"])


def test_a_reader_that_stops_reading_is_no_error_to_speak_of() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([COMMAND, "--help"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


def test_output_into_a_pipe_is_utf8_whatever_the_locale() -> None:
    done = subprocess.run(
        [COMMAND, "d’été"],
        env=os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert "No such command 'd’été'" in done.stderr.decode("utf-8")
