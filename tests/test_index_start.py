"""What a program that asks a memory one question has to wait for."""

import subprocess
import sys
from pathlib import Path

import pytest

from rirbilingual.match import kernel
from rirbilingual.model import Unit
from rirbilingual.translation_memory import Memory

ASK = """
import sys
from rirbilingual.translation_memory import Memory
assert Memory.open(sys.argv[1]).match("The police of the port closed the road")[0].score == 75
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_one_question_loads_nothing_heavy(tmp_path: Path) -> None:
    if kernel.loaded() is None:
        pytest.skip("no compiled kernel here: numpy answers")
    path = tmp_path / "m.sqlite"
    with Memory.open(path, create=True) as memory:
        memory.add(Unit(str(n), f"The police of the port closed road {n:x}x", "fr") for n in range(600))
        memory.match("x")  # the index is there now, and no unit came later
    command = [sys.executable, "-c", ASK, str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    heavy = {"numpy", "rapidfuzz", "lxml", "babel", "jinja2", "secrets", "logging", "tempfile"}
    assert "rirbilingual" in said
    assert not heavy & {*said}, sorted(heavy & {*said})
