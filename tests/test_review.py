"""Review: what a person has done stays, what nobody has checked is never final, and each change is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rirbilingual.errors import RirError
from rirbilingual.files import write_whole
from rirbilingual.formats.po import po_bytes, read_po, write_po
from rirbilingual.formats.sources import read_sources, write_sources
from rirbilingual.formats.working import read_working
from rirbilingual.formats.xliff_write import xliff_bytes
from rirbilingual.model import (
    Approval,
    BlockKind,
    Catalog,
    Context,
    Finding,
    Gender,
    Match,
    MatchKind,
    Severity,
    SourceRow,
    State,
    Term,
    Unit,
)
from rirbilingual.read import read
from rirbilingual.review import (
    Carried,
    ChangeKind,
    Returned,
    Scope,
    approve,
    blocks,
    final_units,
    holds_reviewed,
    merge,
    propagate,
    queries,
    redraft,
    revoked,
    rule_made,
    shortened,
    split,
    stamped,
    status,
    update,
    uses,
)
from rirbilingual.review.split import PART
from rirbilingual.segment import segments
from rirbilingual.text.codes import unit_digest
from rirbilingual.text.normalise import unit_id

WHEN = "2024-05-01T09:00:00Z"


def unit(source: str, target: str = "", state: State = State.TRANSLATED, **fields: object) -> Unit:
    made = Unit(unit_id(source), source, target, state if target else State.INITIAL, where="VLM202404.E:1 ¶1")
    return replace(made, **fields)  # type: ignore[arg-type]


def catalog(*units: Unit, key: str = "VLM202404") -> Catalog:
    return stamped(Catalog(f"{key}.E", key, "2024-04-18", "Wells", units))


def cleared(whole: Catalog, *targets: str) -> Catalog:
    """The first units as a person leaves them: with these targets, reviewed."""
    made = [replace(u, target=t, state=State.REVIEWED) for u, t in zip(whole.units, targets, strict=False)]
    return replace(whole, units=(*made, *whole.units[len(targets) :]))


THREE = catalog(
    unit("One well is dry.", "Un."), unit("Two wells hold water.", "Deux."), unit("Three.", "Trois.")
)


# --------------------------------------------------------------------------- approval


def test_only_cleared_units_without_an_error_become_final() -> None:
    whole = cleared(THREE, "Un puits est à sec.", "Deux puits ont de l'eau.")
    error = Finding("number.missing", Severity.ERROR, "2 is missing", (whole.units[1].id,))
    approved, report = approve(whole, [error], reviewer="Ada", when=WHEN)
    assert [u.state for u in approved.units] == [State.FINAL, State.REVIEWED, State.TRANSLATED]
    assert [left.reason for left in report.left] == [
        "2 is missing (number.missing)",
        "still fuzzy: nobody has cleared it",
    ]
    assert report.final == (whole.units[0].id,)


def test_an_open_query_blocks_approval_until_it_is_answered() -> None:
    whole = cleared(catalog(unit("One.", "Un.", comments=("Q(author): one what?",))), "Un.")
    assert approve(whole, [], reviewer="Ada", when=WHEN)[1].left[0].reason == "an open query: one what?"
    asked = whole.units[0]
    answered = replace(whole, units=(replace(asked, comments=(*asked.comments, "A: one well")),))
    assert approve(answered, [], reviewer="Ada", when=WHEN)[1].final == (asked.id,)
    assert [(q.to, q.answer) for q in queries(answered)] == [("author", "one well")]


def test_an_edit_after_approval_revokes_it_and_says_so() -> None:
    final, _ = approve(cleared(THREE, "Un."), [], reviewer="Ada", when=WHEN)
    edited = replace(final, units=(replace(final.units[0], target="Une."), *final.units[1:]))
    after, gone = revoked(edited)
    assert [(r.unit, r.approval.reviewer) for r in gone] == [(final.units[0].id, "Ada")]
    assert after.units[0].state is State.REVIEWED
    alone = replace(edited, units=(replace(edited.units[0], state=State.REVIEWED),))  # as it is read again
    assert [block.reason for block in blocks(alone)] == ["reviewed, not approved"]
    assert status(alone).by_person == ()
    assert after.units[0].notes[-1] == f"revoked: approval by Ada of {WHEN}: its words have changed since"
    assert revoked(final) == (final, ())


def test_two_signatures_are_two_peoples() -> None:
    whole = cleared(catalog(unit("One.", "Un.")), "Un.")
    once, first = approve(whole, [], reviewer="Ada", when=WHEN, role="translator")
    assert (first.final, first.signed) == ((), (whole.units[0].id,))
    _, same = approve(once, [], reviewer="Ada", when=WHEN, role="reviser")
    assert "two people's" in same.left[0].reason
    for name in ("Ada ", "ada", " ADA\u00a0"):
        assert "two people's" in approve(once, [], reviewer=name, when=WHEN, role="reviser")[1].left[0].reason
    twice, second = approve(once, [], reviewer="Bo", when=WHEN, role="reviser")
    assert second.final == (whole.units[0].id,)
    assert not blocks(twice, signatures=2)
    assert blocks(once, signatures=2)[0].reason == "signed once, and the other signature is missing"


def test_a_reviewers_name_is_read_back_as_it_was_given() -> None:
    whole = cleared(catalog(unit("One.", "Un.")), "Un.")
    final, _ = approve(whole, [], reviewer=" Ada \n Byron ", when=WHEN)
    assert final.units[0].approvals[0].reviewer == "Ada Byron"
    for name in ("", " \u00a0", "Ada (translator)", "Ada (reviser) "):
        with pytest.raises(RirError, match="--reviewer"):
            approve(whole, [], reviewer=name, when=WHEN)


def test_a_unit_final_before_two_were_asked_takes_the_other_signature() -> None:
    alone, _ = approve(cleared(catalog(unit("One.", "Un.")), "Un."), [], reviewer="Ada", when=WHEN)
    (id_,) = (unit.id for unit in alone.units)
    assert blocks(alone, signatures=2)
    _, same = approve(alone, [], reviewer="Ada", when=WHEN, role="translator")
    assert same.left[0].reason == "Ada has signed already"
    twice, second = approve(alone, [], reviewer="Bo", when=WHEN, role="reviser")
    assert second.final == (id_,)
    assert not blocks(twice, signatures=2)
    assert approve(twice, [], reviewer="Cy", when=WHEN)[0] == twice


def test_the_batch_takes_what_rules_made_and_nothing_else() -> None:
    reference = unit('AP. 2023. "Wells."', "AP. 2023. « Wells ».", kind=BlockKind.REFERENCE, rule="reference")
    heading = unit("Notes", "Notes", kind=BlockKind.HEADING, rule="heading")
    quoted = unit('They "left".', "Ils sont « partis ».", rule="formula")
    found = unit("Corrected.", "Corrigé.", rule="formula")
    remembered = unit(
        "Known.", "Connu.", rule="formula", match=Match(Unit("x", "Known."), MatchKind.EXACT, 100, "Connu.")
    )
    whole = catalog(reference, heading, quoted, found, remembered)
    warning = Finding("x", Severity.INFO, "look", (found.id,))
    assert [u.id for u in rule_made(whole, [warning])] == [reference.id, heading.id]
    approved, report = approve(whole, [warning], reviewer="Ada", when=WHEN, scope=Scope.RULE_MADE)
    assert report.final == (reference.id, heading.id)
    assert approved.units[0].approvals[0].batch


def test_one_unit_by_name_and_no_other() -> None:
    whole = cleared(THREE, "Un.", "Deux.")
    _, report = approve(whole, [], reviewer="Ada", when=WHEN, only=[whole.units[1].id])
    assert report.final == (whole.units[1].id,)
    assert report.left == ()
    with pytest.raises(RirError, match="no unit nowhere"):
        approve(whole, [], reviewer="Ada", when=WHEN, only=[whole.units[1].id, "nowhere"])


# --------------------------------------------------------------------------- draft and update


def test_a_file_with_reviewed_work_is_known() -> None:
    assert not holds_reviewed(THREE)
    assert holds_reviewed(cleared(THREE, "Un."))


def test_drafting_again_keeps_a_half_done_unit() -> None:
    touched = replace(THREE, units=(replace(THREE.units[0], target="Un puits"), *THREE.units[1:]))
    again = redraft(touched, catalog(*(replace(u, target="neuf", notes=()) for u in THREE.units)))
    assert [u.target for u in again.units] == ["Un puits", "neuf", "neuf"]


def test_drafting_again_brings_back_what_a_person_wrote_with_its_english() -> None:
    first, second, third = THREE.units
    begun = (
        replace(first, target="Un puits", comments=("mine",)),
        replace(second, comments=("Q(author): ?",)),
    )
    other = catalog(unit("One well is wet.", "Neuf."), unit("Two wells hold rain.", "Neuf."), third)
    away = redraft(replace(THREE, units=(*begun, third)), other)
    assert [(u.target, u.comments) for u in away.obsolete] == [
        ("Un puits", ("mine",)), ("Deux.", ("Q(author): ?",)),
    ]  # fmt: skip
    again = redraft(away, other)
    assert again == away
    back = redraft(again, THREE)
    assert [(u.target, u.comments) for u in back.units] == [
        ("Un puits", ("mine",)), ("Deux.", ("Q(author): ?",)), ("Trois.", ()),
    ]  # fmt: skip
    assert not back.obsolete


def test_update_reopens_exactly_what_the_english_changed(tmp_path: Path) -> None:
    old, _ = approve(cleared(THREE, "A", "B", "C"), [], reviewer="Ada", when=WHEN)
    new = catalog(unit("Three."), unit("One well is dry."), unit("Two wells hold no water."), unit("Four."))
    after, report = update(old, new)
    assert [(u.target, u.state) for u in after.units] == [
        ("C", State.FINAL), ("A", State.FINAL), ("B", State.TRANSLATED), ("", State.INITIAL),
    ]  # fmt: skip
    changed = after.units[2]
    assert changed.match is not None
    assert changed.match.unit.source == "Two wells hold water."
    assert "changed: Two wells hold {+no +}water." in changed.notes
    assert [r.reason for r in report.revoked] == ["the English changed"]
    assert {c.kind for c in report.changes} == {ChangeKind.MOVED, ChangeKind.CHANGED, ChangeKind.ADDED}
    write_po(after, tmp_path / "a.po")
    assert b'#| msgid "Two wells hold water."' in (tmp_path / "a.po").read_bytes()


def test_update_sees_sentences_split_and_merged() -> None:
    old = cleared(
        catalog(
            unit("The wells are dry in May, and people leave the town."),
            unit("A b c d."),
            unit("E f g h."),
        ),
        "Les puits sont à sec.",
        "Abcd.",
        "Efgh.",
    )
    new = catalog(
        unit("The wells are dry in May."), unit("People leave the town."), unit("A b c d, e f g h.")
    )
    after, report = update(old, new)
    assert [c.kind for c in report.changes] == [ChangeKind.SPLIT, ChangeKind.MERGED]
    assert [u.target for u in after.units] == ["Les puits sont à sec.", "", "Abcd. Efgh."]
    assert {u.target for u in after.obsolete} == {"Les puits sont à sec.", "Abcd.", "Efgh."}


def test_a_deleted_unit_comes_back_with_its_french() -> None:
    old = cleared(THREE, "A", "B", "C")
    without, gone = update(old, catalog(*THREE.units[:2]))
    assert [c.kind for c in gone.changes] == [ChangeKind.DELETED]
    back, report = update(
        without, catalog(*(replace(u, target="", state=State.INITIAL) for u in THREE.units))
    )
    assert [c.kind for c in report.changes] == [ChangeKind.REVIVED]
    assert back.units == old.units
    assert not back.obsolete


@pytest.mark.parametrize(
    "meanwhile",
    [
        ("One well is dry.", "Two wells hold no water.", "Three."),  # changed
        ("One well is dry, and two wells hold water.", "Three."),  # merged
        ("One well is dry.", "Two wells.", "They hold water.", "Three."),  # split
        ("Two wells hold no water.", "Three.", "One well is dry."),  # changed and moved
    ],
)
def test_english_that_was_changed_back_has_its_approved_french_again(meanwhile: tuple[str, ...]) -> None:
    old, _ = approve(cleared(THREE, "A", "B", "C"), [], reviewer="Ada", when=WHEN)
    changed, _ = update(old, catalog(*map(unit, meanwhile)))
    meant = [u.target if u.state is State.FINAL else f"neuf {u.source}" for u in changed.units]
    worked, _ = approve(cleared(changed, *meant), [], reviewer="Bo", when=WHEN)
    back, report = update(worked, catalog(*(unit(u.source) for u in THREE.units)))
    assert [(u.target, u.state) for u in back.units] == [(letter, State.FINAL) for letter in "ABC"]
    assert {c.kind for c in report.changes} <= {ChangeKind.REVIVED, ChangeKind.DELETED, ChangeKind.MOVED}
    assert not report.revoked
    written = {u.target for u in (*back.units, *back.obsolete)}
    assert {u.target for u in worked.units} <= written


def test_of_two_equal_sentences_the_approved_french_stays_whichever_is_deleted() -> None:
    one, two = unit("The well is dry."), unit("Two.")
    again = replace(one, id=unit_id(one.source, 2))
    old, _ = approve(cleared(catalog(one, two), "A", "B"), [], reviewer="Ada", when=WHEN)
    twice, _ = update(old, catalog(one, two, again))
    asked = replace(twice, units=(*twice.units[:2], replace(twice.units[2], comments=("dry?",))))
    after, report = update(asked, catalog(two, one))
    assert [(u.target, u.state) for u in after.units] == [("B", State.FINAL), ("A", State.FINAL)]
    assert after.units[1].comments == ("dry?",)
    assert not after.obsolete
    assert {c.kind for c in report.changes} == {ChangeKind.DELETED, ChangeKind.REVIVED}
    begun = replace(twice, units=(*twice.units[:2], replace(twice.units[2], target="à moi")))
    after, _ = update(begun, catalog(two, one))
    assert [u.target for u in (*after.units, *after.obsolete)] == ["B", "à moi", "A"]


def test_another_report_is_refused() -> None:
    with pytest.raises(RirError, match="VLM202404"):
        update(THREE, catalog(unit("One well is dry."), key="VLM202405"))
    with pytest.raises(RirError, match=r"b\.po"):
        merge([Returned("a.po", THREE), Returned("b.po", catalog(unit("One."), key="VLM202405"))])
    with pytest.raises(RirError, match="no unit in common"):
        merge([Returned("a.po", THREE), Returned("b.po", catalog(unit("Else.")))])


# --------------------------------------------------------------------------- merging


def test_two_halves_become_one() -> None:
    ada = replace(THREE, units=(replace(THREE.units[0], target="A", state=State.REVIEWED), *THREE.units[1:]))
    bo = replace(THREE, units=(*THREE.units[:2], replace(THREE.units[2], target="C", state=State.REVIEWED)))
    merged, report = merge([Returned("ada.po", ada), Returned("bo.po", bo)])
    assert [u.target for u in merged.units] == ["A", "Deux.", "C"]
    assert report.taken == ((THREE.units[2].id, "bo.po"),)
    assert not report.conflicts


def test_a_conflict_keeps_both_texts_and_blocks_approval() -> None:
    merged, report = merge([Returned("ada.po", cleared(THREE, "A")), Returned("bo.po", cleared(THREE, "B"))])
    assert [(c.kept, c.other) for c in report.conflicts] == [(("ada.po", "A"), ("bo.po", "B"))]
    assert merged.units[0].comments == ("Q(editor): two texts; this is from ada.po, and bo.po has: B",)
    assert "open query" in approve(merged, [], reviewer="Eve", when=WHEN)[1].left[0].reason
    assert merge([Returned("ada.po", merged), Returned("bo.po", cleared(THREE, "B"))])[0] == merged


def test_a_fix_of_an_approved_unit_is_taken_and_its_approval_revoked() -> None:
    final, _ = approve(cleared(THREE, "A"), [], reviewer="Ada", when=WHEN)
    fixed = replace(
        final, units=(replace(final.units[0], target="Â", state=State.REVIEWED), *final.units[1:])
    )
    merged, report = merge([Returned("a.po", final), Returned("b.po", fixed)])
    assert (merged.units[0].target, merged.units[0].state) == ("Â", State.REVIEWED)
    assert len(report.revoked) == 1


def test_a_fix_stands_against_untouched_copies_in_whatever_order_they_come_in() -> None:
    final, _ = approve(cleared(THREE, "A"), [], reviewer="Ada", when=WHEN)
    fixed = Returned("anne.po", cleared(final, "Â"))
    copy, working = Returned("berta.po", final), Returned("P.po", final)
    at_once, _ = merge([working, fixed, copy])
    for one, other in ((fixed, copy), (copy, fixed)):
        half, _ = merge([working, one])
        whole, report = merge([Returned("P.po", half), other])
        assert (whole.units[0].target, whole.units[0].state) == ("Â", State.REVIEWED)
        assert (whole, report.conflicts) == (at_once, ())
    alone, _ = merge([fixed, fixed])
    taken, report = merge([copy, Returned("anne.po", alone)])
    assert (taken.units[0].target, report.conflicts) == ("Â", ())


def test_stripped_ids_are_found_again_by_source_and_order() -> None:
    twice = catalog(unit("Ibid.", "a"), unit("Then."), unit("Ibid.", "b", id=unit_id("Ibid.", 2)))
    sent = replace(twice, units=tuple(replace(u, id="", target=u.target * 2) for u in twice.units))
    sent = replace(
        sent, units=tuple(replace(u, state=State.REVIEWED if u.target else u.state) for u in sent.units)
    )
    merged, report = merge([Returned("a.po", twice), Returned("b.po", sent)])
    assert [(u.id, u.target) for u in merged.units] == [(u.id, u.target * 2) for u in twice.units]
    assert len(report.by_source) == 3


def test_parts_handed_out_come_back_whole() -> None:
    whole = catalog(*(unit(f"{n} words here.", "x", where=f"VLM202404.E:{n // 4} ¶1") for n in range(20)))
    parts = split(whole, words=24)
    assert [len({u.where for u in part.units}) for part in parts] == [2, 2, 1]
    files = [Returned(f"{n}.po", part) for n, part in enumerate(reversed(parts))]
    assert merge(files)[0] == whole


def test_parts_may_be_joined_in_steps() -> None:
    whole = catalog(*(unit(f"{n} words here.", "x", where=f"VLM202404.E:{n // 4} ¶1") for n in range(16)))
    one, two, three, four = (Returned(f"{n}.po", part) for n, part in enumerate(split(whole, words=12), 1))
    half = Returned("a.po", merge([two, one])[0])
    assert dict(half.catalog.headers)[PART] == "1+2/4"
    assert merge([four, half, three])[0] == whole
    assert merge([half, Returned("b.po", merge([three, four])[0])])[0] == whole
    assert merge([half, two])[0] == half.catalog
    assert merge([Returned("w.po", whole), one, three])[0] == whole
    with pytest.raises(RirError, match="part 2 comes between"):
        merge([one, three])
    with pytest.raises(RirError, match="another split"):
        merge([one, Returned("2.po", split(whole, words=24)[1])])


# --------------------------------------------------------------------------- propagation, status, recall


def test_a_correction_reaches_its_identical_occurrences_but_no_touched_unit() -> None:
    same = [unit("The same source adds that.", "x", id=f"u{n}") for n in range(3)]
    whole = cleared(catalog(*same), "La même source ajoute que.")
    whole = replace(whole, units=(*whole.units[:2], replace(whole.units[2], target="à moi")))
    after, report = propagate(whole)
    assert [u.target for u in after.units] == ["La même source ajoute que."] * 2 + ["à moi"]
    assert [(c.unit, c.kind, c.old) for c in report.changes] == [("u1", Carried.UNIT, "x")]
    assert after.units[1].state is State.TRANSLATED
    assert propagate(after)[1].changes == ()


def test_a_quotation_and_a_label_are_carried_and_agreement_is_flagged() -> None:
    first = unit(
        'He said "it is dry" (Professor 2023-01-02).', "Il dit « c'est sec » (professeur 2023-01-02)."
    )
    other = unit(
        'Wells: "it is dry" (Professor 2023-01-02).', "Puits : « c'est aride » (professeur 2023-01-02)."
    )
    whole = cleared(catalog(first, other), "Il dit « tout est sec » (professeure 2023-01-02).")
    after, report = propagate(whole)
    assert after.units[1].target == "Puits : « tout est sec » (professeure 2023-01-02)."
    assert {(c.kind, c.agreement) for c in report.changes} == {
        (Carried.QUOTATION, False),
        (Carried.LABEL, True),
    }


def test_a_term_is_carried_where_the_draft_is_known() -> None:
    match = Match(
        Unit("m", "The wells are dry.", "Les puits sont secs."), MatchKind.EXACT, 100, "Les puits sont secs."
    )
    whole = catalog(
        unit("The wells are dry.", "Les puits sont secs.", match=match), unit("Two wells.", "Deux puits")
    )
    after, report = propagate(cleared(whole, "Les forages sont secs."), terms=[Term("wells", "puits")])
    assert after.units[1].target == "Deux forages"
    assert report.changes[0].agreement


def test_status_counts_words_and_names_what_blocks() -> None:
    whole, _ = approve(cleared(THREE, "A"), [], reviewer="Ada", when=WHEN)
    found = status(whole)
    assert found.words == sum(words for _, _, words in found.by_state) == 9
    assert found.by_person == (("Ada", 4),)
    assert [block.reason for block in found.blocks] == ["drafted, and nobody has reviewed it"]


def test_status_lists_signers_of_as_many_words_by_name() -> None:
    whole = cleared(THREE, "A")
    for name in ("Gil", "Ada", "Bo", "Cy", "Eve", "Dan", "Flo", "Hal"):
        approvals = (*whole.units[0].approvals, Approval(name, WHEN, unit_digest(whole.units[0])))
        whole = replace(whole, units=(replace(whole.units[0], approvals=approvals), *whole.units[1:]))
    assert [name for name, _ in status(whole).by_person] == [
        "Ada",
        "Bo",
        "Cy",
        "Dan",
        "Eve",
        "Flo",
        "Gil",
        "Hal",
    ]


def test_what_a_memory_learns_and_where_it_was_used() -> None:
    whole, _ = approve(cleared(THREE, "A"), [], reviewer="Ada", when=WHEN)
    (learnt,) = final_units(whole)
    assert (str(learnt.origin), learnt.origin.date) == ("VLM202404.E 1", "2024-04-18")
    user = unit("One well is dry!", "A!", match=Match(learnt, MatchKind.FUZZY, 90, "A"))
    assert uses(learnt, [catalog(user, key="VLM202406"), THREE]) == (("VLM202406.E", user.where, user.id),)


# --------------------------------------------------------------------------- decisions, and writing


def test_a_persons_comments_and_edits_of_the_decisions_survive(tmp_path: Path) -> None:
    path = tmp_path / "VLM202404.sources.toml"
    rows = (
        SourceRow("AP 2023", "AP", "AP"),
        SourceRow("Prof 2023", "Prof", "prof", Gender.UNKNOWN, "fr", "its title", (('a "b"', ""),)),
    )
    write_sources(rows, path, number="VLM202404.E")
    assert read_sources(path) == rows
    text = path.read_text().replace('gender = "unknown"', '# asked her\ngender = "f"  # sure')
    path.write_text(text)
    write_sources(read_sources(path), path, number="VLM202404.E")
    assert path.read_text() == text
    write_sources(read_sources(path)[1:], path, number="VLM202404.E")
    assert "[[unused]]" in path.read_text() and "# asked her" in path.read_text()
    assert [row.key for row in read_sources(path)] == ["Prof 2023"]


def test_the_table_does_not_grow_apart_as_rows_come_and_go(tmp_path: Path) -> None:
    path = tmp_path / "VLM202404.sources.toml"
    rows = [SourceRow(f"AP {year}", "AP", "AP") for year in range(2019, 2024)]
    for held in (rows[:3], rows[1:], rows[:2] + rows[3:], rows):
        write_sources(held, path, number="VLM202404.E")
        assert read_sources(path) == tuple(held)
        assert "\n\n\n" not in path.read_text() and not path.read_text().endswith("\n\n")


def test_a_comment_on_original_words_stays_when_the_report_quotes_more(tmp_path: Path) -> None:
    path = tmp_path / "VLM202404.sources.toml"
    rows = (
        SourceRow("AP 2023", "AP", "AP", None, "fr", "", (("a b", "ab"), ("c d", ""))),
        SourceRow("WHO 2023", "WHO", "OMS"),
    )
    write_sources(rows, path, number="VLM202404.E")
    path.write_text(path.read_text().replace('french = "ab"', 'french = "ab"  # from page 3\n# of the print'))
    more = (replace(rows[0], originals=(("e f", ""), ("a b", "ab"), ("c d", "cd"))), rows[1])
    write_sources(more, path, number="VLM202404.E")
    assert read_sources(path) == more
    text = path.read_text()
    assert 'french = "ab"  # from page 3\n# of the print\n' in text and "\n\n\n" not in text
    write_sources(more, path, number="VLM202404.E")
    assert path.read_text() == text


def test_a_source_that_comes_back_finds_its_row_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "VLM202404.sources.toml"
    rows = (
        SourceRow("AP 2023", "AP", "AP"),
        SourceRow("Prof 2023", "Prof", "prof", Gender.F, "fr", "", (("a b", "ab"), ("c d", "cd"))),
        SourceRow("WHO 2023", "WHO", "OMS"),
    )
    write_sources(rows, path, number="VLM202404.E")
    path.write_text(path.read_text().replace('french = "cd"', '# asked her\nfrench = "cd"'))
    before = path.read_text()
    for gone in (rows[1], rows[2], rows[1]):
        left = tuple(row for row in rows if row is not gone)
        write_sources(left, path, number="VLM202404.E")
        assert read_sources(path) == left
        assert read_sources(path, unused=True) == (*left, gone)
        write_sources(rows, path, number="VLM202404.E")
        assert path.read_text() == before
    write_sources(rows[:1], path, number="VLM202404.E")
    write_sources((rows[0], SourceRow("New 2024", "New", "Neuf")), path, number="VLM202404.E")
    assert {row.key for row in read_sources(path, unused=True)} == {*(row.key for row in rows), "New 2024"}
    assert path.read_text().count("[[unused]]") == 2


def test_of_two_unused_rows_the_first_comes_back_and_the_other_stays(tmp_path: Path) -> None:
    path = tmp_path / "VLM202404.sources.toml"
    path.write_text('[[unused]]\nkey = "a"\nfrench = "A"\n\n[[unused]]\nkey = "a"\nguess = "?"\n')
    write_sources(read_sources(path, unused=True), path, number="VLM202404.E")
    assert [row.french for row in read_sources(path)] == ["A"]
    assert path.read_text().count("[[unused]]") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[source]]\nkey = "a"\nlabel = \n', ":3: not TOML"),
        ('\n[[source]]\nkey = "a"\ngender = "x"', ":2: gender is 'x'"),
        ('[[source]]\nkey = "a"\n\n[[source]]\nkey = "a"', ":4: the key 'a' again"),
        ('[[source]]\nkey = "a"\ncolour = "b"', ":1: an unknown field, colour"),
        ('[[source]]\nlabel = "a"', ":1: a row without its key"),
        ('[[source]]\nkey = "a"\nlanguage = "French!"', ":1: language is 'French!'"),
        ('[[source]]\nkey = "a"\n[[source.original]]\nfrench = "b"', ":1: an original without its English"),
        ("source = 3", "`source` is no list"),
        ('[[source]]\nkey = "a"\n\n[[unused]]\nlabel = "b"', ":4: a row without its key"),
    ],
)
def test_a_wrong_row_is_named_by_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.sources.toml"
    path.write_text(text)
    with pytest.raises(RirError) as refused:
        read_sources(path)
    assert message in str(refused.value)


@pytest.mark.parametrize("broken", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod", "os.fdopen"])
def test_a_write_that_fails_anywhere_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    path = tmp_path / "a.po"
    write_po(THREE, path)
    before = path.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(broken, fail)
        with pytest.raises(RirError, match="no space left"):
            write_whole(path, po_bytes(cleared(THREE, "A")))
    assert path.read_bytes() == before
    assert read_po(path) == THREE or read_po(path).units != ()
    assert list(tmp_path.iterdir()) == [path]


# Each step of a whole write, and where a power cut would stop it.
STEPS = ("tempfile.mkstemp", "os.fdopen", "os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace", "os.open")
KILLED = """
import os, pathlib, sys
from pathlib import Path
from rirbilingual.files import write_whole
name, when, path = sys.argv[1:]
owner, _, attribute = name.rpartition(".")
owner = Path if owner == "pathlib.Path" else __import__(owner)
call = getattr(owner, attribute)
def killed(*args, **options):
    if when == "after":
        call(*args, **options)
    os._exit(9)
