"""Decisions made once: the table's answers are taken in, and what a person has touched stays."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from rirbilingual import pipeline
from rirbilingual.cli.group import rirbilingual
from rirbilingual.draft.repair import Conventions, repaired
from rirbilingual.errors import RirError
from rirbilingual.formats.po import read_po, write_po
from rirbilingual.formats.sources import read_sources
from rirbilingual.formats.xliff_read import read_xliff
from rirbilingual.model import Catalog, LedgerQuotation, Severity, State, Unit
from rirbilingual.review import split
from rirbilingual.translation_memory import Memory

REPORT = """\
31 August 2023

ABC202301.E

A Land: The port

1. Overview

Sources report that the port is [translation] "calm" and "without ships" (Ledger 2023-01-02). The lawyer said that it was "shut for good" (Lawyer 2023-03-04). The lawyer added that it was "very old" (Lawyer 2023-03-04).

References

Lawyer, University of Alta. 2023-03-04. Interview with the Research Directorate.

Ledger, The. 2023-01-02. "Un port." [Accessed 2023-02-03]
"""
FIRST = 'Sources report that the port is [translation] "calm" and "without ships" (Ledger 2023-01-02).'
SECOND = 'The lawyer said that it was "shut for good" (Lawyer 2023-03-04).'
THIRD = 'The lawyer added that it was "very old" (Lawyer 2023-03-04).'
MEMORY = [
    Unit(
        "1",
        FIRST,
        "Des sources signalent que le port est « calme » et « vide » (Ledger 2023-01-02).",
        State.FINAL,
    ),
    Unit("2", SECOND, "L'avocat a dit qu'il était « fermé pour toujours » (avocat 2023-03-04).", State.FINAL),
    Unit("3", THIRD, "L'avocat a ajouté qu'il était « très vieux » (avocat 2023-03-04).", State.FINAL),
]


def draft(folder: Path, memory: Memory | None = None) -> tuple[pipeline.Drafted, dict[str, Unit]]:
    report = folder / "ABC202301.E.txt"
    report.write_text(REPORT, encoding="utf-8")
    done = pipeline.draft(report, memories=[memory or Memory.of(MEMORY, "m")])
    return done, {unit.source: unit for unit in read_po(done.po).units}


def answer(table: Path, old: str, new: str) -> None:
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_language_a_gender_and_original_words_are_taken_in(tmp_path: Path) -> None:
    done, before = draft(tmp_path)
    assert before[FIRST].target.count("[traduction]") == 1
    answer(done.sources, 'gender = "unknown"', 'gender = "f"')
    text = done.sources.read_text(encoding="utf-8")
    head, _, tail = text.partition('key = "Ledger 2023-01-02"')
    kept = "".join(
        line for line in tail.splitlines(keepends=True) if not line.startswith(("language", "guess"))
    )
    done.sources.write_text(f'{head}key = "Ledger 2023-01-02"{kept}language = "fr"\n', encoding="utf-8")

    done, blocked = draft(tmp_path)
    assert "[traduction]" not in blocked[FIRST].target
    assert any("blocked" in note for note in blocked[FIRST].notes)
    assert "(avocate 2023-03-04)" in blocked[SECOND].target
    assert blocked[SECOND].target.count("[traduction]") == 1
    found = [f for f in pipeline.findings(pipeline.working(done.po)) if f.check == "quotation.original"]
    assert len(found) == 1

    answer(done.sources, 'english = "calm"\nfrench = ""', 'english = "calm"\nfrench = "paisible"')
    answer(
        done.sources,
        'english = "without ships"\nfrench = ""',
        'english = "without ships"\nfrench = "sans navires"',
    )
    _, after = draft(tmp_path)
    assert after[FIRST].target == (
        "Des sources signalent que le port est «\u00a0paisible\u00a0» et «\u00a0sans navires\u00a0» (Ledger 2023-01-02)."
    )


def test_a_source_that_comes_back_finds_its_decisions(tmp_path: Path) -> None:
    done, _ = draft(tmp_path)
    answer(done.sources, 'gender = "unknown"', '# asked her\ngender = "f"')
    done, _ = draft(tmp_path)
    before = done.sources.read_text(encoding="utf-8")
    report = tmp_path / "ABC202301.E.txt"
    lawyer = "Lawyer, University of Alta. 2023-03-04. Interview with the Research Directorate.\n\n"
    for again in (lambda: pipeline.draft(report), lambda: pipeline.update(done.po, report)):
        report.write_text(REPORT.replace(f"{SECOND} {THIRD}", "").replace(lawyer, ""), encoding="utf-8")
        again()
        assert "[[unused]]" in done.sources.read_text(encoding="utf-8")
        report.write_text(REPORT, encoding="utf-8")
        again()
        assert done.sources.read_text(encoding="utf-8") == before


def test_the_settings_silence_what_a_draft_and_the_queries_say_of_the_english(tmp_path: Path) -> None:
    settings = tmp_path / "rirbilingual.toml"
    settings.write_text("")
    report = tmp_path / "ABC202301.E.txt"
    report.write_text(REPORT.replace("The lawyer said", "The the lawyer said"), encoding="utf-8")
    (finding,) = pipeline.draft(report).findings
    for said, found in (
        (f'silence = ["{finding.check}"]', []),
        (f'severity = {{ "{finding.check}" = "info" }}', [Severity.INFO]),
    ):
        settings.write_text(f"[check]\n{said}\n")
        assert [f.severity for f in pipeline.draft(report).findings] == found
        assert [f.severity for f in pipeline.draft(report, resume=True).findings] == found
        asked = CliRunner().invoke(rirbilingual, ["review", "queries", str(tmp_path / "ABC202301.EF.po")])
        assert (finding.check in asked.output) == bool(found)


def test_an_open_choice_is_one_finding_that_lists_its_units(tmp_path: Path) -> None:
    done, units = draft(tmp_path)
    found = [f for f in pipeline.findings(pipeline.working(done.po)) if f.check == "choice.gender"]
    assert len(found) == 1
    assert {units[SECOND].id, units[THIRD].id} <= set(found[0].units)


def test_drafting_again_rewrites_only_what_nobody_has_touched(tmp_path: Path) -> None:
    done, units = draft(tmp_path)
    catalog = read_po(done.po)
    mine = "Mes mots (avocat 2023-03-04)."
    edited = tuple(
        Unit(**{name: getattr(u, name) for name in u.__dataclass_fields__} | {"target": mine})
        if u.id == units[SECOND].id
        else u
        for u in catalog.units
    )
    write_po(Catalog(**{**vars(catalog), "units": edited}), done.po)
    answer(done.sources, 'gender = "unknown"', 'gender = "f"')
    again, after = draft(tmp_path)
    assert again.kept == 1
    assert after[SECOND].target == mine
    assert "(avocate 2023-03-04)" in after[THIRD].target


def test_the_draft_says_which_decisions_are_open(tmp_path: Path) -> None:
    done, _ = draft(tmp_path)
    assert [choice for choice in done.choices if choice.startswith("Lawyer 2023-03-04: gender")]
    answer(done.sources, 'gender = "unknown"', 'gender = "f"')
    done, _ = draft(tmp_path)
    assert not [choice for choice in done.choices if choice.startswith("Lawyer")]


def test_xliff_holds_the_same_units(tmp_path: Path) -> None:
    report = tmp_path / "ABC202301.E.txt"
    report.write_text(REPORT, encoding="utf-8")
    done = CliRunner().invoke(rirbilingual, ["draft", str(report), "--xliff"])
    assert done.exit_code == 0, done.output
    sources = [unit.source for unit in read_po(tmp_path / "ABC202301.EF.po").units]
    assert [unit.source for unit in read_xliff(tmp_path / "ABC202301.EF.xlf").units] == sources


def test_a_memory_that_is_trusted_less_goes_after_another(tmp_path: Path) -> None:
    close = "The lawyer added that the door was very old and grey (Lawyer 2023-03-04)."
    report = tmp_path / "ABC202301.E.txt"
    report.write_text(REPORT.replace(THIRD, close), encoding="utf-8")
    near = Unit("n", close.replace("grey", "green"), "La plus proche.", State.FINAL)
    far = Unit(
        "f", close.replace("very old and grey", "quite old and green"), "Celle du bureau.", State.FINAL
    )

    def drafted(penalty: int) -> str:
        memories = [Memory.of([near], "less"), Memory.of([far], "office")]
        memories[0].penalty = penalty
        po = pipeline.draft(report, memories=memories).po
        return {unit.source: unit for unit in read_po(po).units}[close].target

    assert drafted(0) == "La plus proche."
    assert drafted(30) == "Celle du bureau."


def test_a_persons_comments_in_the_table_stay(tmp_path: Path) -> None:
    done, _ = draft(tmp_path)
    answer(done.sources, "[[source]]", "# ask Ana\n[[source]]")
    draft(tmp_path)
    assert "# ask Ana" in done.sources.read_text(encoding="utf-8")


def test_a_quotation_approved_before_gets_the_same_french(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        memory.add(MEMORY)
        memory.add_quotations(
            [
                LedgerQuotation(
                    "Lawyer 2023-03-04", "shut for good, and for all", "clos à jamais, et pour tous"
                ),
                LedgerQuotation("Ledger 2023-01-02", "very old", "vétuste"),
                LedgerQuotation("Lawyer 2023-03-04", "grey, very old, and long", "gris, séculaire, et long"),
                LedgerQuotation("Ledger 2023-01-02", "calm", "serein"),
            ]
        )
        _, units = draft(tmp_path, memory)
    assert "[traduction] «\u00a0serein\u00a0» et «\u00a0vide\u00a0»" in units[FIRST].target
    assert "«\u00a0séculaire\u00a0»" in units[THIRD].target  # cut shorter, and no other source's words


def test_approval_teaches_the_ledger_each_quotation_with_its_source(tmp_path: Path) -> None:
    done, _ = draft(tmp_path)
    answer(done.sources, 'gender = "unknown"', 'gender = "m"')
    answer(done.sources, 'guess = "not known: nothing in the entry tells its language"', 'language = "es"')
    draft(tmp_path)
    catalog = read_po(done.po)
    reviewed = tuple(
        Unit(
            **{n: getattr(u, n) for n in u.__dataclass_fields__}
            | {"state": State.REVIEWED if u.target else u.state}
        )
        for u in catalog.units
    )
    write_po(Catalog(**{**vars(catalog), "units": reviewed}), done.po)
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        pipeline.approve(done.po, reviewer="Ana", when="2024-01-02T03:04:05Z", memory=memory)
        held = {(q.reference, q.english, q.french, q.report) for q in memory.quotations()}
    assert ("Lawyer 2023-03-04", "very old", "très vieux", "ABC202301") in held
    assert ("Ledger 2023-01-02", "calm", "calme", "ABC202301") in held


def test_of_exact_matches_the_one_with_the_same_capitals_is_drafted_and_the_other_offered(
    tmp_path: Path,
) -> None:
    memory = Memory.of(
        [
            Unit("1", FIRST.upper(), "DES SOURCES (LEDGER 2023-01-02).", State.FINAL),
            Unit("2", FIRST, "Selon des sources, rien (Ledger 2023-01-02).", State.FINAL),
        ],
        "m",
    )
    _, units = draft(tmp_path, memory)
    assert units[FIRST].target.startswith("Selon des sources")
    assert any(note.startswith("choose: 2 exact matches disagree") for note in units[FIRST].notes)
    assert any(note.startswith("offer: DES SOURCES") for note in units[FIRST].notes)


def test_a_term_that_is_left_is_named() -> None:
    how = Conventions(str, lambda _: None, {"old term": "vieux mot", "new term": "neuve parole"}.get)
    made = repaired("The new term is here.", "The old term is here.", "Le vieux mot est ici.", how)
    assert made.target == "Le vieux mot est ici."
    assert "term old term → new term" in made.left


def test_decisions_follow_an_entry_that_is_cited_by_another_of_its_names(tmp_path: Path) -> None:
    report, table = tmp_path / "ABC202301.E.txt", tmp_path / "ABC202301.sources.toml"
    text = REPORT.replace("Ledger, The. 2023", "Ledger, Ana and Luc Roy. 2023")
    report.write_text(text, encoding="utf-8")
    pipeline.draft(report)
    answer(table, 'guess = "not known: nothing in the entry tells its language"', 'language = "pt"')
    report.write_text(text.replace("(Ledger 2023", "(Ledger and Roy 2023"), encoding="utf-8")
    pipeline.draft(report)
    (row,) = (row for row in read_sources(table) if row.label == "Ledger and Roy")
    assert row.language == "pt" and row.french == "Ledger et Roy"
    (entry,) = (u for u in read_po(tmp_path / "ABC202301.EF.po").units if u.source.startswith("Ledger"))
    assert entry.target.startswith("Ledger, Ana et Luc Roy. 2023-01-02.")


def test_a_source_in_no_entry_is_named_as_its_row_says(tmp_path: Path) -> None:
    report = tmp_path / "ABC202301.E.txt"
    report.write_text(REPORT.replace("(Ledger 2023-01-02)", "(Alta and Roy 2023-01-05)"), encoding="utf-8")
    table = pipeline.draft(report, memories=[]).sources
    answer(
        table,
        'label = "Alta and Roy"\nfrench = "Alta and Roy"',
        'label = "Alta and Roy"\nfrench = "Alta et Roy"',
    )
    notes = [note for unit in read_po(pipeline.draft(report, memories=[]).po).units for note in unit.notes]
    assert "citations: (Alta and Roy 2023-01-05) → (Alta et Roy 2023-01-05)" in notes


def test_a_part_of_a_working_file_takes_no_report(tmp_path: Path) -> None:
    done, _ = draft(tmp_path)
    report = tmp_path / "ABC202301.E.txt"
    whole = read_po(done.po)
    write_po(split(whole, words=10)[1], done.po)
    before = done.po.read_bytes()
    with pytest.raises(RirError, match="join the parts first"):
        pipeline.update(done.po, report)
    assert done.po.read_bytes() == before
    (alone,) = split(whole, words=9999)
    write_po(alone, done.po)
    assert pipeline.update(done.po, report).changes == ()


def test_what_was_reviewed_serves_the_sentences_that_an_update_adds(tmp_path: Path) -> None:
    done, _ = draft(tmp_path)
    catalog = read_po(done.po)
    reviewed = [replace(u, state=State.REVIEWED) if u.source == THIRD else u for u in catalog.units]
    write_po(replace(catalog, units=tuple(reviewed)), done.po)
    report = tmp_path / "ABC202301.E.txt"
    report.write_text(REPORT.replace(THIRD, ""), encoding="utf-8")
    pipeline.update(done.po, report)
    again = THIRD.replace("very old", "quite old")
    report.write_text(REPORT.replace(THIRD, again), encoding="utf-8")
    pipeline.update(done.po, report)
    (added,) = (unit for unit in read_po(done.po).units if unit.source == again)
    assert added.state is State.TRANSLATED and added.target
    assert added.match is not None
    assert (added.match.unit.source, added.match.memory) == (THIRD, done.po.name)
