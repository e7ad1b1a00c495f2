"""The index answers what a scan of everything would, whatever became of the memory and of the index's files."""

import contextlib
import os
import random
import shutil
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rirbilingual.match import batch, build, kernel
from rirbilingual.match import index as index_room
from rirbilingual.match.build import layer
from rirbilingual.match.index import Index
from rirbilingual.match.layer import Layer
from rirbilingual.match.near import Damaged, Query, Row, standing
from rirbilingual.match.score import loss, reference_distance, reference_score
from rirbilingual.match.stored import read_layer
from rirbilingual.match.tokens import CITATION, CLASSES, TOKENS_VERSION, tokens
from rirbilingual.model import Approval, Origin, State, Unit
from rirbilingual.translation_memory import Memory

WORDS = [
    "the",
    "police",
    "of",
    "port",
    "and",
    "village",
    "took",
    "gave",
    "no",
    "new",
    "statement",
    "on",
    "road",
    "river",
    "night",
    "closed",
    "open",
    "12",
    "2021",
]


CASES = Path(__file__).parent / "cases" / "match"


def test_other_tokens_of_a_text_are_another_version_of_the_index() -> None:
    """An index keeps tokens: one that was made of others than a query has would find nothing, and not say so."""
    names = {CITATION: "<citation>"} | {token: f"<{kind.value}>" for kind, token in CLASSES.items()}
    first, *lines = (CASES / "tokens.txt").read_text(encoding="utf-8").splitlines()
    assert f"TOKENS_VERSION {TOKENS_VERSION}." in first
    pairs = [line for line in lines if not line.startswith("#")]
    assert len(pairs) > 20
    for text, expected in zip(pairs[::2], pairs[1::2], strict=True):
        assert " | ".join(names.get(token, token) for token in tokens(text)) == expected.strip(), (
            f"raise TOKENS_VERSION, then write the tokens of {text!r} anew"
        )


def sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.choice((1, 2, 5, 8, 8, 9, 13, 21))))


def units(count: int, seed: int) -> list[Unit]:
    rng = random.Random(seed)
    return [
        Unit(
            f"{seed}-{n}",
            sentence(rng),
            f"fr {seed} {n}",
            rng.choice(list(State)),
            origin=Origin("R", date=rng.choice(("", "2021", "2023-05-06"))),
        )
        for n in range(count)
    ]


def scanned(query: str, held: Sequence[Unit], *, threshold: int, limit: int) -> list[tuple[int, str]]:
    """(score, target) by the formula alone, in the documented order."""
    found = []
    for number, unit in enumerate(held):
        score = reference_score(query, unit.source)
        if score >= threshold:
            first, second = tokens(query), tokens(unit.source)
            lost = loss(reference_distance(first, second), max(len(first), len(second)))
            order = (score != 100, lost, -standing(int(unit.state), unit.origin.date), number)
            found.append((order, score, unit.target))
    return [(score, target) for _, score, target in sorted(found)[:limit]]


def assert_as_scanned(memory: Memory, held: Sequence[Unit], queries: Sequence[str]) -> None:
    for query in queries:
        for threshold in (50, 60, 70, 85, 99, 100):
            for limit in (1, 5):
                found = [(m.score, m.target) for m in memory.match(query, threshold=threshold, limit=limit)]
                assert found == scanned(query, held, threshold=threshold, limit=limit), (query, threshold)


