"""What is sought in a layer, and what is found there."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

LOWEST = 60  # percent: the postings serve thresholds from here on; lower ones look at the whole range
UNKNOWN = 0xFFFFFFFF  # the id of a token that no entry has
FARTHEST = 255  # positions of tokens beyond are written as this
SIGNATURE_BITS = 128
_DATE_DIGITS = 14  # of "2023-08-31T12:00:00Z"
_STATE = 100_000_000_000_000  # above every date


class Damaged(Exception):
    """A layer's file that is missing, cut short, changed or of another version: it is built again."""


class Row(NamedTuple):
    """What the index needs of a memory's unit. A better state, then a later date, then a lower id rank first."""

    id: int
    source: str
    state: int = 0
    date: str = ""


class Query(NamedTuple):
    """What is sought: the `limit` nearest rows to the tokens; rows in `skip` are not there."""

    tokens: tuple[str, ...]
    limit: int
    skip: Collection[int] = frozenset()


class Near(NamedTuple):
    """A row near the query, sorting best first: by loss, then `standing` (negated), then age.

    Its distance is `distance` of `longer` tokens."""

    loss: float
    minus_standing: int
    row: int
    distance: int
    longer: int


def told(message: str, *values: object) -> None:
    """Say it to who asked for it with -v. (A search that goes well need not wait for `logging`.)"""
    import logging

    logging.getLogger("rirbilingual").info(message, *values)


def standing(state: int, date: str) -> int:
    """State and date as one number, the better the greater. A date counts by its digits, to the second."""
    digits = "".join(c for c in date if "0" <= c <= "9")[:_DATE_DIGITS]
    return state * _STATE + int(digits.ljust(_DATE_DIGITS, "0") if digits else 0)
