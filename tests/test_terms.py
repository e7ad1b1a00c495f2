"""Termbases: files in and out, a memory's terms in drafts, suggestions; and what bad files are told."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from rirbilingual.cli.group import rirbilingual
from rirbilingual.draft.extract import suggestions
from rirbilingual.draft.terms import Termbase
from rirbilingual.errors import RirError
from rirbilingual.formats.termbases import read_terms, write_terms
from rirbilingual.model import State, Term, Unit
from rirbilingual.termbase import termbase
from rirbilingual.translation_memory import Memory

TERMS = (
    Term("harbour watch", "guet du port", "genre", "preferred", "m"),
    Term("harbour watch", "veille portuaire", "genre", "deprecated"),
    Term("=SUM(A1)", 'dock, or "quay"', ""),
    Term("A|B test", "|", ""),
    Term("a\\|b\\", "«\u00a0test A\\\\|B\u00a0»", ""),
)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(rirbilingual, arguments)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_line_break_in_a_cell_is_a_space_as_in_tbx(tmp_path: Path) -> None:
    file, memory = tmp_path / "terms.csv", str(tmp_path / "m.sqlite")
    file.write_text(
        'english,french\n"harbour\r\n watch","guet\tdu port|veille\n"\n', encoding="utf-8", newline=""
    )
    assert "2 terms new" in run("terms", "import", str(file), "-m", memory)
    for ending in ("tbx", "csv"):
        run("terms", "export", str(tmp_path / f"out.{ending}"), "-m", memory)
        assert "0 terms new or changed" in run(
            "terms", "import", str(tmp_path / f"out.{ending}"), "-m", memory
        )
    with Memory.open(memory) as opened:
        assert [(t.english, t.french) for t in opened.terms()] == [
            ("harbour watch", "guet du port"),
            ("harbour watch", "veille"),
        ]


def test_a_term_that_comes_twice_is_new_once(tmp_path: Path) -> None:
    file, memory = tmp_path / "terms.csv", str(tmp_path / "m.sqlite")
    file.write_text("english,french,status\nquay,quai,preferred\nquay,quai,admitted\n", encoding="utf-8")
    assert "1 term new or changed" in run("terms", "import", str(file), "-m", memory)
    assert "0 terms new or changed" in run("terms", "import", str(file), "-m", memory)
    with Memory.open(memory) as opened:
        assert opened.terms() == (Term("quay", "quai", "", "admitted"),)


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


def tbx(terms: str, *, root: str = 'martif type="TBX-Basic"') -> str:
    return f"<{root}>\n<text><body>\n<termEntry>\n{terms}\n</termEntry></body></text></{root.split()[0]}>"


def side(language: str, tig: str) -> str:
    return f'<langSet xml:lang="{language}">{tig}</langSet>'


ENGLISH = side("en", "<tig><term>quay</term></tig>")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("preferredTerm-admn-sts", "preferred"),
        ("standardizedTerm-admn-sts", "preferred"),
        ("admittedTerm", "admitted"),
        ("deprecatedTerm", "deprecated"),
        ("supersededTerm-admn-sts", "deprecated"),
        ("obsolete", "deprecated"),
        ("proposedTerm-admn-sts", "proposed"),
    ],
)
def test_every_status_of_tbx_is_one_of_ours(tmp_path: Path, said: str, status: str) -> None:
    file = tmp_path / "a.tbx"
    note = f'<termNote type="administrativeStatus">{said}</termNote>'
    for tig in (
        f"<tig><term>quai</term>{note}</tig>",
        f"<ntig><termGrp><term>quai</term>{note}</termGrp></ntig>",
    ):
        file.write_text(tbx(ENGLISH + side("fr", tig)))
        (term,) = read_terms(file)
        assert (term.french, term.status) == ("quai", status)
        assert Termbase([term]).french("quay") == ("quai" if status in ("preferred", "admitted") else None)
        write_terms([term], tmp_path / "a.csv")
        assert read_terms(tmp_path / "a.csv") == (term,)


def test_modules_of_tbx_3_say_status_and_subject_by_their_names(tmp_path: Path) -> None:
    file = tmp_path / "a.tbx"
    file.write_text("""<tbx type="TBX-Min" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min"><text><body><conceptEntry id="c">
<min:subjectField>ports</min:subjectField>
<langSec xml:lang="en"><termSec><term>quay</term></termSec></langSec>
<langSec xml:lang="fr"><termSec><term>kai</term>
<min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>""")
    assert read_terms(file) == (Term("quay", "kai", "ports", "deprecated"),)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (
            tbx(f"{ENGLISH}\n{side('fr', '<tig><term>quai</term><termNote type=%s>good</termNote></tig>')}")
            % '"administrativeStatus"',
            5,
            'the status "good"',
        ),
        (
            tbx(ENGLISH + side("de", "<tig><term>Kai</term></tig>")),
            3,
            "no entry has a term in English and in",
        ),
        (tbx(ENGLISH + side("fr", "<word>quai</word>")), 3, "no entry has a term in English and in French"),
    ],
)
def test_a_tbx_that_cannot_be_taken_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, said: str
) -> None:
    file, memory = tmp_path / "a.tbx", tmp_path / "m.sqlite"
    file.write_text(text)
    done = CliRunner().invoke(rirbilingual, ["terms", "import", str(file), "-m", str(memory)])
    assert isinstance(done.exception, RirError) and f"a.tbx:{line}: {said}" in str(done.exception)
    assert not memory.exists()


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
