"""Many tasks at once: failures stay with their task, dead workers are replaced, clusters give the same."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from rirbilingual.cli.errors import Terminated, terminate
from rirbilingual.errors import RirError
from rirbilingual.executor import DIED, Outcome, in_order, outcomes
from rirbilingual.files import writing


def halved(number: int) -> int:
    if number % 2:
        raise RirError("odd", f"task {number}", "give an even one")
    return number // 2


def deadly(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def slow_or_deadly_once(folder: Path, number: int) -> int:
    """The first to come to task 3 dies on it; whoever tries it again lives."""
    (folder / f"{number}-{os.getpid()}-{time.monotonic_ns()}").touch()
    if number == 3:
        try:
            (folder / "died").touch(exist_ok=False)
        except FileExistsError:
            return number
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def broken(number: int) -> int:
    return number // 0


def by_task(found: Iterator[Outcome[int, int]]) -> dict[int, Outcome[int, int]]:
    listed = list(found)
    assert len({outcome.task for outcome in listed}) == len(listed)
    return {outcome.task: outcome for outcome in listed}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bad_task_stops_no_other(jobs: int) -> None:
    done = by_task(outcomes(halved, range(7), jobs=jobs))
    assert [done[n].result for n in (0, 2, 4, 6)] == [0, 1, 2, 3]
    assert done[3].error == "task 3: odd; give an even one"


def reported(folder: Path, number: int) -> int:
    """Holds a file as long as its process lives, a minute at most."""
    with (folder / str(number)).open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        time.sleep(60)
    return number


def test_workers_end_with_a_command_that_was_killed(tmp_path: Path) -> None:
    command = os.fork()
    if not command:
        list(outcomes(partial(reported, tmp_path), range(2), jobs=2))
        os._exit(0)

    def held(path: Path) -> bool:
        with path.open() as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    waited_until(lambda: sum(map(held, tmp_path.iterdir())) == 2)
    os.kill(command, signal.SIGKILL)
    os.waitpid(command, 0)
    waited_until(lambda: not any(map(held, tmp_path.iterdir())))


def writes(folder: Path, number: int) -> None:
    """Begins a file, and does not come to its end."""
    with writing(folder / str(number)):
        time.sleep(60)


def test_workers_leave_no_file_half_written_where_the_command_is_told_to_end(tmp_path: Path) -> None:
    command = os.fork()
    if not command:
        signal.signal(signal.SIGTERM, terminate)
        try:
            list(outcomes(partial(writes, tmp_path), range(3), jobs=2))
        except Terminated:
            os._exit(0)
    waited_until(lambda: len(list(tmp_path.iterdir())) == 2)
    before = time.monotonic()
    os.kill(command, signal.SIGTERM)
    assert os.waitpid(command, 0)[1] == 0
    assert not list(tmp_path.iterdir()) and time.monotonic() - before < 30


def waited_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_outcomes_can_be_had_in_the_order_of_their_tasks() -> None:
    done = list(in_order(outcomes(halved, range(20, 0, -1), jobs=2)))
    assert [outcome.task for outcome in done] == list(range(20, 0, -1))
    assert [outcome.at for outcome in done] == list(range(20))


def test_no_task_gives_no_outcome() -> None:
    assert not list(outcomes(halved, ()))


def test_an_error_of_the_program_is_named() -> None:
    done = by_task(outcomes(broken, range(2), jobs=2))
    assert done[1].error.startswith("ZeroDivisionError: ")


def test_a_task_that_kills_its_workers_is_given_up_and_the_others_are_done() -> None:
    done = by_task(outcomes(deadly, range(12), jobs=2))
    assert done.pop(3).error == DIED
    assert {n: outcome.result for n, outcome in done.items()} == {n: n for n in range(12) if n != 3}


def test_a_task_whose_worker_was_killed_is_done_by_another(tmp_path: Path) -> None:
    done = by_task(outcomes(partial(slow_or_deadly_once, tmp_path), range(12), jobs=2))
    assert {n: outcome.result for n, outcome in done.items()} == {n: n for n in range(12)}


def test_an_absent_cluster_is_one_clear_line() -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with pytest.raises(RirError, match="no Dask scheduler answers"):
        list(outcomes(halved, [1], scheduler="tcp://127.0.0.1:9"))


def test_a_cluster_gives_what_processes_give_and_survives_a_killed_worker(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        local = by_task(outcomes(halved, range(20), jobs=1))
        assert by_task(outcomes(halved, range(20), scheduler=cluster.scheduler_address)) == local
        done = by_task(
            outcomes(partial(slow_or_deadly_once, tmp_path), range(20), scheduler=cluster.scheduler_address)
        )
        assert {n: outcome.result for n, outcome in done.items()} == {n: n for n in range(20)}
    assert (tmp_path / "died").exists()