@pytest.fixture
def small_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Layers are sealed and merged after a few units, so that a test meets many."""
    monkeypatch.setattr(index_room, "TAIL", 20)


def layers(memory: Path) -> list[Path]:
    return sorted(memory.with_name(f"{memory.name}.index").glob("*.layer"))


QUERIES = [sentence(random.Random(seed)) for seed in range(8)] + ["", "zzz", "the zzz of port", "..."]


def test_adding_step_by_step_answers_as_a_scan(
    tmp_path: Path, small_layers: None, by_kernel_and_numpy: str
) -> None:
    path, held, names = tmp_path / "m.sqlite", list[Unit](), set[int]()
    with Memory.open(path, create=True) as memory:
        for step, count in enumerate((1, 15, 15, 90, 3, 40, 21, 5)):
            held += [u for u in units(count, step) if memory.add([u]).new]
            assert_as_scanned(memory, held, QUERIES[step::8])
            names.add(len(layers(path)))
    assert max(names) > 1  # several layers were there at once
    with Memory.open(path) as again:
        assert_as_scanned(again, held, QUERIES)


def test_a_second_process_finds_what_the_first_adds(tmp_path: Path, small_layers: None) -> None:
    path = tmp_path / "m.sqlite"
    with Memory.open(path, create=True) as first, Memory.open(path) as second:
        for step in range(4):
            first.add(units(15, step))
            assert [m.target for m in second.match(units(1, step)[0].source, limit=40)].count(
                f"fr {step} 0"
            ) == 1


def test_superseded_and_strengthened_units_count_as_they_are_now(
    tmp_path: Path, small_layers: None, by_kernel_and_numpy: str
) -> None:
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        held = units(60, 1)
        memory.add(held)
        memory.match("x")  # everything is in a layer now
        approval = Approval("A. Roy", "2024-01-01T00:00:00Z", "d")
        other = replace(held[5], target="better", approvals=(approval,))
        added = memory.add([other, replace(held[9], state=State.FINAL, approvals=(approval,))])
        assert (added.new, added.same, added.changed, added.superseded) == (1, 1, 1, 1)
        now = [
            replace(u, origin=Origin("R", date=approval.when), state=State.FINAL) if u is held[9] else u
            for u in held
        ]
        now = [u for u in now if u.target != held[5].target]
        now.append(replace(other, origin=Origin("R", date=approval.when)))
        assert_as_scanned(memory, now, [held[5].source, held[9].source, *QUERIES[:3]])
        assert memory.summary().superseded == 1


@pytest.mark.parametrize("harm", ["remove", "cut", "flip", "manifest", "version", "empty", "other history"])
def test_a_damaged_or_stale_index_is_built_again(harm: str, tmp_path: Path, small_layers: None) -> None:
    path = tmp_path / "m.sqlite"
    held = units(60, 1)
    with Memory.open(path, create=True) as memory:
        memory.add(held)
        before = [memory.match(query, threshold=60) for query in QUERIES]
    (file,) = layers(path)
    manifest = file.parent / "index.json"
    if harm == "remove":
        file.unlink()
    elif harm == "cut":
        file.write_bytes(file.read_bytes()[:-1000])
    elif harm == "flip":
        data = bytearray(file.read_bytes())
        data[-40] ^= 255
        file.write_bytes(data)
    elif harm == "manifest":
        manifest.write_text(manifest.read_text().replace("covered", "cover"))
    elif harm == "version":
        file.write_bytes(file.read_bytes().replace(b'"version": [', b'"version": [9'))
    elif harm == "empty":
        manifest.write_bytes(b"")
    elif harm == "other history":
        shutil.move(path, tmp_path / "old.sqlite")
        with Memory.open(path, create=True) as memory:
            memory.add(held)
    with Memory.open(path) as memory:
        assert [memory.match(query, threshold=60) for query in QUERIES] == before


def test_a_changed_byte_is_seen_by_the_checksums(tmp_path: Path, small_layers: None) -> None:
    path = tmp_path / "m.sqlite"
    with Memory.open(path, create=True) as memory:
        memory.add(units(60, 1))
        memory.match("x")
        assert memory.index.check() == []
        (file,) = layers(path)
        data = bytearray(file.read_bytes())
        data[5000] ^= 1
        file.write_bytes(data)
        with pytest.raises(Damaged):
            read_layer(file, whole=True)
        assert memory.index.check() != []


@pytest.mark.parametrize(
    "name", ["length_starts", "entry_tokens", "posting_starts", "postings", "positions", "row_starts", "rows"]
)
def test_numbers_that_point_outside_are_seen_where_no_checksum_is_compared(
    name: str, by_kernel_and_numpy: str
) -> None:
    whole = layer([Row(n, unit.source) for n, unit in enumerate(units(60, 1))])
    queries = [Query(tokens(text), 5) for text in QUERIES]
    rng = random.Random(name)
    for _ in range(40):
        buffers = {key: bytearray(buffer) for key, buffer in whole.buffers.items()}
        place = rng.randrange(len(buffers[name]))
        buffers[name][place : place + 4] = rng.randbytes(4)[: len(buffers[name]) - place]
        made = Layer(buffers)
        with contextlib.suppress(Damaged):  # or an answer, a wrong one perhaps; never a crash
            assert len(made.nearest_of_each(queries, threshold=60)) == len(QUERIES)


def test_a_layer_that_its_time_does_not_show_to_be_damaged_is_built_again(
    tmp_path: Path, small_layers: None, by_kernel_and_numpy: str
) -> None:
    path = tmp_path / "m.sqlite"
    with Memory.open(path, create=True) as memory:
        memory.add(units(60, 1))
        before = [memory.match(query, threshold=60) for query in QUERIES]
        starts = bytes(memory.index.layers()[0][0].buffers["row_starts"])
    (file,) = layers(path)
    stamp = file.stat()
    with file.open("r+b") as stream:
        stream.seek(file.read_bytes().index(starts))
        stream.write(random.Random(1).randbytes(len(starts)))
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    with Memory.open(path) as memory:
        assert [memory.match(query, threshold=60) for query in QUERIES] == before
    assert layers(path) != [file]


def test_a_copied_index_is_good_and_is_not_built_again(tmp_path: Path, small_layers: None) -> None:
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        memory.add(units(60, 1))
        memory.match("x")
    shutil.copytree(tmp_path, tmp_path / "copy")
    copied = tmp_path / "copy" / "m.sqlite"
    with Memory.open(copied) as memory:
        memory.match("x")
    assert [file.name for file in layers(copied)] == [file.name for file in layers(tmp_path / "m.sqlite")]


def test_where_no_index_can_be_written_the_answers_are_the_same(
    tmp_path: Path, small_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(index_room, "write_layer", full)
    held = units(60, 1)
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        memory.add(held)
        assert_as_scanned(memory, held, QUERIES[:2])
        memory.add(units(30, 2))
        assert_as_scanned(memory, [*held, *units(30, 2)], QUERIES[:2])


def test_merged_layers_are_what_their_rows_alone_would_give(by_kernel_and_numpy: str) -> None:
    from rirbilingual.match.build import Builder, held

    rows = [Row(n, u.source, int(u.state), u.origin.date) for n, u in enumerate(units(300, 3))]
    builder = Builder()
    builder.add_layer(layer(rows[:100]), dead={7, 8})
    builder.add_layer(layer(rows[100:250]))
    builder.add(rows[250:])
    merged, whole = held(builder.spools()), layer([row for row in rows if row.id not in (7, 8)])
    for query in QUERIES:
        for threshold in (55, 70):
            assert merged.nearest(tokens(query), threshold=threshold, limit=7) == whole.nearest(
                tokens(query), threshold=threshold, limit=7
            )


def test_texts_too_long_for_a_position_are_found(by_kernel_and_numpy: str) -> None:
    rng = random.Random(5)
    words = [f"w{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(2000)]
    texts = [" ".join(rng.sample(words, 900)) for _ in range(3)]
    index = layer([Row(n, text) for n, text in enumerate(texts)])
    assert int(np.asarray(index.positions).max()) == 255
    changed = texts[1].split()
    changed[::4] = ["other"] * len(changed[::4])
    (near,) = index.nearest(tokens(" ".join(changed)), threshold=70, limit=5)
    assert (near.row, near.distance) == (1, 225)


def test_nothing_of_the_index_is_read_by_who_matches_nothing(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        memory.add(units(600, 1))
        assert len(list(memory.units())) == memory.summary().units
    assert not (tmp_path / "m.sqlite.index").exists()
    with Memory.open(tmp_path / "m.sqlite") as memory:
        index: Index = memory.index
        assert index.size() == 0


def test_a_batch_on_several_cores_answers_as_one_by_one(
    tmp_path: Path, small_layers: None, by_kernel_and_numpy: str
) -> None:
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        memory.add(units(90, 1))
        memory.match("x")
        memory.add(units(7, 2))
        queries = [Query(tokens(text), 1 + n % 5, {n}) for n, text in enumerate(QUERIES)]
        alone = batch.nearest(memory.index, queries, threshold=60, workers=1)
        assert batch.nearest(memory.index, queries, threshold=60, workers=3) == alone
        assert any(alone)
        assert memory.match_many(QUERIES, threshold=60) == [memory.match(q, threshold=60) for q in QUERIES]


def test_a_process_of_a_batch_that_dies_costs_no_answer(
    tmp_path: Path, small_layers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, here = os.getpid(), Index.nearest

    def dying(*asked: Any, **more: Any) -> Any:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return here(*asked, **more)

    monkeypatch.setattr(kernel, "loaded", lambda: None)
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        memory.add(units(90, 1))
        queries = [Query(tokens(text), 3) for text in QUERIES]
        alone = batch.nearest(memory.index, queries, threshold=60, workers=1)
        monkeypatch.setattr(Index, "nearest", dying)
        assert batch.nearest(memory.index, queries, threshold=60, workers=3) == alone


def test_tokens_found_by_other_processes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Row(n, unit.source) for n, unit in enumerate(units(50, 4))]
    alone = layer(rows)
    monkeypatch.setattr(build, "SHARED_ROWS", 10)
    monkeypatch.setattr(build, "cores", lambda: 3)
    assert layer(rows).buffers == alone.buffers
    parent = os.getpid()

    def dying(text: str) -> tuple[str, ...]:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return tokens(text)

    monkeypatch.setattr(build, "tokens", dying)
    assert layer(rows).buffers == alone.buffers


def test_whoever_may_read_a_memory_may_read_its_index(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    with Memory.open(path, create=True) as memory:
        memory.add(units(index_room.TAIL + 1, 5))
        memory.match("the road")
    modes = {file.stat().st_mode & 0o777 for file in (tmp_path / "m.sqlite.index").iterdir()}
    assert modes == {path.stat().st_mode & 0o777}
