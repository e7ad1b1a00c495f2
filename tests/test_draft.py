"""Drafts: rules, repairs and the markers of quotations, on small reports and on the sample."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import rirbilingual
from rirbilingual import pipeline
from rirbilingual.draft import decisions, explained, units
from rirbilingual.draft.ranking import CAP
from rirbilingual.draft.terms import Termbase
from rirbilingual.model import BlockKind, Gender, MatchKind, SourceRow, State, Term, Unit
from rirbilingual.read import read, read_string
from rirbilingual.segment import segments
from rirbilingual.text.citations import citations
from rirbilingual.text.typeset import typeset
from rirbilingual.translation_memory import Memory

CASES = [Path(__file__).parent / "cases" / "draft" / "references.tsv"]
HEADINGS, TITLES, SOURCES, FORMULAS = (
    CASES[0].with_name(f"{name}.tsv") for name in ("headings", "titles", "sources", "formulas")
)
SAMPLE = Path(rirbilingual.__file__).parent / "sample" / "VLM202404.E.txt"

REPORT = """\
31 August 2023

ABC202301.E

A Land: The port

1. Overview

{body}

References

Ledger, The. 2023-01-02. "A Port." [Accessed 2023-02-03]

Lawyer, University of Alta. 2023-03-04. Interview with the Research Directorate.
"""


def drafted(body: str, memory: list[Unit] | None = None, rows: tuple[SourceRow, ...] = ()) -> dict[str, Unit]:
    report = read_string(REPORT.format(body=body))
    found = segments(report)
    held = Memory.of(memory or [], "m")
    made = units(
        report,
        found,
        held.match_many([s.text for s in found]),
        terms=pipeline.termbase(None),
        sources=rows or decisions(report, found, terms=pipeline.termbase(None)),
    )
    return {unit.source: unit for unit in made}


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_entries_and_standing_words_come_out_by_rule(case: Path) -> None:
    for english, french in cases(case):
        report = REPORT.format(body="The port is closed.").replace(
            'Ledger, The. 2023-01-02. "A Port." [Accessed 2023-02-03]', english
        )
        found = segments(read_string(report))
        made = units(read_string(report), found, [()] * len(found), terms=pipeline.termbase(None))
        assert [u.target for u in made if u.source == english] == [french]


def test_headings_of_known_words_are_made_whole_or_not_at_all() -> None:
    body = "Sources know the New Harbour Cartel (CJX) and the (QQZ)."
    for english, french in cases(HEADINGS):
        made = drafted(f"{body}\n\n{english}\n\nNobody came.")[english]
        assert made.kind is BlockKind.HEADING, english
        assert made.target == french


def test_titles_of_known_words_are_made_whole_or_not_at_all() -> None:
    for english, french in cases(TITLES):
        report = read_string(REPORT.format(body="Nobody came.").replace("A Land: The port", english))
        found = segments(report)
        made = next(u for u in units(report, found, [()] * len(found)) if u.kind is BlockKind.TITLE)
        assert (made.source, made.target) == (english, french)
        known = english.startswith("Kenya")
        assert french or known == any(note.startswith("title: begins «") for note in made.notes)


def test_oral_sources_and_names_are_listed_in_french() -> None:
    """A person of unknown gender has both forms, and a row in the table of decisions that settles it."""
    for english, french in cases(SOURCES):
        text = f"{REPORT.format(body='Nobody came.')}\nAdditional Sources Consulted\n\nOral sources: {english}.\n"
        report = read_string(text)
        found = segments(report)
        terms = pipeline.termbase(None)
        rows = decisions(report, found, terms=terms)
        made = {u.source: u for u in units(report, found, [()] * len(found), terms=terms, sources=rows)}
        assert made[f"{english}."].target == (french and f"{french}."), english
        row = {row.key: row for row in rows}.get(english)
        assert (row is not None) == (" ou " in french or english.startswith(("director", "researcher")))
        if row is not None:
            assert (row.french, row.gender) == (french, Gender.UNKNOWN)
            women = tuple(replace(row, gender=Gender.F) for row in rows)
            rows = decisions(report, found, terms=terms, earlier=women)
            again = {u.source: u for u in units(report, found, [()] * len(found), terms=terms, sources=rows)}
            assert " ou " not in again[f"{english}."].target


def test_a_persons_own_description_of_an_oral_source_is_taken() -> None:
    english, own = "director of a shelter in Jacmel", "directrice d'un refuge à Jacmel"
    report = read_string(
        f"{REPORT.format(body='Nobody came.')}\nAdditional Sources Consulted\n\nOral sources: {english}.\n"
    )
    found = segments(report)
    rows = tuple(
        replace(row, french=own, gender=Gender.F) if row.key == english else row
        for row in decisions(report, found)
    )
    rows = decisions(report, found, earlier=rows)
    made = {u.source: u.target for u in units(report, found, [()] * len(found), sources=rows)}
    assert made[f"{english}."] == f"{own}."


def test_standing_sentences_are_made_whole_or_left_with_what_is_sure() -> None:
    for english, french in cases(FORMULAS):
        made = drafted(english)[english]
        assert made.target == french
        if not french:
            assert "formula to complete: Pour obtenir des renseignements sur […], veuillez" in made.notes[0]
            said = re.search(r"information on (.*), see Response", english)
            assert said is not None
            assert made.notes[1] == f"[…] stands for: {said[1]}"


def test_an_acronym_in_a_formula_has_the_gender_that_the_report_gives_it() -> None:
    see = "see Response to Information Request HTI200001 of May 2021."
    body = (
        f"The New Harbour Cartel (CJX) came. For information on gangs, including the CJX, {see}\n\n"
        f"For information on gangs, including the QQZ, {see}"
    )
    made = {source: unit for source, unit in drafted(body).items() if source.startswith("For")}
    known, unknown = made.values()
    assert known.target.startswith(
        "Pour obtenir des renseignements sur les gangs, y compris le CJX, veuillez"
    )
    assert unknown.target == ""


def test_terms_shown_are_those_that_a_translator_would_look_up() -> None:
    body = (
        'The lawyer and the expert of the cartel, according to the law, told returnees [translation] "of torture" '
        "and a former attorney general of organized crime, organized crime and the US (US 2021-03-04; UNHCR 2021-03-05)."
    )
    notes = [note for note in drafted(body)[body].notes if note.startswith("terms:")]
    assert notes == ["terms: organized crime → crime organisé"]


def test_there_are_cases() -> None:
    assert CASES
    assert len(repairs()) > 20


def cases(path: Path) -> list[tuple[str, str]]:
    """English and the French wanted, "" for none; "~" is a no-break space."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert rows
    return [(english, french.replace("~", "\u00a0")) for english, french in rows]


