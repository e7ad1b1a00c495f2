"""Numbers as English or French writes them → their values; a new value, written as the target wrote the old one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rirbilingual.draft.places import conventions
from rirbilingual.text.normalise import words as words_of
from rirbilingual.text.typeset import NBSP

_SPACE = r"[ \u00a0\u202f\u2009]"
# A place in a text of law, "27(4)", or a number of several parts, "5209.32.90": written alike in both languages.
_CODE = re.compile(
    r"(?<![\w.,])(?:\d+(?:\.\d+)*(?:\(\d+(?:\.\d+)*\))+|(?:\d+(?:\.\d+){2,}|[A-Za-z]+\d\w*)(?!\w))"
)
_ENGLISH = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!,?\d)|\d+(?:\.\d+)?)(?!\w)")
_FRENCH = re.compile(
    rf"(?<![\w.,])(?:(?<!\d[ \u00a0])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)(?!\w)"
)
_ENGLISH_ORDINAL = re.compile(r"(?<!\w)(\d+)(?:st|nd|rd|th)\b")
_FRENCH_ORDINAL = re.compile(r"(?<!\w)(\d+)(?:ers?|re|res|es?|èmes?|nde?)\b")
_ENGLISH_DECADE = re.compile(r"(?<![\w.,])((?:1[5-9]|20)\d0)s(?!\w)")
_FRENCH_DECADE = re.compile(r"(?<=années[ \u00a0])((?:1[5-9]|20)\d0)(?!\w)")
_DIGITS = re.compile(r"\d+")
_YEARS = re.compile(r"(?<![\w.,-])((?:1[5-9]|20)\d\d)([–-])((?:1[5-9]|20)?\d\d)(?![\w-])")
_PERCENT = re.compile(rf"p\.{_SPACE}?100(?!\d)")
_PLURAL = 2  # French nouns are plural from 2, English ones beside 1


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written, in figures or words. kind: "number", "ordinal", "code", "years" ("2017–18"), "decade"
    ("1990s")."""

    kind: str
    value: str
    start: int
    end: int


def numerals(text: str, *, french: bool) -> list[Numeral]:
    """The numbers of a text, in order, none within another; the 100 of "p. 100" is none."""
    found: list[Numeral] = []
    # What stands around the digits tells which of the expressions are worth a search.
    digits = [m.span() for m in _DIGITS.finditer(text)]
    if not digits:
        return _spelled(text, french=french)
    before = {text[start - 1] for start, _ in digits if start}
    after = {text[end] for _, end in digits if end < len(text)}
    if french and "100" in text:
        found = [Numeral("percent", "", m.start(), m.end()) for m in _PERCENT.finditer(text)]
    if not after.isdisjoint(".(") or any(c.isalpha() for c in before):
        found += [Numeral("code", m[0], m.start(), m.end()) for m in _CODE.finditer(text)]
    if not after.isdisjoint("–-"):
        found += [n for m in _YEARS.finditer(text) if (n := _years(m))]
    if any(c.isalpha() for c in after):
        ordinal = _FRENCH_ORDINAL if french else _ENGLISH_ORDINAL
        found += [Numeral("ordinal", m[1], m.start(), m.end()) for m in ordinal.finditer(text)]
    decade = _FRENCH_DECADE if french else _ENGLISH_DECADE
    if french or "s" in after:
        found += [Numeral("decade", m[1], m.start(), m.end()) for m in decade.finditer(text)]
    number = _FRENCH if french else _ENGLISH
    found += [
        Numeral("number", _value(m[0], french=french), m.start(), m.end()) for m in number.finditer(text)
    ]
    found += _spelled(text, french=french)
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[Numeral] = []
    for numeral in found:
        if not kept or numeral.start >= kept[-1].end:
            kept.append(numeral)
    return [numeral for numeral in kept if numeral.kind != "percent"]


