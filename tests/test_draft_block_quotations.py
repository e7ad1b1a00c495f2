"""Block quotations whose French is known: a French source's own words, and what the ledger has."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rirbilingual import pipeline
from rirbilingual.draft import approved_quotations, decisions
from rirbilingual.formats.po import read_po
from rirbilingual.model import LedgerQuotation, SourceRow, State, Unit
from rirbilingual.read import read_string
from rirbilingual.segment import segments
from rirbilingual.translation_memory import Memory

REPORT = """\
31 August 2023

ABC202301.E

A Land: The port

1. Overview

A baker says that the port

{marker}is our mother. It never sleeps! ({source})

References

Le Matin. 2023-05-06. "Le port est plein." [Accessed 2023-07-01]

Ledger, The. 2023-01-02. "A Port." [Accessed 2023-02-03]
"""
FRENCH_SOURCE = REPORT.format(marker="[translation]\n\n", source="Le Matin 2023-05-06")
ENGLISH_SOURCE = REPORT.format(marker="", source="Ledger 2023-01-02")
FIRST = "is our mother."
MEMORY = {
    FIRST: "est notre mère.",
    "It never sleeps! (Le Matin 2023-05-06)": "Il ne dort jamais! (Le Matin 2023-05-06)",
    "It never sleeps! (Ledger 2023-01-02)": "Il ne dort jamais! (Ledger 2023-01-02)",
}


def drafted(
    folder: Path, text: str, *, original: str = "", quotations: tuple[LedgerQuotation, ...] = ()
) -> tuple[pipeline.Drafted, dict[str, Unit]]:
    folder.mkdir(exist_ok=True)
    report = folder / "ABC202301.E.txt"
    report.write_text(text, encoding="utf-8")
    memory = Memory.open(folder / "m.sqlite", create=True)
    memory.add(
        Unit(str(n), english, french, State.FINAL) for n, (english, french) in enumerate(MEMORY.items())
    )
    memory.add_quotations(quotations)
    done = pipeline.draft(report, memories=[memory])
    if original:
        table = done.sources.read_text(encoding="utf-8")
        assert 'french = ""' in table
        done.sources.write_text(table.replace('french = ""', f'french = "{original}"'), encoding="utf-8")
        done = pipeline.draft(report, memories=[memory])
    units = read_po(done.po).units
    return done, {unit.source: unit for unit in units}


def test_a_french_source_is_quoted_in_its_own_words_a_sentence_a_unit(tmp_path: Path) -> None:
    done, made = drafted(tmp_path, FRENCH_SOURCE, original="est la mère de tous. Il ne dort jamais\u00a0!")
    assert made[FIRST].target == "est la mère de tous."
    assert made["It never sleeps! (Le Matin 2023-05-06)"].target == (
        "Il ne dort jamais! (Le Matin 2023-05-06)."
    )
    assert {made[FIRST].rule, made["It never sleeps! (Le Matin 2023-05-06)"].rule} == {"original"}
    assert made["[translation]"].target.strip("\u00a0") == ""
    found = pipeline.findings(pipeline.working(done.po))
    assert not [f for f in found if f.check.startswith(("quotation.", "marker.", "citation."))]


def test_own_words_with_another_number_of_sentences_are_left_to_a_person(tmp_path: Path) -> None:
    _, made = drafted(tmp_path, FRENCH_SOURCE, original="est la mère de tous, et ne dort jamais.")
    assert made[FIRST].rule == ""
    assert any("share them out among the 2 units" in note for note in made[FIRST].notes)


def test_a_french_source_without_its_words_is_blocked(tmp_path: Path) -> None:
    done, made = drafted(tmp_path, FRENCH_SOURCE)
    assert any(note.startswith("blocked: a French source") for note in made[FIRST].notes)
    assert "quotation.original" in {f.check for f in pipeline.findings(pipeline.working(done.po))}


def test_what_the_ledger_has_of_a_block_quotation_is_drafted(tmp_path: Path) -> None:
    held = LedgerQuotation("Ledger 2023-01-02", "It never sleeps!", "Il veille toujours!", "", "ABC202201")
    _, made = drafted(tmp_path, ENGLISH_SOURCE, quotations=(held,))
    unit = made["It never sleeps! (Ledger 2023-01-02)"]
    assert (unit.target, unit.rule) == ("Il veille toujours! (Ledger 2023-01-02).", "ledger")


PARAGRAPHS = """\
31 August 2023

ABC202301.E

# A Land: The port

