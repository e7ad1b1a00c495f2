"""French texts of a report to the percentages that are not in the house's style."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Severity, SourceRow
from rirbilingual.text.percents import STYLES, other_percents


def _find(subject: Subject) -> Iterator[Found]:
    own = [words for row in subject.sources for _, words in row.originals if words]
    for _, unit in spoken(subject):
        for match in other_percents(unit.target, subject.percent):
            if not _is_own(unit.target, match.start(), own):
                right = STYLES[subject.percent]
                message = f"percentages are written {subject.percent}"
                yield Found(message, (unit.id,), match.start(), match.end(), right)


def _is_own(text: str, at: int, own: list[str]) -> bool:
    """Whether the place is within a French source's own words, which nobody rewrites."""
    return any(
        start <= at < start + len(words) for words in own for start in [text.find(words)] if start >= 0
    )


PLUGIN = Check(
    id="percent.style",
    severity=Severity.WARNING,
    why="Percentages are written in one way: 42 p. 100, unless the settings name another style: "
    '`percent = "%"` or `percent = "pour cent"`. A French source\'s own words keep theirs.',
    needs="pair",
    find=_find,
    good=(
        Example("It fell by 42 percent.", "Elle a baissé de 42~p.~100."),
        Example("It fell by 42 percent.", "Elle a baissé de 42~%.", percent="%"),
        Example("See https://example.org/2023%20list.", "Voir https://example.org/2023%20list."),
        Example(
            'It fell by [translation] "42 percent" (Le Large 2023).',
            "Elle a baissé de «~42~%~» (Le Large 2023).",
            sources=(
                SourceRow(
                    "Le Large 2023",
                    "Le Large",
                    "Le Large",
                    language="fr",
                    originals=(("42 percent", "42\u00a0%"),),
                ),
            ),
        ),
    ),
    bad=(
        Example("It fell by 42 percent.", "Elle a baissé de 42~%.", fixed="Elle a baissé de 42~p.~100."),
        Example(
            "It fell by 42 percent.",
            "Elle a baissé de 42~p.~100.",
            fixed="Elle a baissé de 42~%.",
            percent="%",
        ),
    ),
    safe=True,
)
