"""Reference entries to References; citations to the entries that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rirbilingual.model import Citation, CitedSource, Reference
from rirbilingual.text.citations import DATE, date_value, label_key
from rirbilingual.text.quotations import quotations

_ENTRY = re.compile(
    rf"(?P<who>.+?)\.[ \u00a0](?P<date>{DATE})(?:[ \u00a0]\([^()]*\))?(?:\.|(?<=\.[a-z])|(?<=d\.))(?=[ \u00a0]|$)",
    re.DOTALL,
)
_PART = re.compile(r"(?<![A-Z])\.[ \u00a0]+(?=[^\W\d_a-z]|\d)")
_SHORT = re.compile(r"\(([^()]{1,40})\)$")
_ORAL = re.compile(
    r"\b(?:Interview|Telephone interview|Correspondence|Communication|Entretien|Communication écrite)\b[^.]{0,40}"
    r"\b(?:Research Directorate|Direction des recherches)\b",
    re.IGNORECASE,
)
# Several persons: "Tremblay, Luc, Marie de la Tour and Paul Roy", "Côté, Jean, et al".
_BETWEEN = re.compile(r",?[ \u00a0](?:and|et|&)[ \u00a0](?!al\b)|,?[ \u00a0](?=et al\b)|,[ \u00a0]")
_GIVEN = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:[ \u00a0][^\W\d_a-z][\w'’.-]*){0,2}")
_PERSON = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:[ \u00a0][\w'’.-]+){0,3}[ \u00a0][^\W\d_a-z][\w'’-]*")
_SURNAME = re.compile(r"(?:(?<!\w)[a-zà-öø-ÿ][\w'’]*[ \u00a0])*(?<!\S)\S+$")
_BOTH = re.compile(r"[ \u00a0](?:and|et)[ \u00a0]")
_AND_OTHERS = "et al"
_SAID = 10_000  # characters before a narrative citation in which its source is looked for
_SAME_SOURCE = re.compile(
    r"\b(?:the|la) (?:same|même) (?:source|article|report|journalist|individual)\b", re.I
)


def is_reference(text: str) -> bool:
    """Whether `reference` can read it."""
    return _ENTRY.match(text) is not None


def reference(text: str, block: int) -> Reference | None:
    """An entry such as `Associated Press (AP). 2023-06-23. "Title." [Accessed 2023-08-08]`, or None."""
    found = _ENTRY.match(text)
    if not found:
        return None
    names = _names(" ".join(found["who"].split()))
    date = date_value(found["date"])
    titles = [q for q in quotations(text) if q.level == 1 and q.start >= found.end()]
    rest = text[found.end() :].split(" [")[0].strip()
    # Without marks, the title is the last of the parts before the apparatus: body, people, title.
    title = text[titles[0].inner_start : titles[0].inner_end] if titles else _PART.split(rest)[-1]
    label = names[0]
    return Reference(
        f"{label} {date}", label, date, title.rstrip("."), text, block, names, bool(_ORAL.search(text))
    )


def _names(who: str) -> tuple[str, ...]:
    """The forms a citation may use, the usual one first: the short form in parentheses, the surname before
    ", Vanda", the name before its department; of several authors, what names them together."""
    first = re.split(r",[ \u00a0]", who)[0]
    short = _SHORT.search(first)
    names = [short[1]] if short else []
    names += [_SHORT.sub("", first).strip(), first, _SHORT.sub("", who).strip(), who]
    return tuple(dict.fromkeys(name for name in (*names, *_together(who)) if name))


def surnames(who: str) -> tuple[str, ...]:
    """Of an author element that names several persons: "Tremblay, Luc and Marie Roy" → Tremblay, Roy; with "et al" at
    the end where it says so. Of any other, none."""
    first, *others = _BETWEEN.split(who.rstrip(". "))
    if len(others) < 2 or not _GIVEN.fullmatch(others[0]) or "," not in who:
        return ()
    *others, last = others[1:]
    if not re.search(r"[ \u00a0](?:and|et|&)[ \u00a0]", who) or not all(map(_PERSON.fullmatch, others)):
        return ()
    if last != _AND_OTHERS:
        others.append(last)
        if not _PERSON.fullmatch(last):
            return ()
    found = [_SURNAME.search(name) for name in others]
    return (first, *(name[0] for name in found if name), *([last] if last == _AND_OTHERS else []))


def _together(who: str) -> list[str]:
    """What citations call several authors, in English and in French: "Tremblay and Roy", "Gagnon et al.", "UK and US"."""
    people = surnames(who)
    others = [f"{people[0]} {_AND_OTHERS}."] if people else []
    if people[-1:] == (_AND_OTHERS,):
        return others
    names = people or tuple(found[1] for part in _BOTH.split(who) if (found := _SHORT.search(part)))
    if not people and len(names) != 2:
        return []
    return [*(f"{', '.join(names[:-1])} {word} {names[-1]}" for word in ("and", "et")), *others]


def key_of(source: CitedSource) -> str:
    """The key of a cited source in the table of sources: its entry's; of one without an entry, what the citation
    says, "AP 2023-06-23", or "2023-06-23" of a narrative one."""
    return source.reference or f"{source.label} {source.date}".strip()


def keyed(entries: Iterable[Reference], said: str = "") -> tuple[Reference, ...]:
    """The entries, those of several authors labelled as the report's text (`said`) cites them, with keys made unique: a
    second "US 2022-06-07" becomes "US 2022-06-07 (2)"."""
    seen: dict[str, int] = {}
    out = []
    for entry in (_cited(entry, said) for entry in entries):
        seen[entry.key] = count = seen.get(entry.key, 0) + 1
        out.append(entry if count == 1 else replace(entry, key=f"{entry.key} ({count})"))
    return tuple(out)


def _cited(entry: Reference, said: str) -> Reference:
    """The entry under the name that citations give its several authors, where they do."""
    label = next((n for n in entry.names if names_several(n, entry) and f"{n} {entry.date}" in said), None)
    return entry if label is None else replace(entry, label=label, key=f"{label} {entry.date}")


def names_several(label: str, entry: Reference) -> bool:
    """Whether a label is made of the names of an entry's several authors: it stands so in no author element."""
    return label in entry.names and label not in entry.text