def _spelled(text: str, *, french: bool) -> list[Numeral]:
    words = _words(french=french)
    if _first_words(french=french).isdisjoint(words_of(text)):
        return []
    return [
        Numeral(*words[word[0].lower()], word.start(), word.end())
        for word in _in_words(french=french).finditer(text)
    ]


def _value(surface: str, *, french: bool) -> str:
    if french:
        return re.sub(_SPACE, "", surface).replace(",", ".")
    return surface.replace(",", "")


def _years(found: re.Match[str]) -> Numeral | None:
    """A range of years; "2010-11" with a hyphen is a month."""
    first, dash, last = found[1], found[2], found[3]
    if len(last) == 2 and dash == "-" and int(last) <= 12:  # months of a year
        return None
    return Numeral("years", f"{first}-{first[: 4 - len(last)]}{last}", found.start(), found.end())


@cache
def _words(*, french: bool) -> dict[str, tuple[str, str]]:
    tables = conventions("numerals")
    words: dict[str, tuple[str, str]] = {}
    for kind, table in (("number", tables["cardinals"]), ("ordinal", tables["ordinals"])):
        for value, (english, *forms) in table.items():
            words |= dict.fromkeys(forms if french else (english,), (kind, value))
    return words


@cache
def _first_words(*, french: bool) -> frozenset[str]:
    """What numbers in words begin with: "dix" of "dix-sept"."""
    return frozenset(form.partition("-")[0].partition(" ")[0] for form in _words(french=french))


@cache
def _in_words(*, french: bool) -> re.Pattern[str]:
    alternatives = "|".join(sorted(_words(french=french), key=len, reverse=True))
    # "five-year" holds a five; "twenty-five" and "vingt-cinq" are numbers of their own, which are not known.
    after = r"(?![\w-])" if french else r"(?!\w|-(?:one|two|three|four|five|six|seven|eight|nine)\b)"
    return re.compile(rf"(?<![\w-])(?:{alternatives}){after}", re.IGNORECASE)


def written(
    new: str, value: str, old: str, old_value: str, surface: str, *, counted: bool, reference: bool
) -> str | None:
    """The number `new` (English, as written) in the place of `surface`, which is the French of `old`.

    value, old_value: of `new` and `old`. counted: it counts what follows, so that the plural must stay. reference: it names a place
    in a text, so that its period stays. None where agreement would change.
    """
    if counted and _singular(value) != _singular(old_value):
        return None
    if surface[:1].isalpha():
        words: list[str] | None = conventions("numerals")["cardinals"].get(value)
        return words[1] if words else None
    whole, point, decimals = value.partition(".")
    mark = "." if "." in surface or (reference and "," not in surface) else ","
    separator = re.search(rf"(?<=\d){_SPACE}(?=\d{{3}})", surface)
    digits = re.match(r"\d*", surface)
    bare = separator is None and digits is not None and len(digits[0]) > 3
    grouped = "," in new if not ("," not in old and separator) else True
    if grouped and len(whole) > 3 and not (bare and len(whole) == 4):
        whole = f"{int(whole):,}".replace(",", separator[0] if separator else NBSP)
    return f"{whole}{mark if point else ''}{decimals}"


def written_ordinal(value: str, surface: str) -> str | None:
    """The ordinal of a value in the place of `surface`; None for the first, which has a gender."""
    if surface[:1].isdigit():
        return f"{value}e" if int(value) != 1 else None
    forms: list[str] | None = conventions("numerals")["ordinals"].get(value)
    return forms[1] if forms else None


def written_years(value: str, surface: str) -> str:
    """The range of years ("2017-2018") in the place of `surface`, as long and with its dash."""
    first, last = value.split("-")
    dash = "–" if "–" in surface else "-"
    return f"{first}{dash}{last if len(surface) == len('2017-2018') else last[2:]}"


def _singular(value: str) -> bool:
    return float(value) < _PLURAL


@cache
def reference_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that a reference's number follows, and what may stand between."""
    table = conventions("numerals")["references"]
    return frozenset(table["words"]), frozenset(table["between"])
