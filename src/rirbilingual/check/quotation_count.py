"""Citation spans to those with fewer or more quotations in French than in English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rirbilingual.check.joined import Joined
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Quotation, Severity


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind is BlockKind.REFERENCE or not passage.is_translated:
            continue
        english, french = passage.english, passage.french
        said = [q for q in english.outermost if not _is_mention(english.text[q.inner_start : q.inner_end])]
        if len(french.outermost) in (len(said), len(english.outermost)):
            continue
        counts = [
            (_in_unit(n, english.starts, said), _in_unit(n, french.starts, french.outermost))
            for n in range(len(passage.units))
        ]
        yield _found(passage, counts)


def _is_mention(words: str) -> bool:
    """Whether a word of the English language is spoken of, as in: by striking out "and"."""
    return words.strip(" ;,.").casefold() in ("and", "or", "but", "the", "a", "an")


def _in_unit(n: int, starts: Sequence[int], quotations: Sequence[Quotation]) -> int:
    end = starts[n + 1] if n + 1 < len(starts) else None
    return sum(starts[n] <= q.start and (end is None or q.start < end) for q in quotations)


def _found(passage: Joined, counts: list[tuple[int, int]]) -> Found:
    uneven = [n for n, (english, french) in enumerate(counts) if english != french]
    first = uneven[0]
    english, french = counts[first]
    message = f"{_quotations(english)} in English, {_quotations(french)} in French"
    return Found(message, tuple(passage.units[n].id for n in uneven))


def _quotations(count: int) -> str:
    return "1 quotation" if count == 1 else f"{count or 'no'} quotations"


_ENGLISH = 'The port is "closed" and the ferries are "taxed" (CSI 2023-11, 4).'

PLUGIN = Check(
    id="quotation.count",
    severity=Severity.ERROR,
    why="What is quoted in one language is quoted in the other. A quotation lost is a statement that nobody "
    "answers for; one added puts words in somebody's mouth.",
    find=_find,
    good=(
        Example(
            _ENGLISH,
            "Le port est [traduction] «~fermé~» et les traversiers sont «~taxés~» (CSI 2023-11, 4).",
        ),
        Example(
            'He said that "they left.\nThey never came back" (CSI 2023-11, 4).',
            "Il a dit ceci~: [traduction] «~ils sont partis.\nIls ne sont jamais revenus~» (CSI 2023-11, 4).",
        ),
    ),
    bad=(
        Example(
            _ENGLISH, "Le port est [traduction] «~fermé~» et les traversiers sont taxés (CSI 2023-11, 4)."
        ),
        Example(
            'The port is "closed" (CSI 2023-11, 4).',
            "Le [traduction] «~port~» est «~fermé~» (CSI 2023-11, 4).",
        ),
    ),
)
