"""Many reports by one command: in processes, on a cluster, and on a cluster that loses a worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from rirbilingual import pipeline
from rirbilingual.cli import publish
from rirbilingual.cli.many import Many
from rirbilingual.config import Settings
from rirbilingual.formats.po import read_po
from rirbilingual.text.spans import spans

COMMAND = Path(sys.executable).parent / "rirbilingual"
SAMPLE = Path(__file__).parent.parent / "src" / "rirbilingual" / "sample"


def archive(folder: Path, count: int) -> list[str]:
    """Reports of different numbers and figures, made from the sample; their names."""
    text = (SAMPLE / "VLM202404.E.txt").read_text(encoding="utf-8")
    names = []
    for n in range(count):
        key = f"VLM{300000 + n}"
        changed = text.replace("VLM202404", key).replace("percent", f"percent of {n}")
        (folder / f"{key}.E.txt").write_text(changed, encoding="utf-8")
        names.append(f"{key}.E.txt")
    memory = [str(COMMAND), "memory", "import", str(SAMPLE / "VLM202301.tmx"), "-m", str(folder / "m.sqlite")]
    subprocess.run(memory, check=True, capture_output=True)
    return names


def draft(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(COMMAND), "draft", "-m", "m.sqlite", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def files(folder: Path) -> dict[str, bytes]:
    """The working files. A killed worker may leave a temporary one behind, hidden: it never became one of these."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def test_a_bad_report_stops_no_other_and_all_are_said_in_order(tmp_path: Path) -> None:
    names = archive(tmp_path, 4)
    (tmp_path / "bad.txt").write_text("no report")
    at_once = draft(tmp_path, *names[:2], "bad.txt", *names[2:], "none.txt", "-o", "two", "--jobs", "2")
    alone = draft(tmp_path, *names[:2], "bad.txt", *names[2:], "none.txt", "-o", "one", "--jobs", "1")
    assert at_once.returncode == alone.returncode == 2
    assert at_once.stdout.replace("two/", "") == alone.stdout.replace("one/", "")
    assert at_once.stderr == alone.stderr and len(at_once.stderr.splitlines()) == 3
    assert "bad.txt:1: no report number" in at_once.stderr and "4 of 6 drafted; 2 not" in at_once.stderr
    rows = draft(tmp_path, *names[:1], "bad.txt", "-o", "json", "--json").stdout.splitlines()
    assert [list(json.loads(row)) for row in rows] == [
        ["key", "units", "words", "leverage"],
        ["file", "error"],
    ]
    assert files(tmp_path / "two") == files(tmp_path / "one") and len(files(tmp_path / "one")) == 8


def test_what_was_found_in_a_report_is_forgotten_with_it() -> None:
    text = "He left on 4 September 2023."
    many = Many[str]("read", jobs=1)
    first, second = many.results(spans, [text, text])
    assert first == second
    assert first is not second
    assert spans(text) is spans(text)


def test_an_interrupted_archive_goes_on_where_it_stopped(tmp_path: Path) -> None:
    names = archive(tmp_path, 3)
    assert draft(tmp_path, *names[:2], "-o", "work").returncode == 0
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "work").iterdir()}
    (tmp_path / names[1]).write_text((tmp_path / names[1]).read_text() + "\n", encoding="utf-8")
    resumed = draft(tmp_path, *names, "-o", "work", "--resume")
    assert resumed.returncode == 0 and resumed.stdout.count("drafted, all fuzzy") == 3
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "work").iterdir()}
    same = {path.name for path in before if before[path] == after[path]}
    assert same == {"VLM300000.EF.po", "VLM300000.sources.toml"} and len(after) == 6


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(COMMAND), *arguments], cwd=folder, capture_output=True, text=True, check=False)


def reviewed(folder: Path, count: int) -> list[str]:
    """Working files of reports with different numbers, whose every unit is final; their names."""
    english = (SAMPLE / "VLM202404.E.txt").read_text(encoding="utf-8")
    po = (SAMPLE / "VLM202404.EF.po").read_text(encoding="utf-8")
    table = (SAMPLE / "VLM202404.sources.toml").read_text(encoding="utf-8")
    names = []
    for n in range(count):
        key = f"VLM{400000 + n}"
        report = folder / f"{key}.E.txt"
        report.write_text(english.replace("VLM202404", key), encoding="utf-8")
        (folder / f"{key}.sources.toml").write_text(table.replace("VLM202404", key), encoding="utf-8")
        digest = pipeline.text_digest(pipeline.segment(folder / f"{key}.E.txt")[0])
        original = read_po(SAMPLE / "VLM202404.EF.po").report_digest
        renamed = po.replace("VLM202404", key).replace(original, digest)
        (folder / f"{key}.EF.po").write_text(renamed, encoding="utf-8")
        pipeline.approve(folder / f"{key}.EF.po", reviewer="A. Tremblay", when="2024-04-20T10:00:00Z")
        names.append(f"{key}.EF.po")
    return names


