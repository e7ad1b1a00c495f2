"""Figures are sacrebleu's, with its signatures; effort counts what a person changed, by band."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rirbilingual.model import BANDS, Match, MatchKind, Unit
from rirbilingual.score import paired, scores
from rirbilingual.score.effort import effort
from rirbilingual.score.metrics import metrics

DRAFT = "Les équipages gardent environ les deux tiers de ce qu'ils perçoivent."
FINAL = "Les équipages conservent environ les deux tiers de ce qu'ils perçoivent."


def drafted(id: str, target: str, kind: MatchKind | None = None, score: int = 0, rule: str = "") -> Unit:
    unit = Unit(id, "The crews keep about two thirds.", target, rule=rule)
    return replace(unit, match=Match(unit, kind, score, target)) if kind is not None else unit


def test_a_draft_that_was_kept_has_full_marks() -> None:
    values = {metric.name: metric.value for metric in metrics([FINAL], [FINAL])}
    assert values == {"BLEU": 100.0, "chrF++": 100.0, "TER": 0.0}


def test_figures_carry_signatures_that_name_their_parameters() -> None:
    signatures = {metric.name: metric.signature for metric in metrics([DRAFT], [FINAL])}
    assert "tok:13a" in signatures["BLEU"]
    assert "nw:2" in signatures["chrF++"]
    assert "tok:tercom" in signatures["TER"]
    assert all("version:" in signature for signature in signatures.values())


def test_a_changed_word_costs_one_edit() -> None:
    found = effort([DRAFT, FINAL], [FINAL, FINAL])
    assert (found.units, found.unchanged, found.word_edits) == (2, 1, 1)
    assert found.words_changed == pytest.approx(100 / 22, abs=0.01)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_no_effort_where_nothing_changed(texts: list[str]) -> None:
    found = effort(texts, texts)
    assert (found.word_edits, found.character_edits, found.unchanged) == (0, 0, len(texts))


def test_units_are_scored_by_the_band_of_their_match() -> None:
    drafts = [
        drafted("a", DRAFT, MatchKind.CONTEXT, 100),
        drafted("b", DRAFT, MatchKind.FUZZY, 96),
        drafted("c", DRAFT, MatchKind.FUZZY, 80),
        drafted("d", DRAFT, rule="formula"),
        drafted("e", ""),
    ]
    finals = [replace(draft, target=FINAL) for draft in drafts]
    found = {score.band: score for score in scores(paired(drafts, finals))}
    assert list(found) == ["all", "context", "95-99", "75-84", "formula", "none"]
    assert set(found) - {"all"} <= set(BANDS)
    assert found["all"].units == 5
    assert found["all"].words == 5 * 6
    assert found["none"].effort.words_changed == 100.0


def test_units_without_a_reviewed_counterpart_are_left_out() -> None:
    draft = drafted("a", DRAFT)
    assert paired([draft], [replace(draft, id="b")]) == ()
    assert paired([draft], [replace(draft, source="Other words.")]) == ()
    assert paired([draft], [replace(draft, target=" ")]) == ()
    assert scores(()) == ()
