"""A room's folder to its plug-ins."""

from dataclasses import dataclass
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from rirbilingual import plugins as room
from rirbilingual.errors import RirError
from rirbilingual.plugins import plugins


@dataclass(frozen=True)
class Rule:
    id: str


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """A package of rules with a name of its own, as imported modules are remembered."""
    name = f"rules_of_{request.node.name}"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / name / "shared.py").write_text("no_plugin = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    return name


def write_rule(folder: Path, module: str, rule: str) -> None:
    (folder / f"{module}.py").write_text(f"from {__name__} import Rule\nPLUGIN = {rule}\n")


def offer(monkeypatch: pytest.MonkeyPatch, *points: tuple[str, str]) -> None:
    def entry_points(group: str) -> EntryPoints:
        return EntryPoints(EntryPoint(name, value, group) for name, value in points)

    monkeypatch.setattr(room, "entry_points", entry_points)


def test_own_modules_come_first_then_entry_points_both_by_name(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rule(tmp_path / package, "b", "Rule('first')")
    write_rule(tmp_path / package, "c", "Rule('second')")
    write_rule(tmp_path, "offered", "Rule('third')")
    offer(monkeypatch, ("a", "offered:PLUGIN"))
    assert [rule.id for rule in plugins(package, Rule)] == ["first", "second", "third"]


def test_two_plugins_of_one_id_are_refused_and_both_named(package: str, tmp_path: Path) -> None:
    write_rule(tmp_path / package, "a", "Rule('same')")
    write_rule(tmp_path / package, "b", "Rule('same')")
    with pytest.raises(RirError, match=rf'{package}\.a, {package}\.b: two plug-ins have the id "same"'):
        plugins(package, Rule)


def test_a_plugin_of_another_kind_is_refused(package: str, tmp_path: Path) -> None:
    write_rule(tmp_path / package, "a", "'a text'")
    with pytest.raises(RirError, match=rf"{package}\.a: a plug-in must be a Rule, not a str"):
        plugins(package, Rule)


@pytest.mark.parametrize(
    "value", ["no_such_module:PLUGIN", "json:NO_SUCH_NAME", "torn:PLUGIN", "failing:PLUGIN"]
)
def test_an_entry_point_that_cannot_be_loaded_is_named(
    package: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str
) -> None:
    (tmp_path / "torn.py").write_text("PLUGIN = (")
    (tmp_path / "failing.py").write_text("PLUGIN = 1 / 0")
    monkeypatch.syspath_prepend(tmp_path)
    offer(monkeypatch, ("broken", value))
    with pytest.raises(RirError, match="the plug-in broken cannot be loaded"):
        plugins(package, Rule)
