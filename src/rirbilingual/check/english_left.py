"""French texts to the words in them that are still English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.function_words import english_words
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Severity
from rirbilingual.text.normalise import normalised

# English names and titles that French texts give in parentheses or in guillemets.
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»|“[^“”]*”")
_WEAK = re.compile(r"(?<![\w'’-])(?P<word>the|of|and|for|is|was|were|to|with|by)(?![\w'’-])")

_FRENCH = frozenset(
    [
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "du",
        "de",
        "au",
        "aux",
        "ce",
        "cette",
        "ces",
        "son",
        "ses",
        "y",
        "en",
        "il",
        "ils",
        "elle",
        "elles",
        "se",
        "est",
        "sont",
        "que",
        "qui",
    ]
)


def _find(subject: Subject) -> Iterator[Found]:
    for _, unit in spoken(subject):
        if normalised(unit.source) == normalised(unit.target):
            continue
        text = _ASIDE.sub(_blank, unit.target)
        left = [*english_words(text), *_weak(text), *_quoted_english(unit.target)]
        if left:
            start = unit.target.find(left[0])
            match = re.search(rf"(?<!\w){re.escape(left[0])}(?!\w)", unit.target)
            start = match.start() if match else start
            said = ", ".join(f"“{word}”" for word in dict.fromkeys(left))
            yield Found(f"still English: {said}", (unit.id,), start, start + len(left[0]))


def _blank(match: re.Match[str]) -> str:
    """As many spaces as the aside is long."""
    return " " * len(match[0])


def _weak(text: str) -> list[str]:
    """Weak words that stand between words in lower case, so in no name."""
    found = []
    for match in _WEAK.finditer(text):
        before = re.search(r"([^\W\d_]+) $", text[: match.start()])
        after = re.match(r" ([^\W\d_]+)", text[match.end() :])
        begins = before is not None and re.search(r"(?:^|[.!?:][ \u00a0])$", text[: before.start(1)])
        calm = before is None or before[1].islower() or (begins and match["word"] != "of")
        if (calm and (after is None or after[1].islower())) or (after and after[1] in _FRENCH):
            found.append(match["word"])
    return found


def _quoted_english(french: str) -> list[str]:
    """English words inside French quotations that are no titles: three strong words or more, or a quotation
    in lower case that holds one."""
    found: list[str] = []
    for match in re.finditer(r"«[^«»]*»", french):
        said = [*english_words(match[0]), *_weak(match[0])]
        inner = match[0].strip("«»\u00a0 ")
        if said and (len(said) >= 3 or inner[:1].islower() or inner.startswith("[")):
            found += said
    return found


PLUGIN = Check(
    id="english.left",
    severity=Severity.WARNING,
    why="A word that was left in English: “the”, “which”, “against”. Titles, and names given in parentheses, "
    "may be English.",
    find=_find,
    good=(
        Example(
            "The Port Monitor reports it, as does the review Voices of the Coast.",
            "Le Port Monitor le signale, comme la revue Voices of the Coast.",
        ),
        Example(
            "The Office of the Prosecutor (Office of the Prosecutor General) acts.",
            "Le parquet (Office of the Prosecutor General) agit.",
        ),
    ),
    bad=(
        Example("They moved against the port.", "Ils se sont tournés against le port."),
        Example("The crews and the police left.", "Les équipages and les policiers sont partis."),
        Example("They closed the port.", "Ils ont fermé the port."),
        Example(
            'It was "closed by those" (CSI 2023-11, 4).',
            "Il a été [traduction] «~closed by those~» (CSI 2023-11, 4).",
        ),
    ),
)
