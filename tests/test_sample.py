"""The shipped content agrees with itself: sample, earlier pair, starter memory, termbase."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from rirbilingual import pipeline
from rirbilingual.check import source_findings
from rirbilingual.draft import decisions
from rirbilingual.exchange import import_file
from rirbilingual.files import shipped
from rirbilingual.formats.po import read_po
from rirbilingual.formats.sources import read_sources
from rirbilingual.formats.tbx import read_tbx
from rirbilingual.formats.tmx import read_entries, read_tmx
from rirbilingual.model import BlockKind, Gender, State
from rirbilingual.read import read
from rirbilingual.segment import segments
from rirbilingual.text.typeset import typeset
from rirbilingual.translation_memory import Memory

SAMPLE = Path(str(resources.files("rirbilingual") / "sample"))
STARTER = shipped("memories") / "starter.tmx"
EARLIER = SAMPLE / "VLM202301.tmx"


def test_the_reviewed_french_has_a_unit_for_every_segment() -> None:
    report = read(SAMPLE / "VLM202404.E.txt")
    units = read_po(SAMPLE / "VLM202404.EF.po").units
    assert [(u.id, u.source) for u in units] == [(s.id, s.text) for s in segments(report)]
    assert {u.state for u in units} == {State.REVIEWED}


def test_every_reference_has_its_decision_and_none_is_open() -> None:
    report = read(SAMPLE / "VLM202404.E.txt")
    rows = read_sources(SAMPLE / "VLM202404.sources.toml")
    assert [row.key for row in rows] == [row.key for row in decisions(report, segments(report))]
    assert [row.key for row in rows][: len(report.references)] == [r.key for r in report.references]
    assert not [row.key for row in rows if row.gender is Gender.UNKNOWN or row.guess]
    assert all(french for row in rows for _, french in row.originals)


def test_what_the_reviewed_french_says_of_its_draft_is_what_drafting_says_today(tmp_path: Path) -> None:
    for name in ("VLM202404.E.txt", "VLM202404.sources.toml", "VLM202301.tmx"):
        (tmp_path / name).write_bytes((SAMPLE / name).read_bytes())
    memory = tmp_path / "memory.sqlite"
    import_file(tmp_path / "VLM202301.tmx", str(memory))
    drafted = pipeline.draft(tmp_path / "VLM202404.E.txt", memories=[Memory.open(memory)])
    reviewed = read_po(SAMPLE / "VLM202404.EF.po").units
    assert [(u.match, u.rule, u.notes) for u in reviewed] == [
        (u.match, u.rule, u.notes) for u in read_po(drafted.po).units
    ]
    assert drafted.choices == ()


def test_a_french_source_is_quoted_in_its_own_words_without_a_marker() -> None:
    rows = read_sources(SAMPLE / "VLM202404.sources.toml")
    originals = [french for row in rows if row.language == "fr" for _, french in row.originals]
    units = read_po(SAMPLE / "VLM202404.EF.po").units
    quoting = [u.target for u in units if any(f"«\u00a0{words}\u00a0»" in u.target for words in originals)]
    assert len(originals) == 2
    assert quoting
    assert not any("[traduction]" in target for target in quoting)


@pytest.mark.parametrize("name", ["VLM202404.E.txt", "VLM202301.E.txt"])
def test_the_english_has_no_finding_of_its_own(name: str) -> None:
    assert source_findings(read(SAMPLE / name)) == ()


def test_the_earlier_memory_holds_the_earlier_pair() -> None:
    units = list(read_tmx(EARLIER))
    english = segments(read(SAMPLE / "VLM202301.E.txt"))
    assert [u.source for u in units] == [s.text for s in english]
    french = (SAMPLE / "VLM202301.EF.txt").read_text(encoding="utf-8")
    assert not [u.target for u in units if u.target.rstrip(".") not in french]


def test_the_earlier_memory_knows_sentences_of_the_sample() -> None:
    known = {u.source for u in read_tmx(EARLIER) if u.kind is BlockKind.PARAGRAPH}
    shared = [s for s in segments(read(SAMPLE / "VLM202404.E.txt")) if s.text in known]
    assert len(shared) >= 5


def _french() -> list[tuple[str, BlockKind]]:
    units = [*read_tmx(STARTER), *read_tmx(EARLIER), *read_po(SAMPLE / "VLM202404.EF.po").units]
    return [(u.target, u.kind) for u in units]


def test_every_french_text_is_typeset() -> None:
    # A reference keeps its title as the source has it, an English colon included.
    texts = [text for text, kind in _french() if kind is not BlockKind.REFERENCE]
    texts += [term.french for term in read_tbx(shipped("memories") / "terms.tbx")]
    assert len(texts) > 900
    assert not [text for text in texts if typeset(text) != text]


def test_french_guillemets_and_brackets_are_balanced() -> None:
    for text, _ in _french():
        assert text.count("«") == text.count("»"), text
        assert text.count("[") == text.count("]"), text
        assert text.count("(") == text.count(")"), text


def test_the_starter_says_how_far_each_unit_can_be_trusted() -> None:
    entries = list(read_entries(STARTER))
    assert len(entries) > 400
    assert {dict(entry.attributes)["prop:x-evidence"] for entry in entries} == {"verified", "general"}
    assert len({entry.unit.source for entry in entries}) == len(entries)


def test_headings_of_the_starter_have_no_number() -> None:
    assert not [u.source for u in read_tmx(STARTER) if re.match(r"\d", u.source)]


def test_the_termbase_gives_roles_in_both_genders() -> None:
    roles: dict[str, set[str]] = {}
    for term in read_tbx(shipped("memories") / "terms.tbx"):
        if term.domain == "role":
            roles.setdefault(term.english, set()).add(term.note)
    assert len(roles) > 50
    assert all(notes in ({"m", "f"}, {"epicene"}) for notes in roles.values()), roles


def test_no_term_is_given_two_preferred_french_forms_but_roles() -> None:
    preferred: dict[tuple[str, str], list[str]] = {}
    for term in read_tbx(shipped("memories") / "terms.tbx"):
        if term.status == "preferred" and term.domain not in ("role", "discipline"):
            preferred.setdefault((term.domain, term.english), []).append(term.french)
    assert not {key: forms for key, forms in preferred.items() if len(forms) > 1}