def repairs() -> list[tuple[str, ...]]:
    """Kind, the memory's English and French, the new English, the French wanted."""
    text = (Path(__file__).parent / "cases" / "draft" / "repairs.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    blocks = "\n".join(lines).strip().split("\n\n")
    cases = [tuple(block.strip().splitlines()) for block in blocks if block.strip()]
    assert all(len(case) == 5 for case in cases)
    return cases


@pytest.mark.parametrize(("kind", "english", "french", "source", "wanted"), repairs())
def test_a_match_is_repaired_where_the_mapping_is_certain(
    kind: str, english: str, french: str, source: str, wanted: str
) -> None:
    held = Memory.of([Unit("1", english, french.replace("~", "\u00a0"), State.FINAL)], "m")
    report = read_string(REPORT.format(body="The port is closed."))
    segment = replace(segments(report)[0], id="x", text=source, kind=BlockKind.PARAGRAPH, start=0)
    (made,) = units(report, [segment], held.match_many([source]), terms=pipeline.termbase(None))
    assert made.target == wanted.replace("~", "\u00a0")
    assert made.match is not None
    assert made.match.kind is MatchKind[kind.removeprefix("kind ")]
    if made.match.kind is MatchKind.REPAIRED:
        assert made.match.edits


def test_a_translated_quotation_gets_the_marker_that_its_old_french_lacks() -> None:
    memory = [
        Unit(
            "1",
            'The port is "calm" (Ledger 2023-01-02).',
            "Le port est « calme » (Ledger 2023-01-02).",
            State.FINAL,
        )
    ]
    made = drafted('The port is "calm" (Ledger 2023-01-02).', memory)[
        'The port is "calm" (Ledger 2023-01-02).'
    ]
    assert made.target == "Le port est [traduction] «\u00a0calme\u00a0» (Ledger 2023-01-02)."
    assert made.state is State.TRANSLATED


def test_a_french_source_has_no_marker_and_its_own_words() -> None:
    source = 'The port is [translation] "calm" (Ledger 2023-01-02).'
    memory = [Unit("1", source, "Le port est [traduction] « tranquille » (Ledger 2023-01-02).", State.FINAL)]
    rows = (SourceRow("Ledger 2023-01-02", "Ledger", "Ledger", None, "fr", "", (("calm", "paisible"),)),)
    assert (
        drafted(source, memory, rows)[source].target
        == "Le port est «\u00a0paisible\u00a0» (Ledger 2023-01-02)."
    )


def test_another_number_and_citation_are_repaired_and_shown() -> None:
    source = "In 2023, 3,100 ships came, or 42 percent (Ledger 2023-01-02, 7)."
    memory = [
        Unit(
            "1",
            "In 2021, 2,900 ships came, or 40 percent (Ledger 2021-05-06, 3).",
            "En 2021, 2\u00a0900 navires sont venus, soit 40\u00a0p.\u00a0100 (Ledger 2021-05-06, 3).",
            State.FINAL,
        )
    ]
    made = drafted(source, memory)[source]
    assert (
        made.target
        == "En 2023, 3\u00a0100 navires sont venus, soit 42\u00a0p.\u00a0100 (Ledger 2023-01-02, 7)."
    )
    assert made.match and made.match.kind is MatchKind.REPAIRED
    assert ("2\u00a0900", "3\u00a0100") in {(edit.old, edit.new) for edit in made.match.edits}


def test_each_word_of_a_draft_is_explained_by_the_repair_or_the_memory_that_gave_it() -> None:
    source = "In 2023, 3,100 ships came to Kenya, or 42 percent (Ledger 2023-01-02, 7)."
    memory = [
        Unit(
            "1",
            "In 2021, 2,900 ships came to Uganda, or 40 percent (Ledger 2021-05-06, 3).",
            "En 2021, 2\u00a0900 navires sont venus en Ouganda, soit 40\u00a0p.\u00a0100 (Ledger 6 mai 2021, 3).",
            State.FINAL,
        )
    ]
    made = drafted(source, memory)[source]
    lines = [line.split("\t") for line in explained(made)]
    assert "".join("".join(words.split()) for words, _ in lines) == "".join(made.target.split())
    rules = {words.replace("\u00a0", " "): origin.partition(":")[0] for words, origin in lines}
    assert rules["3 100"] == "repair.number"
    assert rules["au Kenya"] == "repair.name"
    assert rules["(Ledger 2023-01-02, 7)."] == "repair.citation"
    assert rules["navires sont venus"] == "m"


def test_a_heading_keeps_the_number_of_the_english() -> None:
    memory = [Unit("1", "4.2 Police and Judiciary", "4.2 Police et appareil judiciaire", State.FINAL)]
    made = drafted("The port is closed.\n\n5.2 Police and Judiciary\n\nNobody came.", memory)
    assert made["5.2 Police and Judiciary"].target == "5.2 Police et appareil judiciaire"


def test_an_acronym_is_one_in_capitals_only() -> None:
    base = Termbase([Term("WHO", "OMS", "un")])
    assert base.french("WHO") == "OMS"
    assert base.in_text("those who left") == ()


def test_a_person_of_unknown_gender_is_asked_for_once() -> None:
    report = read_string(REPORT.format(body="The lawyer said so (Lawyer 2023-03-04)."))
    rows = {row.key: row for row in decisions(report, segments(report), terms=pipeline.termbase(None))}
    assert rows["Lawyer 2023-03-04"].gender is Gender.UNKNOWN
    assert rows["Ledger 2023-01-02"].gender is None


@pytest.mark.parametrize(
    ("gender", "noted"),
    [
        (Gender.UNKNOWN, "« avocat » is the memory's; nobody has said whether Lawyer 2023-03-04 is f or m"),
        (Gender.F, "« avocat » is the memory's; the table of sources has another for Lawyer 2023-03-04"),
        (Gender.M, ""),
    ],
)
def test_a_gender_that_a_memory_gave_is_named_until_the_table_says_the_same(
    gender: Gender, noted: str
) -> None:
    source = "The lawyer said so (Lawyer 2023-03-04)."
    memory = [
        Unit(
            "1",
            "The lawyer said so (Lawyer 2021-05-06).",
            "L'avocat l'a dit (avocat 6 mai 2021).",
            State.FINAL,
        )
    ]
    rows = (SourceRow("Lawyer 2023-03-04", "Lawyer", "", gender),)
    made = drafted(source, memory, rows)[source]
    assert made.target.startswith("L'avocat l'a dit (avocat")
    assert [note for note in made.notes if note.startswith("gender")] == (
        [f"gender: {noted}"] if noted else []
    )


def test_the_sample_is_drafted_with_its_citations_whole_and_its_typography_right() -> None:
    report = read(SAMPLE)
    found = segments(report)
    texts = [s.text for s in found]
    made = units(report, found, pipeline.starter().match_many(texts), terms=pipeline.termbase(None))
    assert sum(bool(unit.target) for unit in made) > 40
    for unit in made:
        if unit.target and unit.kind is not BlockKind.REFERENCE:
            assert unit.target == typeset(unit.target)
            assert len(citations(unit.target)) == len(citations(unit.source))


def test_clauses_of_other_units_are_put_together_whole_or_not_at_all() -> None:
    pairs = [
        Unit("1", "In the old harbour, nobody is paid; the gates are shut.", "Dans le vieux port, personne n'est payé; les portes sont fermées.", State.FINAL),
        Unit("2", "In 2019, the union left, and the ships went away.", "En 2019, le syndicat est parti, et les navires sont repartis.", State.FINAL),
    ]  # fmt: skip
    body = (
        "In the old harbour, the union left, and the ships went away. "
        "In the old harbour, the cranes fell. "
        'In the old harbour, "the union left", and the ships went away.'
    )
    report = read_string(REPORT.format(body=body))
    found = segments(report)
    made = {u.source: u for u in units(report, found, [()] * len(found), pairs=pairs)}
    first, second, third = (made[s.text] for s in found if s.text.startswith("In the old"))
    assert first.target == "Dans le vieux port, le syndicat est parti, et les navires sont repartis."
    assert first.match and first.match.kind is MatchKind.ASSEMBLED
    assert second.target == third.target == ""


def meanings() -> list[list[str]]:
    text = CASES[0].with_name("meaning.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


@pytest.mark.parametrize(("old", "new", "kind"), meanings())
def test_another_meaning_is_never_almost_the_same(old: str, new: str, kind: str) -> None:
    made = drafted(new, [Unit("1", old, "Le français d'avant.", State.FINAL)])[new]
    if made.match is None:
        return  # too far apart to be drafted at all
    assert made.match.kind is MatchKind.FUZZY
    assert made.match.score <= CAP
    assert any(kind in note for note in made.notes)


def test_meanings_are_tried_that_reach_a_draft() -> None:
    reached = [
        new for old, new, _ in meanings() if drafted(new, [Unit("1", old, "Avant.", State.FINAL)])[new].match
    ]
    assert len(reached) > 4
