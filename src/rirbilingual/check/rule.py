"""What a check is: a value with its id, why it exists, how it finds, and examples that run as tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rirbilingual.check.joined import Joined
from rirbilingual.model import BlockKind, Place, Report, Severity, SourceRow, State, Term
from rirbilingual.text.percents import USUAL


@dataclass(frozen=True, slots=True)
class Found:
    """A finding before its check signs it: fields as `model.Finding`'s."""

    message: str
    units: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    fix: str | None = None
    place: Place | None = None
    severity: Severity | None = None  # where one case weighs less than the check's own severity


@dataclass(frozen=True, eq=False)
class Subject:
    """What is checked. report: None for units that no report stands beside; then `sources` is empty too.

    passages: in reading order; none when only the English is looked at. A subject equals itself alone, so that what
    several checks find in it is found once.
    """

    report: Report | None = None
    passages: tuple[Joined, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    terms: tuple[Term, ...] = ()
    memory: tuple[tuple[str, str], ...] = ()  # English and French of approved units elsewhere
    percent: str = USUAL  # the house's style of percentages, one of text.percents.STYLES

    @cached_property
    def rows(self) -> dict[str, SourceRow]:
        return {row.key: row for row in self.sources}


@dataclass(frozen=True)
class Example:
    """A few lines that a check should be quiet about, or should find.

    Passages are separated by an empty line, units of a passage by a line end. kinds: a kind a passage, the
    last one standing for those that follow. A passage of kind REFERENCE is an entry of the report's list.
    In French texts `~` stands for a no-break space, so that it can be seen.
    fixed: the French after the check's fixes, where there are any.
    percent: the house's style of percentages.
    codes: whether tags in the texts (`<em>`, `<a1>`) are inline codes, not letters.
    """

    english: str
    french: str = ""
    kinds: tuple[BlockKind, ...] = (BlockKind.PARAGRAPH,)
    sources: tuple[SourceRow, ...] = ()
    terms: tuple[Term, ...] = ()
    memory: tuple[tuple[str, str], ...] = ()
    state: State = State.REVIEWED
    approved: str = ""  # the French that was approved, where it is not `french`
    fixed: str | None = None
    percent: str = USUAL
    codes: bool = False


@dataclass(frozen=True)
class Check:
    """One rule. why: a sentence or two for people, in docs/check.md and SARIF.

    needs: "units" runs on units alone, "pair" wants the report and the table of sources, "source" looks at
    the report's own text only.
    """

    id: str
    severity: Severity
    why: str
    find: Callable[[Subject], Iterable[Found]]
    good: tuple[Example, ...]
    bad: tuple[Example, ...]
    needs: Literal["units", "pair", "source"] = "units"
    safe: bool = False  # its fixes may be applied without a person looking
    without: Callable[[], str] = lambda: ""  # what it needs and this machine has not; "" where it can run
