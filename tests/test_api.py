"""The public names, as a script uses them."""

import importlib
import subprocess
import sys

import pytest

import rirbilingual as rir


@pytest.mark.parametrize("name", rir.__all__)
def test_a_public_name_is_no_module_though_a_room_has_the_same_name(name: str) -> None:
    try:
        importlib.import_module(f"rirbilingual.{name}")
    except ModuleNotFoundError:
        assert name in {"Memory", "RirError"}
    assert callable(getattr(rir, name))
    assert name in dir(rir)


def test_importing_the_package_imports_no_room() -> None:
    script = (
        "import sys, rirbilingual; print(*(name for name in sys.modules if name.startswith('rirbilingual')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["rirbilingual"]
