"""Labels and entries of lists of additional sources to French: names stay, states and roles are localised."""

from __future__ import annotations

import re
from functools import cache

from rirbilingual.draft.places import conventions, french_label, french_name
from rirbilingual.draft.references import Terms, no_terms
from rirbilingual.draft.topics import french_description

_STATE = re.compile(r"^(?P<state>[^–—]+?) (?P<dash>[–—]) (?P<rest>.+)$")


def french_source(text: str, *, term: Terms = no_terms) -> str | None:
    """A label or one entry in French; None for a description that the tables do not know whole."""
    label = _labels().get(text.strip().lower())
    if label is not None:
        return label
    stem = text.rstrip()
    end = "." if stem.endswith(".") and not re.search(r"\b[A-Z]\.$", stem) else ""
    stem = stem.removesuffix(".") if end else stem
    if stem[:1].islower() and " " in stem:
        description = french_description(stem, term=term)
        return None if description is None else description + end
    found = _STATE.match(stem)
    if found is not None:
        state = french_label(found["state"]) or found["state"]
        rest = ", ".join(term(part) or part for part in found["rest"].split(", "))
        return f"{state} {found['dash']} {rest}{end}"
    return (term(stem) or french_name(stem) or stem) + end


@cache
def _labels() -> dict[str, str]:
    return {english.lower(): french for english, french in conventions("source_lists")["labels"].items()}
