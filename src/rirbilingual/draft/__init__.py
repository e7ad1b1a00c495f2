"""Segments and their matches to drafted units; references to the table of decisions made once."""

from rirbilingual.draft.decisions import decisions, open_choices
from rirbilingual.draft.explain import explained
from rirbilingual.draft.ledger import approved_quotations
from rirbilingual.draft.machine import Machine
from rirbilingual.draft.ranking import WANTED
from rirbilingual.draft.units import units

__all__ = ["WANTED", "Machine", "approved_quotations", "decisions", "explained", "open_choices", "units"]
