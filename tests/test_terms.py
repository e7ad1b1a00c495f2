"""Termbases: files in and out, a memory's terms in drafts, suggestions; and what bad files are told."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from rirbilingual.cli.group import rirbilingual
from rirbilingual.draft.extract import suggestions
from rirbilingual.errors import RirError
from rirbilingual.formats.termbases import read_terms, write_terms
from rirbilingual.model import State, Term, Unit
from rirbilingual.termbase import termbase
from rirbilingual.translation_memory import Memory

TERMS = (
    Term("harbour watch", "guet du port", "genre", "preferred", "m"),
    Term("harbour watch", "veille portuaire", "genre", "deprecated"),
    Term("=SUM(A1)", 'dock, or "quay"', ""),
)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(rirbilingual, arguments)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("ending", ["csv", "tbx"])
def test_terms_come_back_as_they_were_written(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"terms.{ending}"
    write_terms(TERMS, file)
    assert read_terms(file) == TERMS


def test_forms_in_a_cell_are_paired_or_all_admitted(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("English,French\ncartel|cartels,cartel|cartels\ngang,groupe|bande\n", encoding="utf-8")
    assert [(t.english, t.french, t.status) for t in read_terms(file)] == [
        ("cartel", "cartel", "preferred"),
        ("cartels", "cartels", "preferred"),
        ("gang", "groupe", "preferred"),
        ("gang", "bande", "admitted"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("anglais,french\na,b\n", "terms.csv:1: no column english"),
        ("english,french,colour\na,b,c\n", "terms.csv:1: an unknown column, colour"),
        ("english,french\na\n", "terms.csv:2: 1 cells, and 2 columns"),
        ("english,french,status\na,b,good\n", 'terms.csv:2: the status "good"'),
        ("english,french\na,\n", "terms.csv:2: a term without its English or French"),
        ('english,french\n"a,b\n', "terms.csv:2: not CSV"),
    ],
)
def test_a_bad_termbase_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "terms.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RirError) as caught:
        read_terms(file)
    assert message in str(caught.value)


def test_a_bad_file_leaves_the_memory_as_it_was(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("english,french\nquay,quai\n", encoding="utf-8")
    bad.write_text("english\nquay\n", encoding="utf-8")
    memory = tmp_path / "office.sqlite"
    done = CliRunner().invoke(rirbilingual, ["terms", "import", str(good), str(bad), "-m", str(memory)])
    assert done.exit_code != 0
    assert not memory.exists()


def test_terms_of_a_memory_are_imported_once_searched_and_exported(tmp_path: Path) -> None:
    file, memory = tmp_path / "terms.csv", str(tmp_path / "office.sqlite")
    file.write_text(
        "english,french,domain,status\nharbour watch,guet du port,genre,preferred\npier,jetée,,proposed\n",
        encoding="utf-8",
    )
    assert "1 term new or changed" in run("terms", "import", str(file), "-m", memory)
    again = run("terms", "import", str(file), "-m", memory)
    assert "0 terms new or changed, 1 there already" in again
    assert "1 proposal left out" in again
    assert "harbour watch → guet du port" in run("terms", "search", "GUET", "-m", memory)
    run("terms", "export", str(tmp_path / "out.tbx"), "-m", memory)
    assert [t.french for t in read_terms(tmp_path / "out.tbx")] == ["guet du port"]


def test_the_users_file_goes_before_the_memory_and_the_memory_before_the_program(tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("english,french,domain\nUS,ÉU,label\n", encoding="utf-8")
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        memory.add_terms([Term("US", "USA", "label"), Term("UK", "RU", "label")])
        held = termbase(file, (memory,))
    assert [t.french for t in held if t.english == "US" and t.domain == "label"] == ["ÉU"]
    assert [t.french for t in held if t.english == "UK" and t.domain == "label"] == ["RU"]
    assert any(t.english == "UN" for t in held)


def pairs() -> list[tuple[str, str]]:
    places = [
        ("Alta", "à Alta"),
        ("Bora", "à Bora"),
        ("Corva", "à Corva"),
        ("Duna", "à Duna"),
        ("Ena", "à Ena"),
    ]
    return [
        pair
        for english, french in places
        for pair in (
            (f"The harbour watch closed the gates in {english}.", f"Le guet du port a fermé les portes {french}."),
            (f"Nobody saw the harbour watch in {english}.", f"Personne n'a vu le guet du port {french}."),
            (f"The old mill of {english} is shut.", f"Le vieux moulin {french} est fermé."),
        )
    ]  # fmt: skip


def test_a_memory_suggests_the_words_that_keep_company() -> None:
    found = {(s.english, s.french) for s in suggestions(pairs())}
    assert ("harbour watch", "guet du port") in found
    assert ("old mill", "vieux moulin") in found


def test_what_a_termbase_holds_is_not_suggested_again() -> None:
    found = {s.english for s in suggestions(pairs(), known=[Term("Harbour Watch", "guet du port")])}
    assert "harbour watch" not in found
    assert "old mill" in found


def test_suggestions_are_proposals_in_a_csv(tmp_path: Path) -> None:
    memory = tmp_path / "office.sqlite"
    with Memory.open(memory, create=True) as opened:
        opened.add([Unit(str(n), e, f, State.FINAL) for n, (e, f) in enumerate(pairs())])
    out = tmp_path / "suggested.csv"
    run("terms", "extract", "-m", str(memory), "-o", str(out))
    assert {t.status for t in read_terms(out)} == {"proposed"}
    done = CliRunner().invoke(
        rirbilingual, ["terms", "extract", "-m", str(memory), "-o", str(tmp_path / "x.tbx")]
    )
    assert done.exit_code != 0
