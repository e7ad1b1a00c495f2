"""A memory: what goes in comes out, once, whole or not at all; matches equal a scan of everything."""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from rirbilingual import pipeline
from rirbilingual.errors import RirError
from rirbilingual.exchange import export_file, import_file
from rirbilingual.formats.tbx import read_tbx, write_tbx
from rirbilingual.formats.tmx import read_tmx, write_tmx
from rirbilingual.match.score import reference_score
from rirbilingual.model import BANDS, Approval, Context, MatchKind, Origin, State, Term, Unit
from rirbilingual.translation_memory import Memory, match_many

PAIRS = [
    ("Nobody left the port in 2021.", "Personne n'a quitté le port en 2021."),
    ("The police of the city took 14 statements.", "La police de la ville a recueilli 14 déclarations."),
    (
        "The police of the town took no statement at all.",
        "La police du village n'a recueilli aucune déclaration.",
    ),
    ("Overview", "Aperçu"),
    ("According to sources, the road is closed.", "Selon des sources, la route est fermée."),
    ("According to sources, the road is open at night.", "Selon des sources, la route est ouverte la nuit."),
]


def units() -> list[Unit]:
    return [
        Unit(
            str(n),
            s,
            t,
            State.FINAL,
            origin=Origin("ABC202301.E", "1", "2023-01-02"),
            approvals=(Approval("A. Tremblay", "2023-01-03T10:00:00Z", "abc", "reviser", batch=True),),
        )
        for n, (s, t) in enumerate(PAIRS)
    ]


def memory(path: Path) -> Memory:
    held = Memory.open(path / "m.sqlite", create=True)
    held.add(units())
    return held


def test_adding_again_adds_nothing(tmp_path: Path) -> None:
    held = memory(tmp_path)
    again = held.add(units())
    assert (again.new, again.same) == (0, len(PAIRS))
    assert [(u.source, u.target, u.origin.report) for u in Memory.open(tmp_path / "m.sqlite").units()] == [
        (s, t, "ABC202301.E") for s, t in PAIRS
    ]


def test_a_memory_is_made_when_something_is_put_into_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "m.sqlite"
    with Memory.open(path) as held:
        with pytest.raises(RirError, match="no such memory"):
            held.match("Overview")
        assert not path.exists() and not path.parent.exists()
        held.add(units())
        assert held.match("Overview")[0].target == "Aperçu"
    with pytest.raises(RirError, match="no such memory"):
        Memory.open(tmp_path / "other.sqlite", read_only=True)


def test_several_french_of_one_source_are_kept_and_counted(tmp_path: Path) -> None:
    held = memory(tmp_path)
    added = held.add([Unit("x", "Overview", "Vue d'ensemble")])
    assert (added.new, added.conflicting) == (1, 1)
    assert sorted(m.target for m in held.match("overview")) == ["Aperçu", "Vue d'ensemble"]
    assert held.summary().conflicting == 1


@pytest.mark.parametrize("threshold", [60, 70, 85, 100])
def test_matches_are_those_of_a_scan(threshold: int, tmp_path: Path) -> None:
    held = memory(tmp_path)
    for query in [
        *(s for s, _ in PAIRS),
        "The police of the city took 15 statements.",
        "According to sources, the road is long.",
        "x",
    ]:
        scanned = sorted((reference_score(query, s) for s, _ in PAIRS), reverse=True)
        wanted = [score for score in scanned if score >= threshold]
        found = [m.score for m in held.match(query, threshold=threshold, limit=10)]
        assert found == wanted and all(type(score) is int for score in found)


def test_another_number_is_no_exact_match(tmp_path: Path) -> None:
    (best, *_) = memory(tmp_path).match("The police of the city took 15 statements.")
    assert (best.kind, best.score) == (MatchKind.FUZZY, 99)


def test_the_same_neighbours_make_a_context_match() -> None:
    context = Context("before", "after")
    held = Memory.of(
        [Unit("1", "A road.", "Une route."), Unit("2", "A road.", "Un chemin.", context=context)], "two"
    )
    assert [(m.kind, m.target) for m in held.match("A road.", context=context)] == [
        (MatchKind.CONTEXT, "Un chemin."),
        (MatchKind.EXACT, "Une route."),
    ]


def test_of_equal_matches_the_first_memorys_stands_first() -> None:
    first, second = (
        Memory.of([Unit("1", "A", "B")], "one"),
        Memory.of([Unit("1", "A", "C"), Unit("2", "A", "B")], "two"),
    )
    (found,) = match_many([first, second], ["a"])
    assert [(m.target, m.memory) for m in found] == [("B", "one"), ("C", "two")]


