"""Segments and their matches to drafted units; references to the table of decisions made once."""

from rirbilingual.draft.decisions import decisions
from rirbilingual.draft.explain import explained
from rirbilingual.draft.ranking import WANTED
from rirbilingual.draft.units import units

__all__ = ["WANTED", "decisions", "explained", "units"]
