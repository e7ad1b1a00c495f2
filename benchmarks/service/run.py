"""The service at rising rates on a large memory, and PostgreSQL's pg_trgm over the same units beside it.

    python benchmarks/service/run.py [--units 100000] [--seconds 5] [--raise]

Requests come at their times whatever the answers take (open loop), so that waiting counts. Prints p50 and p99 in
milliseconds by rate. The floors are ratios: how many times as long pg_trgm takes for the median look-up, one after
another, as the service does over HTTP; and how many times as long SQLite takes to read the memory's texts for two
words (LIKE) as a concordance of them over HTTP. Exits with 1 below one.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import json
import lzma
import os
import queue
import random
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import psutil

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

from database import Server, server  # noqa: E402
from rirbilingual.model import State, Unit  # noqa: E402
from rirbilingual.text.normalise import unit_id  # noqa: E402
from rirbilingual.translation_memory import Memory  # noqa: E402

FLOORS = HERE / "floors.json"
SHARED = Path(os.environ.get("RIRBILINGUAL_SHARED", HERE.parent.parent.parent / "shared"))
COMMAND = Path(sys.executable).parent / "rirbilingual"
RATES = (50, 100, 200, 400, 800)  # requests a second
CLIENTS = 16  # connections
ALONE = 200  # look-ups one after another, for the ratio
WARM = 50
SCANS = 11  # of which the first warms
SEED = 20240412


def units(count: int) -> list[Unit]:
    with lzma.open(SHARED / "data" / "laws.tsv.xz", "rt", encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Unit(unit_id(row[1]), row[1], row[2], State.FINAL) for row in islice(rows, count)]


def queries(count: int) -> list[str]:
    """Units of other documents than the memory's."""
    with (SHARED / "data" / "laws-dev.tsv").open(encoding="utf-8", newline="") as stream:
        texts = [row[1] for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return random.Random(SEED).choices(texts, k=count)


@contextmanager
def service(memory: Path) -> Iterator[tuple[int, psutil.Process]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [
        str(COMMAND),
        "memory",
        "serve",
        "-m",
        str(memory),
        "--port",
        str(port),
        "--per-minute",
        "10000000",
    ]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                ask(http.client.HTTPConnection("127.0.0.1", port, timeout=60), "warm up")
                break
            except OSError:
                time.sleep(0.1)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def ask(connection: http.client.HTTPConnection, text: str) -> int:
    """One look-up; the status."""
    connection.request("POST", "/match", json.dumps({"text": text}), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def concordance(connection: http.client.HTTPConnection, words: str) -> None:
    connection.request("GET", f"/concordance?q={quote(words)}")
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    answer.read()


def scan(memory: sqlite3.Connection, words: str) -> list[tuple[str, str]]:
    """The units that hold the words, found by reading every text."""
    each = [f"%{word}%" for word in words.split()]
    held = " OR ".join(
        "(" + " AND ".join([f"{side} LIKE ?"] * len(each)) + ")" for side in ("source", "target")
    )
    return memory.execute(f"SELECT source, target FROM unit WHERE {held}", each * 2).fetchall()


def at_rate(port: int, texts: list[str], rate: int, seconds: float) -> tuple[list[float], int]:
    """Milliseconds from the time that each request was due to its answer, and how many were refused."""
    due: queue.Queue[tuple[float, str] | None] = queue.Queue()
    taken: list[float] = []
    refused = 0
    lock = threading.Lock()

    def client() -> None:
        nonlocal refused
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (next_one := due.get()) is not None:
            when, text = next_one
            status = ask(connection, text)
            with lock:
                taken.append((time.perf_counter() - when) * 1000)
                refused += status != 200

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in clients:
        thread.start()
    start = time.perf_counter()
    for n in range(int(rate * seconds)):
        when = start + n / rate
        time.sleep(max(0.0, when - time.perf_counter()))
        due.put((when, texts[n % len(texts)]))
    for _ in clients:
        due.put(None)
    for thread in clients:
        thread.join()
    return sorted(taken), refused


def processor(process: psutil.Process) -> float:
    """Milliseconds that a process has worked."""
    times = process.cpu_times()
    return 1000 * (times.user + times.system)


def percentile(ordered: list[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def one_after_another(look_up: Callable[[str], object], texts: list[str], *, warm: int = WARM) -> float:
    """The median look-up, milliseconds."""
    taken = []
    for text in texts:
        begun = time.perf_counter()
        look_up(text)
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[warm:])


@contextmanager
def trigrams(running: Server, held: list[Unit]) -> Iterator[Callable[[str], object]]:
    """A look-up by pg_trgm: the five most similar sources that reach the index's threshold."""
    import psycopg

    with psycopg.connect(running.database("trigrams"), autocommit=True) as database:
        database.execute("CREATE EXTENSION pg_trgm")
        database.execute("CREATE TABLE unit (source TEXT, target TEXT)")
        with database.cursor() as cursor, cursor.copy("COPY unit FROM STDIN") as copy:
            for unit in held:
                copy.write_row((unit.source, unit.target))
        database.execute("CREATE INDEX ON unit USING gin (source gin_trgm_ops)")
        database.execute("ANALYZE")
        database.execute("SET pg_trgm.similarity_threshold = 0.6")
        query = """SELECT source, target, similarity(source, %s) AS alike FROM unit
            WHERE source %% %s ORDER BY alike DESC LIMIT 5"""
        yield lambda text: database.execute(query, (text, text)).fetchall()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--raise", dest="up", action="store_true")
    asked = parser.parse_args()
    if not (SHARED / "data" / "laws.tsv.xz").is_file():
        print(f"skipped: no shared data in {SHARED}")
        return 0
    held, texts = units(asked.units), queries(ALONE + WARM)
    with tempfile.TemporaryDirectory() as folder:
        memory = Path(folder) / "laws.sqlite"
        with Memory.open(memory, create=True) as opened:
            opened.add(held)
            opened.match(texts[0])
            opened.search("port authority")  # its words are read now, and not by the service
        with service(memory) as (port, process):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            before = processor(process)
            ours = one_after_another(lambda text: ask(connection, text), texts)
            used = (processor(process) - before) / len(texts)
            print(
                f"{len(held):,} units; over HTTP, one after another: median {ours:.2f} ms, "
                f"{used:.2f} ms of processor time each"
            )
            for rate in RATES:
                taken, refused = at_rate(port, texts, rate, asked.seconds)
                print(
                    f"{rate:>5} a second: p50 {percentile(taken, 0.5):8.2f} ms, p99 {percentile(taken, 0.99):8.2f} ms,"
                    f" refused {refused} of {len(taken)}"
                )
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            words = [" ".join(text.split()[:2]) for text in texts]
            found = one_after_another(lambda text: concordance(connection, text), words)
        with closing(sqlite3.connect(memory)) as opened:
            scanned = one_after_another(lambda text: scan(opened, text), words[:SCANS], warm=1)
        with server() as running, trigrams(running, held) as look_up:
            theirs = one_after_another(look_up, texts)
    ratios = {"pg_trgm": round(theirs / ours, 2), "scan": round(scanned / found, 2)}
    print(
        f"pg_trgm, no HTTP, one after another: median {theirs:.2f} ms, {ratios['pg_trgm']} times as long\n"
        f"concordance of two words over HTTP: median {found:.2f} ms; reading every text, no HTTP: {scanned:.2f} ms, "
        f"{ratios['scan']} times as long"
    )
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    if asked.up:
        floors = {name: max(ratio, floors.get(name, 0.0)) for name, ratio in ratios.items()}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    for name, ratio in ratios.items():
        if ratio < floors.get(name, 0.0):
            print(f"{name}: {ratio} is below the floor of {floors[name]}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
