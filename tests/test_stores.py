"""The contract of a memory, the same in a file and in a database."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from database import Server, server
from rirbilingual.errors import RirError
from rirbilingual.memory.store import Added
from rirbilingual.model import Approval, Context, LedgerQuotation, MatchKind, Origin, State, Term, Unit
from rirbilingual.text.normalise import unit_id
from rirbilingual.translation_memory import Memory, match_many

ENGINES = ("file", "database")
SOURCES = [
    "The port closes at night.",
    "The port of Tesar has 85 boats.",
    "The port of Tesar has 91 large boats.",
    "Sources state that the road is closed (AP 2023-06-23).",
    "Sources state that the road was closed (AP 2022-01-03).",
]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    with server() as running:
        yield running


@pytest.fixture
def url(engine: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if engine == "file":
        return str(tmp_path / "office.sqlite")
    running: Server = request.getfixturevalue("postgres")
    return running.database(f"m{secrets.token_hex(6)}")


def unit(
    source: str, target: str = "", *, state: State = State.FINAL, report: str = "", when: str = ""
) -> Unit:
    approvals = (Approval("A. Tremblay", when, "0"),) if when else ()
    return Unit(
        unit_id(source), source, target or source.upper(), state, origin=Origin(report, "2.1", "2023-01-01"),
        approvals=approvals,
    )  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_added_is_found_and_comes_once(url: str) -> None:
    with Memory.open(url, create=True) as memory:
        assert memory.add(unit(source) for source in SOURCES).new == len(SOURCES)
        added = memory.add(unit(source) for source in SOURCES)
        assert (added.new, added.same) == (0, len(SOURCES))
        assert [held.source for held in memory.units()] == SOURCES
    with Memory.open(url) as again:
        assert again.match(SOURCES[0])[0].score == 100
        assert again.match("The port of Tesar has 7 boats.")[0].score == 99
        for sought in ("boats", "BOATS", "tesar"):
            assert [m.unit.source for m in again.search(sought)] == SOURCES[1:3]


@pytest.mark.parametrize("engine", ENGINES)
def test_words_are_found_whatever_their_accents(url: str) -> None:
    texts = ["Les Français", "Le garc\u0327on", "Vojislav Šešelj", "une œuvre", "des cœurs", "la rue Straße", "co\u00adopératif", "l’Été"]  # fmt: skip
    with Memory.open(url, create=True) as memory:
        memory.add(unit(f"Text {n}.", text) for n, text in enumerate(texts))
        for sought in ("francais", "garçon", "Seselj", "oeuvres", "CŒUR", "strasse", "cooperatif", "ete"):
            for form in (sought, sought.upper()):
                found = [match.unit.target for match in memory.search(form)]
                assert found == [texts[0]], form
            texts.pop(0)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_writer_waits_as_long_as_it_is_told(url: str) -> None:
    joined = "&" if "?" in url else "?"
    with Memory.open(url, create=True) as first, Memory.open(f"{url}{joined}patience=0.2") as second:

        def meanwhile() -> Iterator[Unit]:
            yield unit(SOURCES[0])
            with pytest.raises(RirError, match="another program is writing to the memory"):
                second.add([unit(SOURCES[1])])
            yield unit(SOURCES[2])

        assert first.add(meanwhile()).new == 2
        assert second.add([unit(SOURCES[1])]).new == 1
    for wrong in ("long", "-1", "100000"):
        with pytest.raises(RirError, match="patience is seconds"):
            Memory.open(f"{url}{joined}patience={wrong}")


@pytest.mark.parametrize("engine", ENGINES)
def test_units_are_counted_as_they_come_and_go(url: str) -> None:
    with Memory.open(url, create=True) as memory, Memory.open(url) as other:
        assert memory.count() == other.count() == 0
        memory.add(unit(source) for source in SOURCES[:3])
        assert memory.count() == other.count() == 3
        other.add([unit(SOURCES[3]), unit(SOURCES[3], "Autrement.")])
        assert memory.count() == other.count() == 5
        for words, when in (("Le port ferme.", "2023-01-01"), ("Le port ferme la nuit.", "2023-02-01")):
            memory.add([unit(SOURCES[0], words, report="VLM202301.E", when=when)])
        assert memory.count() == other.count() == len(list(memory.units())) == 6


@pytest.mark.parametrize("engine", ENGINES)
def test_one_addition_gives_what_as_many_additions_give(url: str, tmp_path: Path) -> None:
    """All that a unit may meet, met within one part of one addition: the same, stronger, another wording, newer."""
    coming = [
        unit("One.", "Un."),
        unit("One.", "Un."),
        unit("Two.", "Deux.", state=State.TRANSLATED, report="A.E"),
        unit("Two.", "Deux.", state=State.FINAL, report="B.E"),
        unit("One.", "Une.", report="A.E", when="2023-01-01"),
        unit("One.", "L'un.", report="A.E", when="2023-03-01"),
        unit("One.", "Quelqu'un.", report="A.E", when="2023-02-01"),
        unit("one.", "Un."),
        unit("Three.", "Trois.", report="A.E", when="2023-01-01"),
        unit("Three.", "Trois.", report="C.E", when="2023-04-01"),
    ]

    def figures(added: Added) -> list[int]:
        return [added.new, added.same, added.conflicting, added.changed, added.superseded]

    with (
        Memory.open(url, create=True) as together,
        Memory.open(tmp_path / "alone.sqlite", create=True) as alone,
    ):
        whole = figures(together.add(coming))
        parts = [figures(alone.add([one])) for one in coming]
        assert whole == [sum(column) for column in zip(*parts, strict=True)] == [7, 3, 4, 2, 2]
        assert list(together.units()) == list(alone.units())
        assert figures(together.add(coming)) == figures(alone.add(coming))
        assert together.summary().superseded == alone.summary().superseded == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_blank_texts_are_passed_over(url: str) -> None:
    with Memory.open(url, create=True) as memory:
        added = memory.add([unit(" \n"), unit(SOURCES[0], "\u00a0"), unit(SOURCES[0])])
        assert (added.new, [held.source for held in memory.units()]) == (1, SOURCES[:1])


@pytest.mark.parametrize("engine", ENGINES)
def test_an_addition_that_breaks_off_adds_nothing(url: str) -> None:
    def broken() -> Iterator[Unit]:
        yield from (unit(f"Unit {n} of the list") for n in range(700))
        raise RirError("broken off", "here")

    with Memory.open(url, create=True) as memory:
        memory.add([unit(SOURCES[0])])
        with pytest.raises(RirError, match="broken off"):
            memory.add(broken())
        assert [held.source for held in memory.units()] == SOURCES[:1]
        memory.add([unit(SOURCES[1])])
        assert memory.match(SOURCES[1])[0].score == 100


@pytest.mark.parametrize("engine", ENGINES)
def test_states_contradictions_and_newer_wordings(url: str) -> None:
    with Memory.open(url, create=True) as memory:
        memory.add([unit(SOURCES[0], "Le port ferme.", state=State.REVIEWED, report="A.E")])
        added = memory.add([unit(SOURCES[0], "Le port ferme.", report="A.E", when="2024-01-01")])
        assert (added.same, added.changed) == (1, 1)
        assert memory.add([unit(SOURCES[0], "Le port clôt.", report="B.E")]).conflicting == 1
        added = memory.add([unit(SOURCES[0], "Le port est fermé la nuit.", report="A.E", when="2024-02-01")])
        assert added.superseded == 1
        targets = [m.target for m in memory.match(SOURCES[0])]
        assert targets == ["Le port est fermé la nuit.", "Le port clôt."]
        summary = memory.summary()
        assert (summary.units, summary.sources, summary.conflicting, summary.superseded) == (2, 1, 1, 1)
        assert summary.languages == ("en-CA", "fr-CA") and summary.bytes > 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_recalled_wording_does_not_come_back_with_other_neighbours(url: str) -> None:
    recalled = replace(unit(SOURCES[0]), context=Context("before", "after"))
    with Memory.open(url, create=True) as memory:
        memory.add([recalled])
        memory.recall(SOURCES[0])
        for context in (Context(), Context("other", "after")):
            added = memory.add([replace(recalled, context=context)])
            assert (added.new, added.same, memory.match(SOURCES[0])) == (0, 1, ())
        other = memory.add([unit(SOURCES[0], "Other words.")])
        assert (other.new, other.conflicting) == (1, 0)
        assert memory.add([unit(SOURCES[0], "Other words.")]).same == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_neighbours_make_a_context_match(url: str) -> None:
    near = Context("before", "after")
    with Memory.open(url, create=True) as memory:
        memory.add([unit(SOURCES[0], "Un."), Unit("b", SOURCES[0], "Deux.", State.FINAL, context=near)])
        found = memory.match(SOURCES[0], context=near)
        assert [(m.kind, m.target) for m in found] == [(MatchKind.CONTEXT, "Deux."), (MatchKind.EXACT, "Un.")]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_ledger_and_the_terms_stay(url: str) -> None:
    quotations = [
        LedgerQuotation("AP 2023", "closed", fr, "en", "A.E") for fr in ("fermée", "close", "close")
    ]
    with Memory.open(url, create=True) as memory:
        assert memory.add_quotations(quotations) == 2
        assert [q.french for q in memory.quotations("AP 2023")] == ["close", "fermée"]
        assert memory.quotations("none") == ()
        assert memory.add_terms([Term("militia", "milice")]) == 1
        assert memory.add_terms([Term("militia", "milice")]) == 0
        assert memory.add_terms([Term("militia", "milice", status="deprecated")]) == 1
        assert [term.status for term in memory.terms()] == ["deprecated"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_second_reader_sees_what_another_adds(url: str) -> None:
    with Memory.open(url, create=True) as writer, Memory.open(url) as reader:
        for source in SOURCES:
            writer.add([unit(source)])
            assert reader.match(source)[0].score == 100
            assert reader.match(f"{source} Tomorrow perhaps.", threshold=60)[0].unit.source == source


@pytest.mark.parametrize("engine", ENGINES)
def test_one_that_is_read_only_is_never_written(url: str) -> None:
    with pytest.raises(RirError, match="no "):
        Memory.open(url, create=False)
    Memory.open(url, create=True).close()
    joined = "&" if "?" in url else "?"
    with Memory.open(f"{url}{joined}read-only&penalty=3") as memory:
        assert memory.penalty == 3
        with pytest.raises(RirError, match="only be read"):
            memory.add([unit(SOURCES[0])])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_memory_of_a_newer_version_is_refused(engine: str, url: str) -> None:
    memory = Memory.open(url, create=True)
    with memory.store.writing() as connection:
        if engine == "file":
            connection.execute("PRAGMA user_version = 99")
        else:
            connection.execute("UPDATE memory SET value = '99' WHERE name = 'version'")
    memory.close()
    with pytest.raises(RirError, match="version 99"):
        Memory.open(url)


def many(count: int) -> list[Unit]:
    return [
        unit(f"The district {n // 7} of Tesar has {'old ' * (n % 5)}houses and {n} roads.")
        for n in range(count)
    ]


def test_a_file_and_a_database_give_the_same_answers(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    units = many(1500)
    held = [
        Memory.open(tmp_path / "m.sqlite", create=True),
        Memory.open(postgres.database("same"), create=True),
    ]
    texts = [u.source.replace("old", "new", 1) for u in units[::50]] + SOURCES
    answers = []
    for memory in held:
        for start in range(0, len(units), 500):
            memory.add(units[start : start + 500])
        found = match_many([memory], texts) + [
            memory.search(words) for words in ("old houses", "ROAD", "tesar")
        ]
        answers.append([[(m.unit, m.score, m.kind) for m in matches] for matches in found])
        memory.close()
    assert answers[0] == answers[1] and any(answers[0])


# --------------------------------------------------------------------------- many at once


def write(url: str, name: int, count: int) -> None:
    with Memory.open(url) as memory:
        for n in range(count):
            memory.add([unit(f"Writer {name} wrote the line {'x' * n}."), unit("What all of them wrote.")])


def read(url: str, seconds: float) -> None:
    import time

    until = time.monotonic() + seconds
    with Memory.open(url) as memory:
        while time.monotonic() < until:
            memory.match("Writer 1 wrote the line xxx.", threshold=60)


@pytest.mark.parametrize("engine", ENGINES)
def test_writers_and_readers_at_once_lose_and_double_nothing(url: str) -> None:
    Memory.open(url, create=True).close()
    spawn = multiprocessing.get_context("spawn")
    working = [spawn.Process(target=write, args=(url, n, 12)) for n in range(4)]
    working += [spawn.Process(target=read, args=(url, 2.0)) for _ in range(2)]
    for process in working:
        process.start()
    for process in working:
        process.join(120)
        assert process.exitcode == 0
    with Memory.open(url) as memory:
        held = [u.source for u in memory.units()]
        assert len(held) == len(set(held)) == 4 * 12 + 1
        assert memory.match("Writer 3 wrote the line xxxxxxxxxxx.")[0].score == 100


@pytest.mark.soak
@pytest.mark.parametrize("engine", ENGINES)
def test_sixteen_writers_and_sixteen_readers_for_a_minute(url: str) -> None:
    Memory.open(url, create=True).close()
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager:
        counts = manager.dict()
        working = [spawn.Process(target=write_for, args=(url, n, 60.0, counts)) for n in range(16)]
        working += [spawn.Process(target=read, args=(url, 60.0)) for _ in range(16)]
        for process in working:
            process.start()
        for process in working:
            process.join(300)
            assert process.exitcode == 0
        acknowledged = {
            f"Writer {n} wrote line {line}." for n, lines in counts.items() for line in range(lines)
        }
    with Memory.open(url) as memory:
        held = [u.source for u in memory.units()]
    assert len(held) == len(set(held)) and set(held) == acknowledged and len(counts_of(held)) == 16


def counts_of(sources: list[str]) -> set[str]:
    """The writers among those of the lines."""
    return {source.split()[1] for source in sources}


def write_for(url: str, name: int, seconds: float, counts: dict[int, int]) -> None:
    import time

    until, lines = time.monotonic() + seconds, 0
    with Memory.open(url) as memory:
        while time.monotonic() < until:
            memory.add([unit(f"Writer {name} wrote line {lines}.")])
            lines += 1
    counts[name] = lines


def endless(url: str, progress: str) -> None:
    with Memory.open(url) as memory, Path(progress).open("w") as acknowledged:
        for n in range(100_000):
            memory.add([unit(f"Line {n} in full."), unit(f"Line {n}, its second half.")])
            acknowledged.write(f"{n}\n")
            acknowledged.flush()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_killed_writer_leaves_all_that_was_acknowledged_and_no_half(url: str, tmp_path: Path) -> None:
    Memory.open(url, create=True).close()
    progress = tmp_path / "progress"
    writer = multiprocessing.get_context("spawn").Process(target=endless, args=(url, str(progress)))
    writer.start()
    while not progress.exists() or len(progress.read_text().split()) < 20:
        assert writer.is_alive()
    assert writer.pid
    os.kill(writer.pid, signal.SIGKILL)
    writer.join()
    lines = progress.read_text().splitlines()
    with Memory.open(url) as memory:
        held = {u.source for u in memory.units()}
        whole = {f"Line {n} in full." for n in range(len(lines))} | {
            f"Line {n}, its second half." for n in range(len(lines))
        }
        assert whole <= held
        assert len(held) in (len(whole), len(whole) + 2)
        assert memory.add([unit("And on it goes.")]).new == 1


# --------------------------------------------------------------------------- the database alone


def test_a_killed_server_loses_nothing_acknowledged_and_is_found_again(tmp_path: Path) -> None:
    with server() as running:
        url = running.database("office")
        memory = Memory.open(url, create=True)
        memory.add(many(50))
        running.kill()
        with pytest.raises(RirError, match=r"does not answer|cannot be used"):
            while True:
                memory.add([unit("While it was down.")])
        running.start()
        assert memory.add([unit("When it was there again.")]).new == 1
        assert memory.summary().units in (51, 52)


def test_roles_hold_translators_below_final(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    from rirbilingual.memory.postgres import PostgresMemory

    url = postgres.database("roles")
    owner = PostgresMemory.open(url, create=True)
    owner.grant()
    owner.grant()  # again changes nothing
    for role in ("reader", "translator", "approver"):
        owner.connection.execute(f"CREATE ROLE {role} LOGIN IN ROLE rirbilingual_{role}")
    reviewed, final = unit(SOURCES[0], state=State.REVIEWED), unit(SOURCES[1])
    as_role = {
        role: Memory.open(postgres.url("roles", role)) for role in ("reader", "translator", "approver")
    }
    with pytest.raises(RirError, match="may not do that"):
        as_role["reader"].add([reviewed])
    assert as_role["translator"].add([reviewed]).new == 1
    with pytest.raises(RirError, match="may not do that"):
        as_role["translator"].add([final])
    with pytest.raises(RirError, match="may not do that"):
        as_role["translator"].add([unit(SOURCES[0], state=State.FINAL)])
    assert as_role["approver"].add([final]).new == 1
    assert [m.score for m in as_role["reader"].match(SOURCES[0])] == [100]


def test_what_cannot_be_reached_is_one_line_without_the_password() -> None:
    with pytest.raises(RirError) as refused:
        Memory.open("postgresql://someone:secret@127.0.0.1:9/office")
    assert "does not answer" in str(refused.value) and "secret" not in str(refused.value)


def test_a_database_without_a_memory_says_how_to_make_one(postgres: Server) -> None:
    with pytest.raises(RirError, match="no memory in this database"):
        Memory.open(postgres.database("bare"))
