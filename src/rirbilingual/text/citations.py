"""Text in, citations out: parentheses that name sources and their dates, one or several, with pages."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from rirbilingual.model import Citation, CitedSource
from rirbilingual.text.dates import ISO, MONTH, WRITTEN, iso
from rirbilingual.text.normalise import folded
from rirbilingual.text.remembered import remembered

_LETTER = r"[a-z]?"
NO_DATE = rf"(?:[nNsS]\.[ \u00a0]?d\.{_LETTER})"
_YEAR = rf"(?:1[5-9]|20|21)\d\d{_LETTER}"
_BRACKETED = rf"\[(?:ca?\.[ \u00a0]?)?(?:{ISO}|{_YEAR})(?:\?)?{_LETTER}\]"
DATE = rf"(?:{ISO}{_LETTER}(?![\w-])|{WRITTEN}|{NO_DATE}(?!\w)|{_BRACKETED}|{_YEAR}(?![\w-]))"

_KEYS = 4096  # labels and dates whose keys are kept: a report has some hundreds, each compared often
_INNER = r"\([^()\n]{1,60}\)"  # "Art. 27(4)", "Amnesty International (AI)"
# The letter of a clause in French: « art. 4(1)a) »; no letter of a date, "(CSI 2023a)".
CLAUSE = r"(?<=[\d)])(?<!\b1[5-9]\d\d)(?<!\b2[01]\d\d)(?<!-\d\d)[a-z]{1,4}\)"
# Within a citation: more follows, « 3a) et 4b) », « 3(1)a)ii) », « 3a) à c) », « 3a), b) ».
_CLAUSE_INSIDE = (
    rf"{CLAUSE}(?=[()]|[a-z]{{1,4}}\)|[-–][a-z]{{1,3}}\)|[ \u00a0](?:et|ou|à|and|or|to)[ \u00a0]|,[ \u00a0]|;[ \u00a0](?![a-z]{{1,3}}\)))"
    r"|(?<=[ \u00a0\-–)])[a-z]{1,4}\)(?=[();,])"
)
_PARENTHESES = re.compile(rf"\(((?:{_CLAUSE_INSIDE}|[^()\n]|{_INNER}){{3,600}})\)")
_MAY_CITE = re.compile(rf"\d|{NO_DATE}")
_PREFIX = re.compile(
    r"(?:see also|see|e\.g\.|voir aussi|voir|p\. ex\.|cited in|cité dans)[ \u00a0]+", re.IGNORECASE
)
# A label, the date after white space, then pages or remarks after commas. The label may hold commas.
_SOURCE = re.compile(
    rf"(?:(?P<label>\S.*?),?[ \u00a0])??(?P<date>{DATE})(?P<pages>(?:[ \u00a0]{_INNER})?(?:,[ \u00a0].+)?)",
    re.DOTALL,
)
_CERTAIN = re.compile(rf"(?:{ISO}{_LETTER}|{NO_DATE}|{_BRACKETED})")
_PERIOD = re.compile(rf"\d[–-]{MONTH}|{_YEAR}–|–{_YEAR}")
_NOT_A_LABEL = re.compile(
    rf"(?:{MONTH}|in|since|by|from|until|of|on|to|between|before|after|as of|during|en|depuis|de|du|le|au|avant|après|entre"
    r"|pour|dès|vers|circa|about|estimate|est\.)(?:[ \u00a0].*)?"
    # a law by its number and year: "Law No. 20.507 of 2011", "Decree 12", "Loi n° 5"
    r"|(?:Laws?|Acts?|Bill|(?:Supreme |Executive |Legislative )?(?:Decree|Order|Resolution)|Regulations?|Ordinance|Constitution"
    r"|Loi|Décret(?:-loi)?|Arrêté|Règlement|Résolution|Ley|Decreto)(?:[ \u00a0](?:n[o°]s?|No)\.?)?[ \u00a0][\d-].*"
    r"|.*[ \u00a0](?:of|from|in|de|du|en)",  # "Constitution of 2008"
    re.DOTALL,
)  # fmt: skip

# The end of a sentence that a citation closes from behind it.
_ENDS = (".", "!", "?", "…")
_CLOSING = "\"”'’» \t\r\n\u00a0\u202f"
_NEAR = 50  # characters before a citation in which its sentence ends, if it does
_BEGINS = re.compile(
    r"\s+(?=[\"“«'‘\s\u00a0]*(?:\[(?:\w\]|translation\]|traduction\])|\[?[^\W\d_a-zà-öø-ÿ]))"
)


@remembered
def citations(text: str) -> tuple[Citation, ...]:
    """Citations of a paragraph in order. `sources` carry no reference yet: see `references.linked`.

    A parenthesis is a citation when every part between semicolons is a source: an optional label and a date
    (ISO, written out, a year with its letter, [2022a], n.d.), then pages or remarks. A bare year needs pages.
    A parenthesis that holds a citation is none.
    """
    out: list[Citation] = []
    at = 0
    while found := _PARENTHESES.search(text, at):
        at = found.end()
        if not _MAY_CITE.search(text, *found.span(1)):
            continue
        inside = citations(found[1]) if "(" in found[1] else ()
        if inside:
            out.extend(_moved(citation, found.start(1)) for citation in inside)
        elif sources := _sources(found[1], found.start(1)):
            out.append(Citation(found.start(), found.end(), sources))
    return tuple(out)


def _moved(citation: Citation, by: int) -> Citation:
    sources = (replace(s, start=s.start + by, end=s.end + by) for s in citation.sources)
    return Citation(citation.start + by, citation.end + by, tuple(sources))


def _sources(inside: str, offset: int) -> tuple[CitedSource, ...]:
    out: list[CitedSource] = []
    at = 0
    for part in inside.split(";"):
        start = at + len(part) - len(part.lstrip())
        at += len(part) + 1
        source = _source(part.strip(), offset + start, alone=";" not in inside)
        if source is None:
            return ()
        out.append(source)
    return tuple(out)


def _source(part: str, start: int, *, alone: bool) -> CitedSource | None:
    prefix = _PREFIX.match(part)
    skip = prefix.end() if prefix else 0
    found = _SOURCE.fullmatch(part, skip)
    if not found:
        return None
    label, date, pages = found["label"] or "", found["date"], found["pages"].lstrip(", \u00a0")
    if not _CERTAIN.fullmatch(date):
        if label and (_NOT_A_LABEL.fullmatch(label) or not (label[0].isupper() or label[0].isdigit())):
            return None
        if not label and alone and not pages and not re.fullmatch(WRITTEN, date):
            return None
        if not label and re.fullmatch(WRITTEN, date):
            return None
        if _PERIOD.search(label + pages) or re.search(r"\d–|–\d", label) or not _is_label(label):
            return None
    return CitedSource(label, date.strip("[]"), pages, start, start + len(part), prefix=part[:skip].strip())


def _is_label(label: str) -> bool:
    return len(label) <= 120 and not any(mark in label for mark in '"“”«»:?!')


def next_sentence(text: str, citation: Citation) -> re.Match[str] | None:
    """The white space after a citation that closes its sentence: `… at night." (AP 2023-06-23) The …`."""
    if not text[max(citation.start - _NEAR, 0) : citation.start].rstrip(_CLOSING).endswith(_ENDS):
        return None
    return _BEGINS.match(text, citation.end)


@lru_cache(_KEYS)
def label_key(label: str) -> str:
    """The form in which labels are compared: without case, accents, an article before them or a period after
    them, which an entry's own may have swallowed ("Jane's Ltd. 2021.")."""
    return re.sub(r"^(?:the|le|la|les|l')\s*", "", folded(label)).rstrip(".")


@lru_cache(_KEYS)
def date_key(date: str) -> str:
    """The form in which entries' dates are written: n.d. and s.d. are one."""
    return re.sub(r"^[ns]\.\s?d\.", "n.d.", date.strip("[]").casefold())


@lru_cache(_KEYS)
def date_value(date: str) -> str:
    """The form in which citations' dates are compared: "Aug. 2019" and "August 2019" are 2019-08."""
    return iso(date.strip("[]")) or date_key(date)