def pages(site: Path) -> dict[str, bytes]:
    """Every page and index of a site, but what says when it was made."""
    return {
        str(path.relative_to(site)): path.read_bytes()
        for path in sorted(site.rglob("*.html"))
        if ".history" not in path.parts
    }


def test_many_files_are_checked_at_once_and_a_bad_one_stops_no_other(tmp_path: Path) -> None:
    names = reviewed(tmp_path, 3)
    wrong = tmp_path / names[1]
    wrong.write_text(wrong.read_text(encoding="utf-8").replace("[traduction]", "[translation]"), "utf-8")
    (tmp_path / "bad.po").write_text("no PO")
    given = [*names[:2], "bad.po", names[2], names[0]]
    at_once = run(tmp_path, "check", *given, "--jobs", "2")
    alone = run(tmp_path, "check", *given, "--jobs", "1")
    assert at_once.returncode == alone.returncode == 2
    assert (at_once.stdout, at_once.stderr) == (alone.stdout, alone.stderr)
    assert at_once.stderr.startswith("3 of 4 checked; 1 not:\nrirbilingual: bad.po: not a PO file")
    found = json.loads(run(tmp_path, "check", *given, "--json").stdout)
    assert {row["file"] for row in found["findings"] if row["severity"] == "error"} == {names[1]}
    assert [row["file"] for row in found["failed"]] == ["bad.po"]
    assert run(tmp_path, "check", *names).returncode == 1
    assert run(tmp_path, "check", names[0], names[2]).returncode == 0


def test_many_pairs_are_published_at_once_as_one_after_the_other(tmp_path: Path) -> None:
    names = reviewed(tmp_path, 3)
    (tmp_path / "bad.po").write_text("no PO")
    unfinished = (SAMPLE / "VLM202404.EF.po").read_text(encoding="utf-8")
    (tmp_path / "VLM202404.EF.po").write_text(unfinished, encoding="utf-8")
    (tmp_path / "VLM202404.E.txt").write_bytes((SAMPLE / "VLM202404.E.txt").read_bytes())
    given = [names[0], "VLM202404.EF.po", "bad.po", *names[1:]]
    at_once = run(tmp_path, "publish", *given, "--site", "two", "--jobs", "2")
    alone = run(tmp_path, "publish", *given, "--site", "one", "--jobs", "1")
    assert at_once.returncode == alone.returncode == 2
    assert at_once.stdout.replace("two/", "") == alone.stdout.replace("one/", "")
    assert at_once.stderr == alone.stderr and "bad.po" in at_once.stderr
    assert "VLM202404: not published, for these reasons:" in at_once.stdout
    assert pages(tmp_path / "two") == pages(tmp_path / "one")
    index = (tmp_path / "two" / "index.en.html").read_text(encoding="utf-8")
    assert [key for n in range(3) if (key := f"VLM{400000 + n}") not in index] == []
    assert not (tmp_path / "two" / "VLM202404").exists()
    assert run(tmp_path, "verify", "two").returncode == 0


def test_publishing_many_goes_on_where_it_stopped(tmp_path: Path) -> None:
    names = reviewed(tmp_path, 3)
    task = publish.Task(
        tmp_path / names[0], Settings(site=tmp_path / "site", formats=("txt",))
    )  # as a worker does it, whose command was then killed: no index names the pair
    assert publish.published(task).outcome.folder
    (tmp_path / "site" / ".sources" / "VLM400000.json").unlink()
    command = ["publish", *names, "--site", "site", "--formats", "txt"]
    assert "published already" in run(tmp_path, *command).stderr
    (tmp_path / names[2]).write_bytes((tmp_path / names[2]).read_bytes() + b"\n")
    resumed = run(tmp_path, *command, "--resume", "--json")
    assert resumed.returncode == 2, "the third is published, and its file has changed since"
    rows = [json.loads(line) for line in resumed.stdout.splitlines()]
    assert [row.get("key") for row in rows] == ["VLM400000", "VLM400001", None]
    assert rows[2]["file"] == names[2] and "published already" in rows[2]["error"]
    assert run(tmp_path, *command, "--replace").returncode == 0
    assert run(tmp_path, "verify", "site").returncode == 0
    index = (tmp_path / "site" / "index.fr.html").read_text(encoding="utf-8")
    assert [key for n in range(3) if (key := f"VLM{400000 + n}") not in index] == []
    history = sorted((tmp_path / "site" / ".history").iterdir())
    assert [folder.name for folder in history] == ["VLM400002"]