setattr(owner, attribute, killed)
write_whole(Path(path), b"new" * 100_000)
"""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_process_killed_at_any_step_leaves_the_old_file_or_the_new(
    tmp_path: Path, step: str, when: str
) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, step, when, str(path)], check=False)
    assert done.returncode == 9
    assert path.read_bytes() in (b"old", b"new" * 100_000)


# --------------------------------------------------------------------------- a real report


def test_a_real_report_goes_through_gettext_and_xliff_whole(tmp_path: Path) -> None:
    shared = Path(os.environ.get("RIRBILINGUAL_SHARED", Path(__file__).parents[2] / "shared"))
    report_file = shared / "seeds" / "MEX201603.E.txt"
    if not report_file.exists():
        pytest.skip(f"{report_file} is not there")
    report = read(report_file)
    found = segments(report)
    units = tuple(
        Unit(s.id, s.text, f"B {s.text}" if n % 3 else "", State.TRANSLATED if n % 3 else State.INITIAL,
             s.kind, f"{report.number}:{s.where}",
             Context(found[n - 1].text if n else "", found[n + 1].text if n + 1 < len(found) else ""))
        for n, s in enumerate(found)
    )  # fmt: skip
    whole = stamped(Catalog(report.number, report.key, report.date, report.title, units, "MEX201603.E.txt"))
    path = tmp_path / "MEX201603.EF.po"
    write_po(whole, path)
    assert read_po(path) == whole
    for version in ("1.2", "2.1"):
        (tmp_path / "a.xlf").write_bytes(xliff_bytes(whole, version=version))
        assert read_working(tmp_path / "a.xlf").units == whole.units
    if shutil.which("msgcat") is None or shutil.which("msgfmt") is None:
        pytest.skip("msgcat and msgfmt (package gettext) are not installed")
    subprocess.run(["msgfmt", "-c", "-o", str(tmp_path / "a.mo"), str(path)], check=True)
    subprocess.run(["msgcat", "-o", str(tmp_path / "b.po"), str(path)], check=True)
    assert read_po(tmp_path / "b.po") == whole


# --------------------------------------------------------------------------- files as editors return them

CASES = Path(__file__).parent / "cases" / "review"


def test_returned_files_merge_as_their_cases_say() -> None:
    working = read_working(CASES / "working.po")
    found = [path for path in sorted(CASES.glob("*.po")) if path.name != "working.po"]
    assert len(found) >= 2
    for path in found:
        merged, _ = merge([Returned("working.po", working), Returned(path.name, read_working(path))])
        lines = [f"{u.state.name.lower()}: {u.target}".rstrip() for u in merged.units]
        lines += [f"query to {q.to}: {q.text}" for q in queries(merged)]
        assert "\n".join(lines) + "\n" == path.with_suffix(".expected").read_text(), path.name


@pytest.mark.parametrize(
    "difference, shown",
    [
        ("{+new+}", "{+new+}"),
        ("[-one two three four five six seven eight-]", "[-one two three four five six seven eight-]"),
        ("a b c d e f g h [-i-]{+j+}", "… c d e f g h [-i-]{+j+}"),
        ("[-i-]{+j+} a b c d e f g h", "[-i-]{+j+} a b c d e …"),
        ("a b [-c-]{+d+} e f", "a b [-c-]{+d+} e f"),
        ("[-a-] 1 2 3 4 5 6 7 8 9 10 11 12 13 14 [-b-]", "[-a-] 1 2 3 4 5 … 9 10 11 12 13 14 [-b-]"),
    ],
)  # fmt: skip
def test_a_difference_is_shown_with_a_few_words_around_it(difference: str, shown: str) -> None:
    assert shortened(difference) == shown
