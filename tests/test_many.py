"""Many reports by one command: in processes, on a cluster, and on a cluster that loses a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

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
    assert files(tmp_path / "two") == files(tmp_path / "one") and len(files(tmp_path / "one")) == 8


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
