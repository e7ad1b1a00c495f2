"""Reviewed files to units: what a person has written is never overwritten, and never final by itself."""

from rirbilingual.review.approve import Approved, Left, Revoked, Scope, approve, revoked, rule_made
from rirbilingual.review.drafts import holds_reviewed, redraft, stamped, untouched

__all__ = [
    "Approved",
    "Left",
    "Revoked",
    "Scope",
    "approve",
    "holds_reviewed",
    "redraft",
    "revoked",
    "rule_made",
    "stamped",
    "untouched",
]
