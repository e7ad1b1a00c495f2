"""The wheel has everything that the program needs, and works from any folder."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KERNEL = "_kernel.so"


def build(kind: str, source: Path, target: Path, **environment: str) -> Path:
    """The one file that hatchling makes."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(target)]
    subprocess.run(command, cwd=source, env=os.environ | environment, check=True, capture_output=True)
    (made,) = target.iterdir()
    return made


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs, and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, cwd: Path, *arguments: str) -> str:
    """Standard output of a Python that finds our package in `installed` before anywhere else."""
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment, check=True, capture_output=True, text=True
    ).stdout


def shipped_files() -> dict[str, bytes]:
    """What must be in the wheel, by its name there."""
    kept = {
        f"rirbilingual/{path.relative_to(ROOT / 'src' / 'rirbilingual')}": path.read_bytes()
        for path in (ROOT / "src" / "rirbilingual").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != KERNEL
    }
    for kind in ("memories", "templates"):
        for path in (ROOT / kind).rglob("*"):
            if path.is_file():
                kept[f"rirbilingual/_shipped/{path.relative_to(ROOT)}"] = path.read_bytes()
    return kept


def test_the_wheel_holds_the_package_the_memories_the_templates_and_the_sample(wheel: Path) -> None:
    found = contents(wheel)
    wanted = shipped_files()
    assert {name.split("/")[-1] for name in wanted} > {
        "py.typed",
        "starter.tmx",
        "page.html",
        "VLM202404.E.txt",
    }
    assert {name: found.get(name) for name in wanted} == wanted
    assert any(name.endswith("/licenses/LICENSE") for name in found)


def test_a_wheel_made_from_the_source_archive_is_the_same(wheel: Path, tmp_path: Path) -> None:
    archive = build("sdist", ROOT, tmp_path / "sdist")
    shutil.unpack_archive(archive, tmp_path / "unpacked")
    (source,) = (tmp_path / "unpacked").iterdir()
    assert contents(build("wheel", source, tmp_path / "wheel")) == contents(wheel)


def test_a_machine_with_a_compiler_makes_a_wheel_with_the_kernels_for_its_kind(
    wheel: Path, installed: Path, tmp_path: Path
) -> None:
    if not shutil.which("cc"):
        pytest.skip("no C compiler here")
    assert {f"rirbilingual/{room}/{KERNEL}" for room in ("align", "match")} < contents(wheel).keys()
    assert not wheel.name.endswith("-any.whl")
    said = run(
        installed,
        tmp_path,
        "-c",
        "from rirbilingual.align.kernel import loaded as align; from rirbilingual.match.kernel import loaded as match;"
        "print(bool(align()), bool(match()))",
    )
    assert said.strip() == "True True"


@pytest.mark.parametrize(
    "environment", [{"CC": "no-such-compiler"}, {"CC": "false"}, {"RIRBILINGUAL_KERNEL": "off"}]
)
def test_a_wheel_made_without_a_compiler_is_pure(environment: dict[str, str], tmp_path: Path) -> None:
    made = build("wheel", ROOT, tmp_path, **environment)
    assert made.name.endswith("-py3-none-any.whl")
    assert not any(name.endswith(KERNEL) for name in contents(made))


def test_an_installed_copy_works_from_any_folder(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import rirbilingual; print(rirbilingual.__file__)")
    assert Path(where.strip()).is_relative_to(installed)
    run(installed, tmp_path, "-m", "rirbilingual", "demo", "-o", "made")
    assert list((tmp_path / "made" / "site").rglob("*.html"))
