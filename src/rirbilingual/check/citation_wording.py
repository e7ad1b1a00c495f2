"""French citations to the words in them that are still English: "n.d.", "see also", "Sec."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rirbilingual.check.joined import Joined
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Gender, Severity, SourceRow
from rirbilingual.text.normalise import folded
from rirbilingual.text.typeset import NBSP

_WORDS = (
    (r"n\.\s?d\.", "s.d."),
    (r"[Ss]ee also(?=\s)", "voir aussi"),
    (r"[Ss]ee(?=\s(?!also))", "voir"),
    (r"[Ss]ecs?\.", "sect."),
    (r"[Pp]aras?\.", "paragr."),
    (r"Arts?\.", "art."),
    (r"[Cc]hap(?:ter)?\.?(?=\s[\dIVX])", "chap."),
    (r"pp\.", "p."),
    (r"US(?=\s(?:\d|s\.d|n\.d|\[))", "É.-U."),
    (r"UN(?=\s(?:\d|s\.d|n\.d|\[))", f"Nations{NBSP}Unies"),
    (r"brackets in original", "crochets dans l'original"),
    (r"emphasis in original", "en italique dans l'original"),
    (r"emphasis added", "non souligné dans l'original"),
    (r"cited in", "cité dans"),
)
_BEFORE = r"(?<![\w.-])"
_ENGLISH = tuple((re.compile(f"{_BEFORE}{pattern}"), french) for pattern, french in _WORDS)
_ANY = re.compile(f"{_BEFORE}(?:{'|'.join(pattern for pattern, _ in _WORDS)})")  # most citations have none


def _find(subject: Subject) -> Iterator[Found]:
    persons = {folded(row.label): row for row in subject.sources if row.gender is not None and row.french}
    for passage in subject.passages:
        if not passage.is_body:
            continue
        text = passage.french.text
        for citation in passage.french.citations:
            for pattern, french in _ENGLISH if _ANY.search(text, citation.start, citation.end) else ():
                for match in pattern.finditer(text, citation.start, citation.end):
                    wording = french.replace(NBSP, " ")
                    ids, start, end = passage.place(match.start(), match.end())
                    message = f"“{match[0]}” in a French citation is “{wording}”"
                    yield Found(message, ids, start, end, wording)
        yield from _roles(passage, persons)


def _roles(passage: Joined, persons: Mapping[str, SourceRow]) -> Iterator[Found]:
    """Persons who are cited by their English role. The fix is the table's French, once the gender is decided."""
    for citation in passage.french.citations:
        for source in citation.sources:
            row = persons.get(folded(source.label))
            if row is not None and folded(row.french) != folded(row.label):
                ids, start, end = passage.place(source.start, source.start + len(source.label))
                message = (
                    f"“{source.label}” in a French citation is “{row.french}”, as the table of sources says"
                )
                yield Found(
                    message, ids, start, end, row.french if row.gender is not Gender.UNKNOWN else None
                )


PLUGIN = Check(
    id="citation.wording",
    severity=Severity.ERROR,
    why="The apparatus of a citation is standing words: n.d. is s.d., US is É.-U., Sec. is sect. A source's "
    "name and its date stay; a person's role is translated.",
    find=_find,
    good=(
        Example(
            "It was said before (CSI n.d.a; see also US 2024-02-11, Sec. 2).",
            "Cela a déjà été dit (CSI s.d.a; voir aussi É.-U. 2024-02-11, sect. 2).",
        ),
    ),
    bad=(
        Example(
            "They rarely call back (Lawyer 2024-03-14).",
            "Ils rappellent rarement (Lawyer 2024-03-14).",
            sources=(SourceRow("Lawyer 2024-03-14", "Lawyer", "avocate", Gender.F),),
            fixed="Ils rappellent rarement (avocate 2024-03-14).",
        ),
        Example(
            "It was said before (CSI n.d.a; see also US 2024-02-11, Sec. 2).",
            "Cela a déjà été dit (CSI n.d.a; see also US 2024-02-11, Sec. 2).",
            fixed="Cela a déjà été dit (CSI s.d.a; voir aussi É.-U. 2024-02-11, sect. 2).",
        ),
    ),
    safe=True,
)
