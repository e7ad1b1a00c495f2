"""The public names, as a script uses them."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import rirbilingual as rir
from rirbilingual.model import Unit


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


def test_a_script_drafts_and_checks(tmp_path: Path) -> None:
    sample = Path(rir.__file__).parent / "sample" / "VLM202404.E.txt"
    (tmp_path / "terms.csv").write_text("english,french\nharbour,port\n", encoding="utf-8")
    drafted = rir.draft(str(sample), output=str(tmp_path), terms=str(tmp_path / "terms.csv"))
    assert drafted.po.is_file() and drafted.leverage.words == sum(
        words for _, words in drafted.leverage.bands
    )
    assert [f.check for f in rir.check([Unit("1", "It has 85 boats.", "Il a 58 bateaux.")])] == [
        "number.value"
    ]


def test_a_script_names_a_report_by_a_path_or_its_name(tmp_path: Path) -> None:
    sample = Path(rir.__file__).parent / "sample" / "VLM202404.E.txt"
    assert rir.read(str(sample)) == rir.read(sample)
    assert rir.draft(str(sample), output=tmp_path).po == tmp_path / "VLM202404.EF.po"
