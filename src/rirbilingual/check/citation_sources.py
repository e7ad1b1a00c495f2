"""Passages to the cited sources that are lost, added or altered in French."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rirbilingual.check.cited import value
from rirbilingual.check.compared import Valued, difference
from rirbilingual.check.joined import Joined, Side
from rirbilingual.check.labels import Labels
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import CitedSource, Severity, SourceRow
from rirbilingual.text.citations import date_value


def _find(subject: Subject) -> Iterator[Found]:
    labels = Labels(subject)
    for passage in subject.passages:
        if passage.is_body and passage.is_translated:
            yield from _in_passage(passage, labels)


def _valued(side: Side) -> list[Valued[CitedSource]]:
    return [
        Valued(source, source.start, source.end, side.index_at(source.start))
        for citation in side.citations
        for source in citation.sources
    ]


_Alike = Callable[[CitedSource, CitedSource], bool]


def _in_passage(passage: Joined, labels: Labels) -> Iterator[Found]:
    english, french = passage.english, passage.french
    exact = difference(
        _valued(english),
        _valued(french),
        lambda a, b: value(a) == value(b) and labels.agree(a.label, b.label),
    )
    # What is left: pair what shares a label and a date, then a date, then a label, to say what changed.
    lost, added = list(exact.lost), list(exact.added)
    ways: tuple[_Alike, ...] = (
        lambda a, b: date_value(a.date) == date_value(b.date) and labels.agree(a.label, b.label),
        lambda a, b: date_value(a.date) == date_value(b.date),
        lambda a, b: labels.agree(a.label, b.label),
    )
    for alike in ways:
        for one in tuple(lost):
            other = next((o for o in added if o.unit == one.unit and alike(one.value, o.value)), None)
            if other is not None:
                lost.remove(one)
                added.remove(other)
                ids, start, end = passage.place(other.start, other.end)
                was = english.text[one.start : one.end]
                now = french.text[other.start : other.end]
                wanted = labels.decided(one.value.label)
                known = wanted and not labels.agree(one.value.label, other.value.label)
                hint = f"; the table of sources says “{wanted}”" if known else ""
                yield Found(f"the citation of “{was}” became “{now}”{hint}", ids, start, end)
    for one in lost:
        was = english.text[one.start : one.end]
        yield Found(f"the citation of “{was}” is missing", (passage.units[one.unit].id,))
    for one in added:
        ids, start, end = passage.place(one.start, one.end)
        now = french.text[one.start : one.end]
        yield Found(f"the citation of “{now}” is not in the English", ids, start, end)


_ENGLISH = "The police have 85 officers (Port Monitor 2023-08-14; US 2024-02-11, 7)."

PLUGIN = Check(
    id="citation.sources",
    severity=Severity.ERROR,
    why="Both languages cite the same sources, with the same dates and pages. Labels are compared by what "
    "the table of sources, the termbase and the names of countries say, dates and pages by value.",
    find=_find,
    good=(
        Example(_ENGLISH, "La police compte 85 agents (Port Monitor 2023-08-14; É.-U. 2024-02-11, 7)."),
        Example(
            "Crews keep two thirds (Associate Professor of criminology 2024-03-05; CSI n.d.a).",
            "Les équipages gardent les deux tiers (professeure agrégée de criminologie "
            "2024-03-05; CSI s.d.a).",
            sources=(
                SourceRow(
                    "Associate Professor of criminology 2024-03-05",
                    "Associate Professor of criminology",
                    "professeure agrégée de criminologie",
                ),
            ),
        ),
        Example(
            "The law says so (Velmora 1998, Art. 61; UN July 12, 2012, para. 3).",
            "La loi le dit (Velmora 1998, art. 61; Nations Unies 12 juill. 2012, paragr. 3).",
        ),
    ),
    bad=(
        Example(_ENGLISH, "La police compte 85 agents (Port Monitor 2023-08-14)."),
        Example(_ENGLISH, "La police compte 85 agents (Port Monitor 2023-08-15; É.-U. 2024-02-11, 7)."),
        Example(_ENGLISH, "La police compte 85 agents (Port Monitor 2023-08-14; É.-U. 2024-02-11, 17)."),
        Example(_ENGLISH, "La police compte 85 agents (Voz de Tesar 2023-08-14; É.-U. 2024-02-11, 7)."),
        Example(
            _ENGLISH,
            "La police compte 85 agents (Port Monitor 2023-08-14; É.-U. 2024-02-11, 7; CSI 2023-11).",
        ),
    ),
)
