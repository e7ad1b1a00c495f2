"""Reviewed files to units: what a person has written is never overwritten, and never final by itself."""

from rirbilingual.review.approve import Approved, Left, Revoked, Scope, approve, revoked, rule_made, signer
from rirbilingual.review.difference import shortened
from rirbilingual.review.drafts import holds_reviewed, redraft, stamped, untouched
from rirbilingual.review.memory_units import final_units, match_units, reviewed_units, uses
from rirbilingual.review.merge import Conflict, Merged, merge
from rirbilingual.review.propagate import Carried, Propagated, Propagation, propagate
from rirbilingual.review.queries import Query, open_queries, queries
from rirbilingual.review.returned import Returned
from rirbilingual.review.split import is_part, split
from rirbilingual.review.status import Block, Status, blocks, status
from rirbilingual.review.update import Change, ChangeKind, Updated, refuse_other, update

__all__ = [
    "Approved",
    "Block",
    "Carried",
    "Change",
    "ChangeKind",
    "Conflict",
    "Left",
    "Merged",
    "Propagated",
    "Propagation",
    "Query",
    "Returned",
    "Revoked",
    "Scope",
    "Status",
    "Updated",
    "approve",
    "blocks",
    "final_units",
    "holds_reviewed",
    "is_part",
    "match_units",
    "merge",
    "open_queries",
    "propagate",
    "queries",
    "redraft",
    "refuse_other",
    "reviewed_units",
    "revoked",
    "rule_made",
    "shortened",
    "signer",
    "split",
    "stamped",
    "status",
    "untouched",
    "update",
    "uses",
]
