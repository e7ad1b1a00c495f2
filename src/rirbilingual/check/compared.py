"""Values of each unit in both languages to those lost and those added: what only moved within its passage is
neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

V = TypeVar("V", bound=Hashable)


class Valued(NamedTuple, Generic[V]):
    """A stretch of a text that is compared by value."""

    value: V
    start: int
    end: int
    unit: int  # its unit's index in the passage


@dataclass(frozen=True, slots=True)
class Difference(Generic[V]):
    """Stretches of the English that the French has not, and of the French that the English has not."""

    lost: tuple[Valued[V], ...]
    added: tuple[Valued[V], ...]


def difference(
    english: Sequence[Valued[V]],
    french: Sequence[Valued[V]],
    same: Callable[[V, V], bool] | None = None,
) -> Difference[V]:
    """What differs as a multiset, the values of one unit answering each other before those of its
    neighbours. same: equality, where it is not `==`."""
    if same is None and [(v.value, v.unit) for v in english] == [(v.value, v.unit) for v in french]:
        return Difference((), ())
    lost, added = list(english), list(french)
    for within in (True, False):
        for valued in tuple(lost):
            answer = next(
                (
                    other
                    for other in added
                    if (not within or other.unit == valued.unit)
                    and (same(valued.value, other.value) if same else valued.value == other.value)
                ),
                None,
            )
            if answer is not None:
                lost.remove(valued)
                added.remove(answer)
    return Difference(tuple(lost), tuple(added))


def surplus(first: Sequence[V], second: Sequence[V]) -> Counter[V]:
    """What the first has more often than the second."""
    return Counter(first) - Counter(second)
