"""Laws of review over invented histories: no reviewed word is lost, none is attached to another source."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rirbilingual.formats.po import catalog_of, identified, po_bytes
from rirbilingual.model import Catalog, Context, State, Unit
from rirbilingual.review import Returned, merge, redraft, stamped, update
from rirbilingual.text.normalise import unit_id

WORDS = re.findall(
    r"\w+", "the wells in Valdemara hold water from May until rain returns and people of three towns use it"
)
RNG = st.integers(0, 2**32).map(random.Random)


def drafted(sources: list[str], rng: random.Random) -> Catalog:
    """A fresh draft: most units have a target that the program made."""
    seen: dict[str, int] = {}
    units = []
    for number, source in enumerate(sources):
        seen[source] = seen.get(source, 0) + 1
        target = f"B {' '.join(reversed(source.split()))}" if rng.random() < 0.8 else ""
        units.append(
            Unit(
                unit_id(source, seen[source]),
                source,
                target,
                State.TRANSLATED if target else State.INITIAL,
                where=f"VLM202404.E:{1 + number // 5} ¶{1 + number % 5}",
                context=Context(
                    *(sources[i] if 0 <= i < len(sources) else "" for i in (number - 1, number + 1))
                ),
            )
        )
    return stamped(Catalog("VLM202404.E", "VLM202404", "2024-04-18", "Valdemara", tuple(units)))


def sentence(rng: random.Random) -> str:
    if rng.random() < 0.15:
        return "The same source adds that."
    return " ".join(rng.choices(WORDS, k=rng.randint(2, 12))).capitalize() + "."


def edited_english(sources: list[str], rng: random.Random) -> list[str]:
    """The editor at work: words changed, sentences moved, deleted, added, split and merged."""
    made = list(sources)
    for _ in range(rng.randint(0, 4)):
        if not made:
            made.append(sentence(rng))
        i = rng.randrange(len(made))
        act = rng.choice(["change", "move", "delete", "add", "split", "merge", "swap"])
        words = made[i].split()
        if act == "change":
            words[rng.randrange(len(words))] = rng.choice(WORDS)
            made[i] = " ".join(words)
        elif act == "move":
            made.insert(rng.randrange(len(made)), made.pop(i))
        elif act == "delete":
            made.pop(i)
        elif act == "add":
            made.insert(i, sentence(rng))
        elif act == "split" and len(words) > 3:
            made[i : i + 1] = [" ".join(words[:2]) + ".", " ".join(words[2:])]
        elif act == "merge" and i + 1 < len(made):
            made[i : i + 2] = [f"{made[i].rstrip('.')}; {made[i + 1]}"]
        elif act == "swap":
            j = rng.randrange(len(made))
            made[i], made[j] = made[j], made[i]
    return made


def translated(catalog: Catalog, rng: random.Random, name: str) -> Catalog:
    """A person at work in an editor: some units corrected and cleared, some half done, some left."""
    units = []
    for unit in catalog.units:
        act = rng.random()
        if act < 0.35:
            units.append(
                replace(unit, target=f"{name} {rng.randint(0, 9)} {unit.source}", state=State.REVIEWED)
            )
        elif act < 0.5 and unit.target:
            units.append(replace(unit, state=max(unit.state, State.REVIEWED)))
        elif act < 0.6 and unit.state < State.REVIEWED:
            units.append(replace(unit, target=f"half done {unit.source}", state=State.TRANSLATED))
        elif act < 0.7:
            units.append(replace(unit, comments=(*unit.comments, f"Q(author): {rng.randint(0, 9)}?")))
        else:
            units.append(unit)
    return replace(catalog, units=tuple(units))


def through_an_editor(catalog: Catalog, rng: random.Random) -> Catalog:
    """Saved by some editor: wrapped, shuffled, with its comments or ids dropped, and read again."""
    text = po_bytes(catalog).decode()
    head, *entries = text.split("\n\n")
    if rng.random() < 0.4:
        rng.shuffle(entries)
    drop = [mark for mark in ("#.", "#:", "#|") if rng.random() < 0.2]
    if rng.random() < 0.2 and drop != ["#:"]:
        drop.append("msgctxt")
    lines = "\n\n".join([head, *entries]).split("\n")
    text = "\n".join(line for line in lines if not (drop and line.startswith(tuple(drop))))
    if rng.random() < 0.3:
        text = "\ufeff" + text.replace("\n", "\r\n")
    return catalog_of(text, "a.po")


def words_of(catalog: Catalog) -> set[tuple[str, str]]:
    """Every source and target that a person has reviewed, in use or not."""
    return {
        (unit.source, unit.target)
        for unit in (*catalog.units, *catalog.obsolete)
        if unit.state >= State.REVIEWED
    }


def held(catalog: Catalog) -> set[tuple[str, str]]:
    return {(unit.source, unit.target) for unit in (*catalog.units, *catalog.obsolete)}


def history(rng: random.Random) -> None:
    sources = [sentence(rng) for _ in range(rng.randint(0, 12))]
    catalog = drafted(sources, rng)
    for _ in range(rng.randint(1, 4)):
        before = catalog
        worked = translated(catalog, rng, "A")
        returned = through_an_editor(worked, rng)
        catalog, report = merge([Returned("KEY.po", before), Returned("A.po", returned)])
        disputed = {(c.unit, c.other[1]) for c in report.conflicts}
        for mine, theirs in zip(before.units, worked.units, strict=True):
            unit = next(u for u in catalog.units if u.id == mine.id)
            assert unit.source == mine.source
            assert unit.state >= mine.state or unit.target != mine.target
            if mine.state >= State.REVIEWED or theirs.state >= State.REVIEWED:
                texts = {unit.target, *(text for name, text in disputed if name == unit.id)}
                wanted = {u.target for u in (mine, theirs) if u.state >= State.REVIEWED}
                repeated = sum(u.source == mine.source for u in before.units) > 1
                assert wanted <= texts or repeated, (wanted, texts)
        assert words_of(worked) <= {
            *held(catalog),
            *((c.source, d[1]) for d in disputed for c in catalog.units if c.id == d[0]),
        }

        sources = edited_english([unit.source for unit in catalog.units], rng)
        after, _ = update(catalog, drafted(sources, rng))
        assert [unit.source for unit in after.units] == sources
        assert words_of(catalog) <= words_of(after)
        known = words_of(catalog)
        for unit in after.units:
            assert unit.state < State.REVIEWED or (unit.source, unit.target) in known
        comments = {line for unit in catalog.units if unit.target for line in unit.comments}
        assert comments <= {line for unit in (*after.units, *after.obsolete) for line in unit.comments}
        assert identified(catalog_of(po_bytes(after).decode(), "b.po")).units == after.units
        catalog = after


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RNG)
def test_no_history_loses_a_reviewed_word_or_moves_it_to_another_source(rng: random.Random) -> None:
    history(rng)


@pytest.mark.soak
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RNG)
def test_no_history_of_two_thousand_does(rng: random.Random) -> None:
    history(rng)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RNG)
def test_english_that_changes_and_changes_back_leaves_the_reviewed_units_as_they_were(
    rng: random.Random,
) -> None:
    sources = list(dict.fromkeys(sentence(rng) for _ in range(10)))
    old = translated(drafted(sources, rng), rng, "A")
    there, _ = update(old, drafted(edited_english(sources, rng), rng))
    back, _ = update(there, drafted(sources, rng))
    for was, unit in zip(old.units, back.units, strict=True):
        if was.state >= State.REVIEWED:
            assert (unit.source, unit.target, unit.state) == (was.source, was.target, was.state)


@settings(max_examples=50, deadline=None)
@given(RNG)
def test_drafting_again_rewrites_only_what_nobody_has_touched(rng: random.Random) -> None:
    sources = [sentence(rng) for _ in range(8)]
    old = translated(drafted(sources, rng), rng, "A")
    again = drafted(sources, rng)
    after = redraft(old, again)
    for was, fresh, unit in zip(old.units, again.units, after.units, strict=True):
        touched = was.target.startswith(("A ", "half done")) or was.state >= State.REVIEWED
        assert unit.target == (was.target if touched else fresh.target)
        assert unit.comments == was.comments


@settings(max_examples=50, deadline=None)
@given(RNG)
def test_merging_a_file_with_itself_changes_nothing(rng: random.Random) -> None:
    whole = translated(drafted([sentence(rng) for _ in range(8)], rng), rng, "A")
    merged, report = merge([Returned("a.po", whole), Returned("b.po", whole)])
    assert merged == whole
    assert not report.conflicts
    assert not report.taken
