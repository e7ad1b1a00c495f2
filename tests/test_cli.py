"""The installed command, end to end: what it prints, what it exits with, what it leaves on the disk."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import rirbilingual
from rirbilingual import __version__
from rirbilingual.cli.group import COMMANDS
from rirbilingual.formats.po import read_po, write_po
from rirbilingual.model import Catalog, Unit

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


SAMPLE = Path(rirbilingual.__file__).parent / "sample" / "VLM202404.E.txt"


def test_segment_shows_units_and_spans_for_people_and_for_scripts() -> None:
    shown = run("segment", SAMPLE)
    assert shown.returncode == 0
    assert "citation (CSI 2023-11, 12; US 2024-02-11, 7)" in shown.stdout
    units = [json.loads(line) for line in run("segment", SAMPLE, "--json").stdout.splitlines()]
    assert f"{len(units)} units" in shown.stdout.splitlines()[-1]
    assert not any("Related Links" in unit["text"] for unit in units)  # page furniture
    for unit in units:
        for span in unit["spans"]:
            assert 0 <= span["start"] < span["end"] <= len(unit["text"])
            if span["type"] == "marker":
                assert unit["text"][span["start"] : span["end"]] == f"[{span['label']}]"


BAD_REPORTS = {
    "missing": (None, "no such file"),
    "empty": (b"", "an empty file"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF file, not text"),
    "other-encoding": (SAMPLE.read_text().encode("utf-16-le"), "save the report as UTF-8"),
    "no-list-of-references": (SAMPLE.read_text().partition("\nReferences\n")[0].encode(), "References"),
}


@pytest.mark.parametrize(("content", "said"), BAD_REPORTS.values(), ids=list(BAD_REPORTS))
def test_a_bad_report_is_one_line_with_place_and_remedy(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    report = tmp_path / "report.txt"
    if content is not None:
        report.write_bytes(content)
    done = run("segment", report)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"rirbilingual: {report}")
    assert said in done.stderr
    assert "; " in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_folder_instead_of_a_report_is_refused(tmp_path: Path) -> None:
    done = run("segment", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"rirbilingual: {tmp_path}: a folder, not a file; name a file in it\n"


def test_verify_names_what_does_not_belong_and_exits_1(tmp_path: Path) -> None:
    assert run("verify", tmp_path).returncode == 2
    (tmp_path / "site.json").write_text('{"schema": 3, "pairs": {}, "files": {}}', encoding="utf-8")
    assert run("verify", tmp_path).returncode == 0
    (tmp_path / "stranger").mkdir()
    done = run("verify", tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "1 error"
    assert "stranger" in done.stdout


def test_a_working_file_is_split_and_merged_and_nothing_is_written_over(tmp_path: Path) -> None:
    units = tuple(Unit(f"u{n}", f"Word {n}.", f"Mot {n}.", where=f"X:{n} ¶1") for n in range(1, 5))
    po = tmp_path / "VLM202404.EF.po"
    write_po(Catalog("VLM202404.E", "VLM202404", "2024-04-12", "Velmora", units), po)
    parts = run("review", "split", po, "--words", "4").stdout.splitlines()
    assert parts == [f"{tmp_path}/VLM202404.EF.{n}.po: 2 units, 4 words" for n in (1, 2)]
    again = run("review", "split", po, "--words", "4")
    assert (again.returncode, "exists already" in again.stderr) == (2, True)

    halves = [tmp_path / f"VLM202404.EF.{n}.po" for n in (2, 1)]
    assert run("review", "merge", *halves, "-o", tmp_path / "whole.po").returncode == 0
    assert [unit.target for unit in read_po(tmp_path / "whole.po").units] == [unit.target for unit in units]
    assert run("review", "merge", *halves, "-o", po).returncode == 2


def test_what_is_joined_is_a_po_and_a_part_has_a_word_at_least(tmp_path: Path) -> None:
    po, xliff = tmp_path / "VLM202404.EF.po", tmp_path / "W.xlf"
    units = (Unit("u1", "Word.", "Mot.", where="X:1 ¶1"),)
    write_po(Catalog("VLM202404.E", "VLM202404", "2024-04-12", "Velmora", units), po)
    assert run("review", "export", po, "--to", "xliff", "-o", xliff).returncode == 0
    before = xliff.read_bytes()
    joined = run("review", "merge", xliff, po, "-o", tmp_path / "m.xlf")
    for done in (joined, run("review", "import", xliff, po)):
        assert (done.returncode, "written as a PO" in done.stderr, done.stderr.count("\n")) == (2, True, 1)
    assert (xliff.read_bytes(), (tmp_path / "m.xlf").exists()) == (before, False)
    for words in ("0", "-5"):
        done = run("review", "split", po, "--words", words)
        assert (done.returncode, "--words" in done.stderr, done.stderr.count("\n")) == (2, True, 1)
