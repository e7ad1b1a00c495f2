"""Files to reports: what is recognised, what is refused, and in which words."""

from pathlib import Path

import pytest

from rirbilingual.errors import RirError
from rirbilingual.model import BlockKind
from rirbilingual.read import read, read_string

REPORT = """\
Site of the Board

31 August 2023

ABC202301.E

A Land: The port (2021–August 2023)

Research Directorate, Immigration and Refugee Board of Canada

1. Overview

Sources state that the port is closed (Ledger 2023-01-02). The mayor writes that it

remains shut for good. (2023-01-02)

The priest said the following:

- first, nothing

2. Situation

Nobody came [1].

Note

[1] Not even then.

References

The Ledger. 2023-01-02. "A Port." [Accessed 2023-02-03]

Additional Sources Consulted

Oral sources: lawyer in Alta.
"""


def test_the_parts_of_a_report_are_recognised() -> None:
    report = read_string(REPORT)
    assert (report.number, report.key, report.date, report.language) == (
        "ABC202301.E",
        "ABC202301",
        "2023-08-31",
        "en",
    )
    assert [(b.kind.value, b.where) for b in report.blocks] == [
        ("furniture", "furniture"), ("date", "date"), ("number", "number"), ("title", "title"), ("author", "author"),
        ("heading", "1"), ("paragraph", "1 ¶1"), ("block-quotation", "1 ¶2"), ("paragraph", "1 ¶3"), ("list", "1 ¶4"),
        ("heading", "2"), ("paragraph", "2 ¶1"), ("heading", "Note"), ("note", "note 1"), ("heading", "References"),
        ("reference", "References ¶1"), ("heading", "Additional Sources Consulted"),
        ("sources", "Additional Sources Consulted ¶1"),
    ]  # fmt: skip
    assert report.text == REPORT


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_other_line_ends_give_the_same_blocks(ends: str) -> None:
    report = read_string(REPORT.replace("\n", ends))
    assert [b.text for b in report.blocks] == [b.text for b in read_string(REPORT).blocks]
    assert report.text == REPORT.replace("\n", ends)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_detected(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(REPORT.encode(encoding))
    assert read(path).title == "A Land: The port (2021–August 2023)"


def test_a_paragraph_wrapped_by_an_editor_is_one_block() -> None:
    wrapped = REPORT.replace("The mayor writes", "The mayor\nwrites")
    assert any("The mayor\nwrites that it" in b.text for b in read_string(wrapped).blocks)
    assert read_string(wrapped).text == wrapped


def test_entries_on_lines_of_their_own_are_entries() -> None:
    more = 'Harbour Watch. 2023-01-03. "A Second Port, with a Long Title." [Accessed 2023-02-03]'
    both = REPORT.replace("[Accessed 2023-02-03]\n", f"[Accessed 2023-02-03]\n{more}\n").replace(
        "A Port", "A" * 40
    )
    assert [r.label for r in read_string(both).references] == ["The Ledger", "Harbour Watch"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("31 August", "\u200b31\u00a0August"),
        ("ABC202301.E\n", "ABC202301.E\u200b\n"),
        ("2. Sit", "\u200b2.\u00a0Sit"),
        ("References\n", "References\u200b\n"),
        ("Sources Consulted", "Sources\u00a0Consulted"),
    ],
)
def test_what_nobody_sees_hides_no_part(old: str, new: str) -> None:
    found = read_string(REPORT.replace(old, new))
    assert [(b.kind, b.number) for b in found.blocks] == [
        (b.kind, b.number) for b in read_string(REPORT).blocks
    ]
    assert found.text == REPORT.replace(old, new)
    assert found.date == "2023-08-31"


def test_french_is_known_by_its_words_not_by_its_number() -> None:
    french = REPORT.replace(
        "Sources state that the port is closed", "Selon des sources, le port de la ville est fermé"
    )
    french = french.replace("The mayor writes that it", "Le maire écrit que le port").replace(
        "Nobody came", "Personne n'est venu dans la ville"
    )
    french = french.replace("The priest said the following:", "Le prêtre a dit :").replace(
        "A Land: The port", "Le pays : le port"
    )
    assert read_string(french).language == "fr"


def test_an_entry_that_cannot_be_read_is_kept_with_a_finding() -> None:
    report = read_string(REPORT.replace("The Ledger. 2023-01-02.", "The Ledger, undated,"))
    assert [b.kind for b in report.blocks if b.text.startswith("The Ledger,")] == [BlockKind.VERBATIM]
    assert [f.check for f in report.findings] == ["read.verbatim", "read.no-entry"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("ABC202301.E", "no number", "no report number"),
        ("31 August 2023", "some day", "no date"),
        ("References\n", "\n", "the reference list has no heading"),
        ("A Land: The port (2021–August 2023)\n", "", "no title"),
    ],
)
def test_what_cannot_be_done_without_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(RirError, match=said) as error:
        read_string(REPORT.replace(old, new), "r.txt")
    assert str(error.value).startswith("r.txt")
    assert error.value.fix
