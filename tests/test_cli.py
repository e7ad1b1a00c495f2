"""The installed command, end to end: what it prints, what it exits with, what it leaves on the disk."""

import subprocess
import sys
from pathlib import Path

import pytest

from rirbilingual import __version__
from rirbilingual.cli.group import COMMANDS

COMMAND = Path(sys.executable).parent / "rirbilingual"


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(COMMAND), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


def test_help_teaches_with_an_example_for_each_command() -> None:
    assert "rirbilingual demo" in run("--help").stdout
    for name in COMMANDS:
        assert f"  rirbilingual {name}" in run(name, "--help").stdout


def test_version() -> None:
    assert run("--version").stdout == f"rirbilingual {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["--nonsense"], "No such option"),
        (["segment"], "Missing argument 'REPORT'; see `rirbilingual segment --help`"),
        (["segment", "a", "b"], "unexpected extra argument"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("rirbilingual: ")


def test_without_arguments_the_help_is_shown_and_nothing_done() -> None:
    done = run()
    assert done.returncode == 2
    assert "Commands:" in done.stderr
