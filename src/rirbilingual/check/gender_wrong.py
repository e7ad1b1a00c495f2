"""Persons whose gender the table says to the units whose French gives them the other one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rirbilingual.check.joined import Joined
from rirbilingual.check.roles import Roles
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import CitedSource, Gender, Severity, SourceRow, Term
from rirbilingual.text.citations import date_value
from rirbilingual.text.normalise import folded, words

_OTHER = {Gender.F: Gender.M, Gender.M: Gender.F}


def _find(subject: Subject) -> Iterator[Found]:
    roles = Roles(subject.terms)
    rows = [row for row in subject.sources if row.gender in _OTHER and roles.said(row.label)]
    for row in rows:
        assert row.gender is not None
        wrong = roles.form(roles.said(row.label), _OTHER[row.gender])
        if not wrong:  # both are said alike
            continue
        other, needed = _pattern(wrong), words(wrong)
        units, places = [], []
        for passage in subject.passages:
            for n, unit in enumerate(passage.units):
                if not needed <= words(unit.target):
                    continue
                at = _wrong(passage, n, other, row, rows, roles)
                if at is not None:
                    units.append(unit.id)
                    places.append(at)
        if units:
            start, end = places[0]
            form = roles.form(roles.said(row.label), row.gender)
            message = f"{row.key}: the table of sources says {row.gender.value}, so “{form}”"
            yield Found(message, tuple(units), start, end)


def _wrong(
    passage: Joined, n: int, other: re.Pattern[str], row: SourceRow, rows: Sequence[SourceRow], roles: Roles
) -> tuple[int, int] | None:
    """Where the unit's French gives the person the other gender: in a citation, or in the words around it."""
    unit = passage.units[n]
    said = list(other.finditer(unit.target))
    if not said:
        return None
    rivals = [r for r in rows if r.gender is not row.gender and roles.said(r.label) == roles.said(row.label)]
    speaks = _speaks_of(unit.source, row, rivals, roles)
    for match in said:
        start = passage.french.starts[n] + match.start()
        cited = [s for c in passage.french.citations for s in c.sources if s.start <= start < s.end]
        if _is_cited(cited[0], row, rivals) if cited else speaks:
            return match.span()
    return None


def _is_cited(source: CitedSource, row: SourceRow, rivals: Sequence[SourceRow]) -> bool:
    """Whether the French citation is this person's, by its date."""
    said = date_value(source.date)
    return _date(row) == said and said not in {_date(rival) for rival in rivals}


def _date(row: SourceRow) -> str:
    return date_value(row.key.removeprefix(row.label).strip())


def _pattern(form: str) -> re.Pattern[str]:
    """The role in the gender that the person has not."""
    return re.compile(rf"(?<![\w-]){re.escape(form)}(?![\w-])", re.IGNORECASE)


def _speaks_of(english: str, row: SourceRow, rivals: Sequence[SourceRow], roles: Roles) -> bool:
    """Whether the English speaks of this person, and of nobody of the same role and the other gender."""
    said = folded(english)
    role = roles.said(row.label)
    if not re.search(rf"(?<![\w-])(?:the|an?) {re.escape(role)}(?![\w-])", said):
        return False
    if not rivals:
        return True
    fields = {r.key: folded(r.label).removeprefix(role).strip() for r in (*rivals, row)}
    named = {
        key
        for key, field in fields.items()
        if re.search(
            rf"(?:the|an?) {re.escape(role)}"
            + (rf" {re.escape(field)}(?![\w-])" if field else r"(?! (?:of|in) )(?![\w-])"),
            said,
        )
    }
    return named == {row.key}


_TERMS = (
    Term("assistant professor", "professeur adjoint", "role"),
    Term("assistant professor", "professeure adjointe", "role"),
)
_ROWS = (
    SourceRow(
        "Assistant Professor 2024-03-14", "Assistant Professor", "professeure adjointe", Gender.F
    ),
    SourceRow(
        "Assistant Professor of law 2024-03-15", "Assistant Professor of law",
        "professeur adjoint de droit", Gender.M,
    ),
)  # fmt: skip
_ENGLISH = "The Assistant Professor said that they rarely call back (Assistant Professor 2024-03-14)."

PLUGIN = Check(
    id="gender.wrong",
    severity=Severity.ERROR,
    why="Whether a person quoted or interviewed is a woman is decided once, in the table of sources; the "
    "French follows it in the citations and in the sentences around them.",
    needs="pair",
    find=_find,
    good=(
        Example(
            _ENGLISH,
            "La professeure adjointe a dit qu'ils rappellent rarement (professeure adjointe 2024-03-14).",
            sources=_ROWS,
            terms=_TERMS,
        ),
        Example(
            "The Assistant Professor of law agrees (Assistant Professor of law 2024-03-15).",
            "Le professeur adjoint de droit est du même avis (professeur adjoint de droit 2024-03-15).",
            sources=_ROWS,
            terms=_TERMS,
        ),
    ),
    bad=(
        Example(
            _ENGLISH,
            "Le professeur adjoint a dit qu'ils rappellent rarement (professeure adjointe 2024-03-14).",
            sources=_ROWS,
            terms=_TERMS,
        ),
        Example(
            _ENGLISH,
            "La professeure adjointe a dit qu'ils rappellent rarement (professeur adjoint 2024-03-14).",
            sources=_ROWS,
            terms=_TERMS,
        ),
    ),
)