## 1. Overview

A baker says that the port

{marker}> is our mother.
>
> It never sleeps! ({source})

## References

Le Matin. 2023-05-06. "Le port est plein." [Accessed 2023-07-01]

Ledger, The. 2023-01-02. "A Port." [Accessed 2023-02-03]
"""


@pytest.mark.parametrize("marker", ["", "[translation]\n\n"])
def test_a_block_quotation_of_two_paragraphs_has_one_marker_and_one_citation(
    marker: str, tmp_path: Path
) -> None:
    report = tmp_path / "ABC202301.E.md"
    report.write_text(PARAGRAPHS.format(marker=marker, source="Ledger 2023-01-02"), encoding="utf-8")
    memory = Memory.open(tmp_path / "m.sqlite", create=True)
    memory.add(
        Unit(str(n), english, french, State.FINAL) for n, (english, french) in enumerate(MEMORY.items())
    )
    done = pipeline.draft(report, memories=[memory])
    made = {unit.source: unit for unit in read_po(done.po).units}
    first, last = made[FIRST], made["It never sleeps! (Ledger 2023-01-02)"]
    assert first.target == ("" if marker else "[traduction]\n") + "est notre mère."
    assert last.target == "Il ne dort jamais! (Ledger 2023-01-02)."
    if marker:
        assert made["[translation]"].target == "[traduction]"
    where = made["[translation]"] if marker else first
    assert f"span 1 of 1, governed by (Ledger 2023-01-02), marker in unit {where.id}" in last.notes
    found = pipeline.findings(pipeline.working(done.po))
    assert not [f for f in found if f.check.startswith("marker.block")]


def test_each_paragraph_of_a_french_block_quotation_asks_for_its_own_words(tmp_path: Path) -> None:
    report = tmp_path / "ABC202301.E.md"
    text = PARAGRAPHS.format(marker="[translation]\n\n", source="Le Matin 2023-05-06")
    report.write_text(text, encoding="utf-8")
    made = {unit.source: unit for unit in read_po(pipeline.draft(report, memories=[]).po).units}
    for english in (FIRST, "It never sleeps! (Le Matin 2023-05-06)"):
        assert any(note.startswith("blocked: a French source") for note in made[english].notes), english


def test_the_ledger_learns_a_block_quotation_unit_by_unit() -> None:
    report = read_string(ENGLISH_SOURCE)
    found = segments(report)
    french = {
        FIRST: "[traduction]\nest notre mère.",
        "It never sleeps! (Ledger 2023-01-02)": "Il ne dort jamais! (Ledger 2023-01-02).",
    }
    units = [Unit(s.id, s.text, french.get(s.text, ""), State.FINAL, s.kind) for s in found]
    learnt = approved_quotations(report, found, units, decisions(report, found))
    assert [(q.reference, q.english, q.french) for q in learnt] == [
        ("Ledger 2023-01-02", "is our mother", "est notre mère"),
        ("Ledger 2023-01-02", "It never sleeps!", "Il ne dort jamais!"),
    ]


@pytest.mark.parametrize("given", ["", "des mots à moi"])
def test_own_words_that_an_earlier_report_has_are_filled_in_unless_others_are_given(given: str) -> None:
    report = read_string(FRENCH_SOURCE)
    found = segments(report)
    english = "is our mother. It never sleeps!"
    row = SourceRow(
        "Le Matin 2023-05-06", "Le Matin", "Le Matin", language="fr", originals=((english, given),)
    )
    held = LedgerQuotation(row.key, english, "est notre mère. Il veille!", "fr", "ABC202201")
    rows = {r.key: r for r in decisions(report, found, earlier=(row,), quotations=(held,))}
    assert rows[row.key].originals == ((english, given or "est notre mère. Il veille!"),)
    other = replace(held, language="es")
    rows = {r.key: r for r in decisions(report, found, earlier=(row,), quotations=(other,))}
    assert rows[row.key].originals == ((english, given),)


def test_an_explanation_follows_the_table_of_decisions(tmp_path: Path) -> None:
    done, made = drafted(tmp_path, FRENCH_SOURCE, original="est la mère de tous. Il ne dort jamais!")
    report = tmp_path / "ABC202301.E.txt"
    assert pipeline.explain(report, made[FIRST].id) == ("est la mère de tous.\trule original",)
    elsewhere = pipeline.explain(report, made[FIRST].id, output=tmp_path / "other")
    assert "rule original" not in elsewhere[0]
    assert done.sources.exists()