def test_each_pair_is_published_by_the_settings_nearest_to_it(tmp_path: Path) -> None:
    for name in reviewed(tmp_path, 2):
        key = name.split(".")[0]
        (tmp_path / key).mkdir()
        for path in tmp_path.glob(f"{key}.*"):
            path.rename(tmp_path / key / path.name)
        (tmp_path / key / "rirbilingual.toml").write_text(
            f'site = "site"\naddress = "https://example.org/{key}"\nformats = ["txt"]\n'
        )
    (tmp_path / "VLM400001" / "rirbilingual.toml").write_text('site = "site"\nformats = ["json"]\n')
    command = ["publish", "VLM400000/VLM400000.EF.po", "VLM400001/VLM400001.EF.po", "--jobs", "1"]
    assert run(tmp_path, *command).returncode == 0
    first, second = (tmp_path / key / "site" for key in ("VLM400000", "VLM400001"))
    assert (first / "sitemap.xml").exists() and not (second / "sitemap.xml").exists()
    assert {path.suffix for path in (first / "VLM400000").iterdir()} == {".html", ".txt", ".json"}
    assert {path.name for path in (second / "VLM400001").iterdir()} - {"manifest.json"} == {
        "en.html", "fr.html", "en-fr.html", "vlm400001.json"
    }  # fmt: skip
    assert (
        run(tmp_path, "verify", str(first)).returncode == run(tmp_path, "verify", str(second)).returncode == 0
    )
    done = run(tmp_path, *command, "--site", "one")
    assert done.returncode == 2 and "VLM400001.EF.po: its settings have other templates" in done.stderr
    assert not (tmp_path / "one").exists()


def test_two_working_files_of_one_report_are_not_published(tmp_path: Path) -> None:
    (name,) = reviewed(tmp_path, 1)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / name).write_bytes((tmp_path / name).read_bytes())
    done = run(tmp_path, "publish", name, f"other/{name}", "--site", "site")
    assert done.returncode == 2 and f"VLM400000 is also in {name}" in done.stderr
    assert not (tmp_path / "site").exists()


def test_a_cluster_checks_publishes_and_aligns_what_processes_do(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    names = reviewed(tmp_path, 2)
    assert run(tmp_path, "publish", *names, "--site", "local").returncode == 0
    archive = tmp_path / "archive"
    archive.mkdir()
    for n, name in enumerate(names):
        key = name.split(".")[0]
        for language in ("en", "fr"):
            text = (tmp_path / "local" / key / f"{key.lower()}.{language}.txt").read_bytes()
            (archive / f"{n}.{language}.txt").write_bytes(text)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        there = ["--scheduler", cluster.scheduler_address]
        checked = json.loads(run(tmp_path, "check", *names, "--json", *there).stdout)
        published = run(tmp_path, "publish", *names, "--site", "cluster", *there)
        aligned = run(tmp_path, "align", "--archive", "archive", "--tsv", "cluster.tsv", *there)
    assert checked["errors"] == 0 and not checked["failed"]
    assert published.returncode == 0, published.stderr
    assert pages(tmp_path / "cluster") == pages(tmp_path / "local")
    assert aligned.returncode == 0, aligned.stderr
    assert run(tmp_path, "align", "--archive", "archive", "-o", "again", "--tsv", "local.tsv").returncode == 0
    assert (tmp_path / "cluster.tsv").read_bytes() == (tmp_path / "local.tsv").read_bytes()


def on_a_cluster_that_loses_a_worker(folder: Path, count: int) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    names = archive(folder, count)
    assert draft(folder, *names, "-o", "local").returncode == 0
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        killed: list[int] = []

        def kill() -> None:
            """Once a quarter is drafted, one worker."""
            while not (folder / "cluster").is_dir() or len(list((folder / "cluster").iterdir())) < count // 2:
                time.sleep(0.02)
            killed.append(next(iter(cluster.workers.values())).process.process.pid)
            os.kill(killed[0], signal.SIGKILL)

        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        done = draft(folder, *names, "-o", "cluster", "--scheduler", cluster.scheduler_address)
        killer.join(10)
    assert killed and done.returncode == 0, done.stderr
    assert done.stdout.count("drafted, all fuzzy") == count
    assert files(folder / "cluster") == files(folder / "local")


def test_a_cluster_that_loses_a_worker_drafts_each_report_once_with_the_same_bytes(tmp_path: Path) -> None:
    on_a_cluster_that_loses_a_worker(tmp_path, 6)


@pytest.mark.soak
def test_a_thousand_reports_on_a_cluster_that_loses_a_worker(tmp_path: Path) -> None:
    on_a_cluster_that_loses_a_worker(tmp_path, 1000)
