"""The parts stay apart, and the command stays quick: what import-linter does not see."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from rirbilingual.cli.group import COMMANDS

SOURCE = Path(__file__).parent.parent / "src" / "rirbilingual"
MODULES = sorted(SOURCE.rglob("*.py"))

# Libraries that take a noticeable time to import: a command's help must not.
HEAVY = {
    *("babel", "jinja2", "lxml", "numpy", "polib", "rapidfuzz", "regex", "sacrebleu", "sqlite3"),
    *("tomlkit", "translate"),
}


@pytest.mark.parametrize("arguments", [[], *([command] for command in COMMANDS)], ids=" ".join)
def test_help_imports_no_heavy_library(arguments: list[str]) -> None:
    script = (
        "import sys; from rirbilingual.cli import main\n"
        "try: main()\n"
        "finally: print('IMPORTED', *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments, "--help"], capture_output=True, text=True, check=True
    )
    imported = done.stderr.split("IMPORTED ")[1].split()
    assert "click" in imported
    assert HEAVY.isdisjoint(imported)


def test_every_command_stands_in_a_file_of_its_name() -> None:
    texts = {path.stem: path.read_text() for path in (SOURCE / "cli").glob("*.py")}
    found = {name for name, text in texts.items() if "\ndef command(" in text or "\ncommand" in text}
    assert found == set(COMMANDS)


def test_every_module_opens_by_saying_what_it_is_for() -> None:
    assert MODULES
    assert [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))] == []