def test_search_finds_words_on_either_side_without_accents(tmp_path: Path) -> None:
    held = memory(tmp_path)
    assert [m.target for m in held.search("fermee")] == ["Selon des sources, la route est fermée."]
    assert len(held.search("According to sources")) == 2


def test_what_is_no_memory_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    text, foreign, newer = tmp_path / "a.txt", tmp_path / "b.sqlite", tmp_path / "c.sqlite"
    text.write_text("not a memory")
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (x)")
    memory(tmp_path).close()
    (tmp_path / "m.sqlite").rename(newer)
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    for path, said in (
        (text, "not a memory"),
        (foreign, "not a memory"),
        (newer, "version 99"),
        (tmp_path, "a folder"),
        (tmp_path / "no", "no such memory"),
    ):
        before = path.read_bytes() if path.is_file() else None
        with pytest.raises(RirError, match=said):
            Memory.open(path, create=False)
        assert (path.read_bytes() if path.is_file() else None) == before


def test_a_file_with_a_bad_line_is_not_imported_at_all(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tsv", tmp_path / "bad.tmx"
    good.write_text("A road.\tUne route.\n", encoding="utf-8")
    write_tmx(units(), bad)
    bad.write_bytes(bad.read_bytes().replace(b"</body>", b"</boddy>"))
    target = str(tmp_path / "m.sqlite")
    with pytest.raises(RirError, match=r"bad\.tmx:\d+"):
        import_file(bad, target)
    assert not Path(target).exists()
    import_file(good, target)
    with pytest.raises(RirError, match="malformed"):
        import_file(bad, target)
    assert [u.source for u in Memory.open(target).units()] == ["A road."]


def test_a_document_type_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tmx"
    path.write_text('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx version="1.4"><header/><body>&a;</body></tmx>')
    with pytest.raises(RirError, match="entities"):
        list(read_tmx(path))


def test_what_is_exported_comes_back(tmp_path: Path) -> None:
    held = memory(tmp_path)
    for name in ("out.tmx", "out.tsv"):
        assert export_file(tmp_path / name, str(tmp_path / "m.sqlite")) == len(PAIRS)
        other = Memory.open(tmp_path / f"{name}.sqlite", create=True)
        import_file(tmp_path / name, str(tmp_path / f"{name}.sqlite"))
        assert [(u.source, u.target) for u in other.units()] == [(u.source, u.target) for u in held.units()]
        if name == "out.tmx":
            assert list(other.units()) == list(held.units())


def test_terms_written_are_the_terms_read(tmp_path: Path) -> None:
    terms = (
        Term("UN", "Nations Unies", "label"),
        Term("lawyer", "avocat", "role", "preferred", "m"),
        Term("lawyer", "avocate", "role", "preferred", "f"),
    )
    write_tbx(terms, tmp_path / "t.tbx")
    assert read_tbx(tmp_path / "t.tbx") == terms


def test_the_shipped_memory_and_termbase_are_read() -> None:
    assert pipeline.starter().match("Overview")[0].target == "Aperçu"
    assert any((t.english, t.french) == ("US", "É.-U.") for t in pipeline.termbase(None))


_KILLED = """
import os, signal, sys
from rirbilingual.model import Unit
from rirbilingual.translation_memory import Memory

def units():
    for n in range(10**6):
        if n == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        yield Unit(str(n), f"source {n}", f"target {n}")

Memory.open(sys.argv[1]).add(units())
"""


@pytest.mark.parametrize("at", [1, 50, 5000])
def test_a_killed_import_leaves_the_memory_as_it_was(at: int, tmp_path: Path) -> None:
    memory(tmp_path).close()
    done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path / "m.sqlite"), str(at)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert [u.source for u in Memory.open(tmp_path / "m.sqlite").units()] == [s for s, _ in PAIRS]


def test_leverage_sums_to_the_words() -> None:
    from rirbilingual.match.leverage import leverage

    (match,) = Memory.of(units()[:1], "m").match("Nobody left the port in 2022.")
    drafted = [
        Unit("1", "Nobody left the port in 2022.", "x", match=match),
        Unit("2", "Overview", "Aperçu", rule="heading"),
        Unit("3", "One two three"),
        Unit("4", "one two three"),
    ]
    found = leverage("ABC202301", drafted)
    assert tuple(band for band, _ in found.bands) == BANDS
    assert {band: words for band, words in found.bands if words} == {
        "95-99": 6,
        "formula": 1,
        "none": 3,
        "repetition": 3,
    }
    assert found.words == 13