class Entries:
    """A report's reference entries, to be found by what citations say."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self._by_key: dict[str, Reference] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        self._by_date: dict[str, list[Reference]] = {}
        self._all = tuple(references)
        self._alike: dict[
            str, tuple[Reference, ...]
        ] = {}  # by key, those whose label is a part of it, or has it
        for entry in self._all:
            date = date_value(entry.date)
            self._by_key[entry.key] = entry
            self._by_date.setdefault(date, []).append(entry)
            for name in entry.names:
                self._by_name.setdefault((label_key(name), date), entry.key)

    def linked(self, text: str, cited: Sequence[Citation], *, before: str = "") -> tuple[Citation, ...]:
        """The paragraph's citations with the key of each source's entry (None where there is none).

        Labels are compared without case. A narrative citation, `(2023-08-14)`, names its date only: it takes
        the entry of that date whose name stands last before it, in the paragraph or in `before` (the text that
        leads in to a block quotation); else the only entry of that date, unless another was named whose label may be
        taken for its own ("the Assistant Professor", where the date is the Assistant Professor of law's).
        """
        out: list[Citation] = []
        last: Reference | None = None
        for citation in cited:
            sources: list[CitedSource] = []
            for source in citation.sources:
                date = date_value(source.date)
                label = source.label or (sources[-1].label if sources else "")  # (AP 2023-06-06; 2023-06-23)
                if label:
                    key = self._by_name.get((label_key(label), date))
                else:
                    said = text[max(citation.start - _SAID, 0) : citation.start]
                    said = f"{before[-_SAID:]}\n{said}" if citation.start < _SAID else said
                    key = _narrative(said, self._by_date.get(date, []), last)
                    key = None if key and self._names_another(said, self._by_key[key]) else key
                sources.append(replace(source, reference=key) if key else source)
                last = self._by_key[key] if key else last
            out.append(Citation(citation.start, citation.end, tuple(sources)))
        return tuple(out)

    def _names_another(self, said: str, entry: Reference) -> bool:
        """Whether the name that was said last is not this entry's, but one that is like it."""
        if entry.key not in self._alike:
            label = label_key(entry.label)
            others = ((other, label_key(other.label)) for other in self._all)
            self._alike[entry.key] = tuple(
                other for other, its in others if its and its != label and (its in label or label in its)
            )
        alike = self._alike[entry.key]
        words = said.casefold()
        if not any(name.casefold() in words for other in alike for name in other.names):
            return False
        return max(_last_named(said, other)[:2] for other in alike) > _last_named(said, entry)[:2]


def _narrative(before: str, candidates: Sequence[Reference], last: Reference | None) -> str | None:
    if len(candidates) < 2:
        return candidates[0].key if candidates else None
    named = max((_last_named(before, entry) for entry in candidates), key=lambda found: found[:2])
    if last is not None and last in candidates:
        same = max((m.start() for m in _SAME_SOURCE.finditer(before)), default=-1)
        if same > named[0]:
            return last.key
    return named[2] if named[0] >= 0 else None


def _last_named(before: str, entry: Reference) -> tuple[int, int, str]:
    """Where the entry is last named, how long that name is, and its key."""
    lower = _lower(before)
    places = (
        (_last(name, before) if name.isupper() else _last(_lower(name), lower), len(name))  # "AP", not "ap"
        for name in entry.names
    )
    at, length = max((place for place in places if place[0] >= 0), default=(-1, 0))
    return at, length, entry.key


def _last(name: str, text: str) -> int:
    """Where the name stands last as words of their own, -1 where it does not."""
    at = text.rfind(name)
    while at >= 0 and (_in_word(text[at - 1 : at]) or _in_word(text[at + len(name) :][:1])):
        at = text.rfind(name, 0, at + len(name) - 1)
    return at


def _lower(text: str) -> str:
    """In lower case, each letter at its place: İ alone would become two."""
    return text.replace("İ", "i").lower()


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"
