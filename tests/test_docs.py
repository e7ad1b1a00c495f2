"""The documentation says what the program does: console blocks are run, schemas hold, no page is missing."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rirbilingual.cli.reference import reference

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "rirbilingual"
SAMPLE = SOURCE / "sample" / "VLM202404.E.txt"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]

SCHEMAS: dict[str, Any] = {
    command: json.loads(schema)
    for command, schema in re.findall(
        r"^## `([^`]+)`$.*?^```json\n(.*?)^```$", (DOCS / "json.md").read_text(), re.DOTALL | re.MULTILINE
    )
}


def shell(command: str, folder: Path) -> str:
    """What the command prints, on both streams, in a shell that finds our console script."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=os.environ | {"PATH": path, "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def sessions(page: Path) -> list[tuple[str, str]]:
    """Each `$ command` of the page's console blocks, with the output that follows it."""
    blocks = re.findall(r"^```console\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE)
    found = []
    for block in blocks:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def matches(wanted: str, got: str) -> bool:
    """Whether the output is as shown; a line `...` stands for any lines, `...` in a line for any words."""
    lines = [
        "(?s:.*)" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*")
        for line in wanted.strip().splitlines()
    ]
    pattern = "\n".join(lines)
    return re.fullmatch(pattern, got.strip()) is not None


def test_what_the_readme_shows_is_what_the_program_does(tmp_path: Path) -> None:
    shown = sessions(ROOT / "README.md")
    assert shown
    folder = tmp_path
    shutil.copy(SAMPLE, folder)
    for command, wanted in shown:
        if command.startswith("cd "):
            folder /= command.removeprefix("cd ")
            continue
        got = shell(command, folder)
        assert matches(wanted, got), f"$ {command}\n{got}"


def test_a_session_that_differs_is_seen() -> None:
    assert matches("a ... c\n...\nz", "a b c\n1\n2\nz")
    assert not matches("a ... c\n...\nz", "a b d\n1\n2\nz")
    assert not matches("one line", "one line\nand another")


def test_the_page_of_commands_is_the_help_texts() -> None:
    assert (DOCS / "cli.md").read_text() == reference(), "run `make docs`"


def test_every_room_has_its_page_and_the_index_names_every_page() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/*.py")} - {"cli", "formats", "text"}
    pages = {path.name for path in DOCS.rglob("*.md")} - {"README.md"}
    assert {f"{room}.md" for room in rooms} <= pages
    index = (DOCS / "README.md").read_text()
    assert [page for page in sorted(pages) if page not in index] == []


def test_links_between_pages_lead_somewhere() -> None:
    links = [
        (page, link)
        for page in PAGES
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text())
        if "://" not in link
    ]
    assert links
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=list(SCHEMAS))
def test_a_schema_is_one_and_names_every_key(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all(inner.get("additionalProperties") is False for inner in objects(schema))


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every object's schema within the schema."""
    if isinstance(schema, list):
        return [found for inner in schema for found in objects(inner)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if schema.get("type") == "object" else []
    return own + [found for inner in schema.values() for found in objects(inner)]


def prints(command: str, folder: Path) -> list[Any]:
    """The objects that a documented command prints on the sample, or on what the folder holds."""
    (folder / "site" / "stranger").mkdir(parents=True)
    (folder / "site" / "site.json").write_text('{"schema": 3, "pairs": {}, "files": {}}')
    for name in ("VLM202404.EF.po", "VLM202404.sources.toml", "VLM202404.E.txt", "VLM202301.tmx"):
        shutil.copy(SAMPLE.with_name(name), folder)
    shell("rirbilingual memory import VLM202301.tmx -m m.sqlite", folder)
    (folder / "published").mkdir()
    for name in ("VLM202301.E.txt", "VLM202301.EF.txt", "VLM202404.E.txt"):
        shutil.copy(SAMPLE.with_name(name), folder / "published")
    for name in ("VLM202301.E.txt", "VLM202301.EF.txt"):
        shutil.copy(SAMPLE.with_name(name), folder)
    arguments = {
        "segment --json": "segment --json VLM202404.E.txt",
        "draft --json": "draft --json VLM202404.E.txt -o out",
        "align --json": "align --json VLM202301.E.txt VLM202301.EF.txt",
        "align --archive --json": "align --json --archive published -j 1",
        "check --json": "check --json --source VLM202404.E.txt VLM202404.EF.po",
        "publish --json": "publish --json VLM202404.EF.po --site other; rirbilingual demo -o d >/dev/null; "
        "rirbilingual publish --json --withdraw VLM202404 --site d/site --dry-run; rirbilingual publish --json --withdraw VLM202404 --site d/site",
        "memory import --json": "memory import --json VLM202301.tmx -m m.sqlite",
        "memory search --json": "memory search --json -m m.sqlite State",
        "terms import --json": "terms export t.csv -m m.sqlite >/dev/null; rirbilingual terms import --json t.csv -m m.sqlite",
        "terms search --json": "terms search --json UN",
        "terms extract --json": "terms extract --json -m m.sqlite",
        "memory info --json": "memory info --json -m m.sqlite",
        "memory recall --json": "memory recall --json -m m.sqlite '1. Overview'",
        "memory check --json": "memory check --json -m m.sqlite",
        "verify --json": "verify --json site",
        "approve --json": "approve --json --rule-made --reviewer M VLM202404.EF.po",
        "update --json": "update --json VLM202404.EF.po VLM202404.E.txt",
        "review import --json": "review import --json VLM202404.EF.po VLM202404.EF.po",
        "review propagate --json": "review propagate --json VLM202404.EF.po",
        "review queries --json": "review queries --json VLM202404.EF.po",
        "review status --json": "review status --json VLM202404.EF.po",
        "leverage --json": "leverage --json VLM202404.EF.po VLM202404.EF.po",
        "score --json": "score --json VLM202404.EF.po VLM202404.EF.po",
        "diff --json": "demo -o d >/dev/null; rirbilingual publish d/VLM202404.EF.po --site d/site --replace --formats tmx >/dev/null; rirbilingual diff --json d/site/.history/VLM202404/1 d/site/VLM202404",
    }
    return [json.loads(line) for line in shell(f"rirbilingual {arguments[command]}", folder).splitlines()]


@pytest.mark.parametrize("command", SCHEMAS)
def test_what_a_command_prints_is_as_its_schema_says(command: str, tmp_path: Path) -> None:
    found = prints(command, tmp_path)
    assert found
    for value in found:
        jsonschema.validate(value, SCHEMAS[command])
