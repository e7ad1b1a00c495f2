"""A rirbilingual.toml to settings."""

from pathlib import Path

import pytest

from rirbilingual.config import Checks, Settings, load
from rirbilingual.errors import RirError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rirbilingual.toml"


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path) == Settings()


def test_the_nearest_file_above_the_report_is_taken(file: Path) -> None:
    file.write_text('reviewer = "far"')
    near = file.parent / "reports" / "2024"
    near.mkdir(parents=True)
    assert load(near).reviewer == "far"
    (near / file.name).write_text('reviewer = "near"')
    assert load(near).reviewer == "near"
    assert load(near, file).reviewer == "far"


def test_paths_are_relative_to_the_file_and_addresses_are_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(
        'memories = ["office.sqlite", "/elsewhere/old.sqlite", "postgresql://host/memory"]\n'
        'terms = "office.tbx"\nsite = "site"\noutput = "work"\ntemplates = "pages"\n'
    )
    monkeypatch.chdir("/")
    folder = file.parent
    assert load(folder) == Settings(
        file=file,
        memories=(str(folder / "office.sqlite"), "/elsewhere/old.sqlite", "postgresql://host/memory"),
        terms=folder / "office.tbx",
        site=folder / "site",
        output=folder / "work",
        templates=folder / "pages",
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('memory = "office.sqlite"', 'unknown key "memory"'),
        ("[draft]\nthreshold = 80", '"draft" must be a table with machine, timeout, price'),
        ("[sections]\nx = 80", 'unknown key "sections"'),
        ('memories = "office.sqlite"', '"memories" must be a list of paths or addresses'),
        ("memories = [1]", '"memories" must be a list of paths or addresses'),
        ("site = 1", '"site" must be a path'),
        ('percent = "per"', '"percent" must be "p. 100" or "%" or "pour cent"'),
        ('address = "foo"', '"address" must be an address that begins with http:// or https://'),
        ('address = "https://e.example/a?q=1"', '"address" must be an address that begins with'),
        ('address = "https://e.example/a b"', '"address" must be an address that begins with'),
        ('site = ""', '"site" must be a path'),
        ("reviewer = true", '"reviewer" must be a name in quotes'),
        ("reviewer = ", "malformed TOML"),
    ],
)
def test_unknown_keys_and_wrong_types_are_refused_by_name(file: Path, text: str, named: str) -> None:
    file.write_text(text)
    with pytest.raises(RirError) as refused:
        load(file.parent)
    assert str(refused.value).startswith(f"{file}: {named}")


def test_an_explicit_file_must_exist(file: Path) -> None:
    with pytest.raises(RirError, match="no such file"):
        load(None, file)


def test_a_file_in_another_encoding_is_refused(file: Path) -> None:
    file.write_bytes('reviewer = "Zoé"'.encode("cp1252"))
    with pytest.raises(RirError, match="not UTF-8"):
        load(file.parent)


def test_the_style_of_percentages_reaches_the_checks(file: Path) -> None:
    file.write_text('percent = "%"\n[check]\nsilence = ["spelling"]\n')
    assert load(file.parent).check == Checks(silenced=("spelling",), percent="%")
