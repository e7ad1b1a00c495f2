"""Words to the units that hold them: in the right order, whatever becomes of the index of words."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rirbilingual.errors import RirError
from rirbilingual.memory import words as index
from rirbilingual.memory.stems import stem, words_and_stems
from rirbilingual.model import Approval, Origin, State, Unit
from rirbilingual.text.normalise import folded, unit_id
from rirbilingual.translation_memory import Memory

VOCABULARY = ["port", "Ports", "the", "closes", "close", "fermé", "fermée", "cœur", "coeur", "l’été", "42", "_", "ﬁn", "co\u00adop"]  # fmt: skip
TEXTS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=6).map(" ".join)


def unit(source: str, target: str = "Un texte.", *, state: State = State.FINAL, when: str = "") -> Unit:
    approvals = (Approval("A. Tremblay", when, "0"),) if when else ()
    return Unit(unit_id(source), source, target, state, origin=Origin("VLM202301.E"), approvals=approvals)


def by_reading(held: list[Unit], text: str) -> list[Unit]:
    """What concordance should give, found by reading every unit."""
    words, stems = words_and_stems(text)

    def rank(side: str) -> tuple[int, int]:
        theirs, their_stems = words_and_stems(side)
        if any(theirs[n : n + len(words)] == words for n in range(len(theirs))):
            return 0, len(theirs)
        if any(their_stems[n : n + len(stems)] == stems for n in range(len(theirs))):
            return 1, len(theirs)
        return (2 if set(stems) <= set(their_stems) else 3), len(theirs)

    ranked = [(*min(rank(u.source), rank(u.target)), -u.state, n, u) for n, u in enumerate(held)]
    return [row[-1] for row in sorted(ranked, key=lambda row: row[:4]) if row[0] < 3]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from([State.REVIEWED, State.FINAL])), max_size=12),
    TEXTS,
    st.integers(1, 5),
)
def test_the_index_gives_what_reading_every_unit_gives(
    held: list[tuple[str, str, State]], sought: str, limit: int
) -> None:
    from rirbilingual.memory.concordance import holding

    memory = Memory.of((unit(source, target, state=state) for source, target, state in held), "some")
    units = list(memory.units())
    assert holding(memory.store, memory.words, sought, limit=limit) == by_reading(units, sought)[:limit]


@given(st.one_of(st.text(), st.lists(st.sampled_from(VOCABULARY)).map("\u202f".join)))
def test_words_are_those_of_the_folded_text(text: str) -> None:
    words, stems = words_and_stems(text)
    assert words == "".join(c if c.isalnum() or c == "_" else " " for c in folded(text)).split()
    assert stems == [stem(word) for word in words]


def found(memory: Memory, text: str) -> list[str]:
    return [match.unit.source for match in memory.search(text)]


def test_units_that_come_later_are_found_and_superseded_ones_no_longer(tmp_path: Path) -> None:
    with (
        Memory.open(tmp_path / "m.sqlite", create=True) as memory,
        Memory.open(tmp_path / "m.sqlite") as other,
    ):
        memory.add([unit("The quay is wet.", "Le quai est mouillé.", when="2023-01-01")])
        assert found(memory, "mouillées") == found(other, "mouillées") == ["The quay is wet."]
        other.add([unit("The quay is wet.", "Le quai est humide.", when="2023-02-01")])
        assert found(memory, "mouillé") == []
        assert found(memory, "humides") == ["The quay is wet."]


def test_large_memories_are_read_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_PART", 10)
    told: list[int] = []
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        memory.add(unit(f"The quay {n} is wet.") for n in range(25))
        assert len(memory.search("quays", limit=50, progress=told.append)) == 25
        memory.add(unit(f"The quay {n} is wet.") for n in range(25, 45))
        assert len(memory.search("quays", limit=50, progress=told.append)) == 45
    assert told == [10, 10, 5, 10, 10]


@pytest.mark.parametrize("damage", ["not a database", "of another version", "cut", "gone"])
def test_an_index_that_is_damaged_is_made_again(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "m.sqlite"
    with Memory.open(path, create=True) as memory:
        memory.add(unit(f"The quay {n} is wet.") for n in range(200))
        assert len(found(memory, "quays")) == 20
        memory.store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = tmp_path / "m.sqlite.index" / index.FILE
    match damage:
        case "not a database":
            file.write_bytes(b"words " * 1000)
        case "of another version":
            with sqlite3.connect(file) as made:
                made.execute("PRAGMA user_version = 99")
        case "cut":
            file.write_bytes(file.read_bytes()[:9000])
        case _:
            file.unlink()
    with Memory.open(path) as memory:
        assert len(found(memory, "quays")) == 20
        assert memory.problems() == []


def test_a_check_finds_a_damaged_index_and_removes_it(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    with Memory.open(path, create=True) as memory:
        memory.add([unit("The quay is wet.")])
        assert found(memory, "quays") == ["The quay is wet."]
    (tmp_path / "m.sqlite.index" / index.FILE).write_bytes(b"words " * 1000)
    with Memory.open(path) as memory:
        (said,) = memory.problems()
        assert "its index of words was damaged" in said
        assert memory.problems() == [] and found(memory, "quays") == ["The quay is wet."]


def test_a_memory_that_was_put_back_is_read_anew(tmp_path: Path) -> None:
    path, copy = tmp_path / "m.sqlite", tmp_path / "copy.sqlite"
    with Memory.open(path, create=True) as memory:
        memory.add([unit("The quay is wet.")])
        memory.backup(copy)
        memory.add([unit("The pier is dry.")])
        assert found(memory, "dry") == ["The pier is dry."]
    for name in ("m.sqlite", "m.sqlite-wal", "m.sqlite-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    copy.rename(path)
    with Memory.open(path) as memory:
        memory.add([unit("The port is old.")])
        assert found(memory, "old") == ["The port is old."]
        assert found(memory, "dry") == []


def test_where_no_index_can_be_written_the_answers_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "m.sqlite"
    with Memory.open(path, create=True) as memory:
        memory.add([unit("The quay is wet.")])
    (tmp_path / "m.sqlite.index").write_text("a file, where the folder should be")
    with Memory.open(path) as memory:
        assert found(memory, "quays") == ["The quay is wet."]


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_is_one_or_more_for_words_and_expressions(limit: int) -> None:
    with Memory.of([unit("The port closes.")], "m") as memory:
        for search in (memory.search, lambda text, limit: memory.search_expression(source=text, limit=limit)):
            with pytest.raises(RirError, match="a limit is 1 or more"):
                search("port", limit=limit)
