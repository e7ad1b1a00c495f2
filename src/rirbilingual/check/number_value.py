"""Passages to the numbers, percentages and sums that are lost, added or altered in French: by value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rirbilingual.check.compared import Valued, difference
from rirbilingual.check.joined import Joined, Side
from rirbilingual.check.number_words import spelt_values
from rirbilingual.check.numbers import numbers
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Language, PlaceableType, Severity

_HOUR = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s?([ap])\.?\s?m\b", re.IGNORECASE)
_CURRENCIES = {
    "$": r"[$]|dollar|peso|\b(?:USD|CAD|MXN|AUD|CLP|COP)\b|cents?\b",
    "€": r"€|euro|\bEUR\b",
    "£": r"£|pound|sterling|\bGBP\b|lira",
    "¥": r"¥|yen|yuan|renminbi",
}
_POINTS = re.compile(
    r"\b(?:(?:sub)?sections?|(?:sub)?paragraphs?|clauses?|articles?|(?:sous-)?alinéas?|(?:sous-)?paragraphes?|ss?\.|"
    r"schedules?|annexes?|parts?|parties?|chapters?|chapitres?|rules?|règles?|Sec\.|sect\.|art\.|para\.|paragr\.)"
    r"[ \u00a0](?:[\w().]+(?:, | to | and | or | à | et | ou ))*\(?$",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(r"[(),;]")
_NAME_WORDS = 3  # fewer may be a number and its noun, the same in both languages
_ROMAN = {"xxi": "21", "xx": "20", "xix": "19", "xviii": "18", "xvii": "17", "xvi": "16"}


# Decades as French writes them short, or in words: « années 90 », « années quatre-vingt ».
_DECADES = {
    "20": "vingt", "30": "trente", "40": "quarante", "50": "cinquante", "60": "soixante", "70": "soixante-dix",
    "80": "quatre-vingts?", "90": "quatre-vingt-dix",
}  # fmt: skip
_SHORT_DECADES = {
    figures: re.compile(rf"\bannées[ \u00a0](?:{figures}|{words})(?![\w-])", re.IGNORECASE)
    for figures, words in _DECADES.items()
}


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind is not BlockKind.REFERENCE and passage.is_translated:
            yield from _in_passage(passage)
            yield from _currencies(passage)


def _in_passage(passage: Joined) -> Iterator[Found]:
    english, french = passage.english, passage.french
    ours, theirs = numbers(english), numbers(french)
    if passage.kind is BlockKind.HEADING:  # its own number is another check's
        ours, theirs = ([one for one in found if one.start] for found in (ours, theirs))
    left = difference(ours, theirs)
    if not left.lost and not left.added:
        return
    lost = _unspelt(left.lost, french, "fr")
    added = _unspelt([v for v in left.added if not _is_in_kept_name(v, french, english)], english, "en")
    lost, added = _without_decades(*_without_hours(lost, added, english, french), french)
    lost, added = (
        sorted(values, key=lambda one: _is_pointer(side, one))
        for values, side in ((lost, english), (added, french))
    )
    for one in lost:
        was = english.text[one.start : one.end]
        other = next((o for o in added if o.unit == one.unit), None)
        if other is None:
            mild = Severity.INFO if _is_pointer(english, one) else None
            yield Found(f"the number {was} is missing", (passage.units[one.unit].id,), severity=mild)
        else:
            added.remove(other)
            ids, start, end = passage.place(other.start, other.end)
            yield Found(f"{was} became {french.text[other.start : other.end]}", ids, start, end)
    for other in added:
        mild = Severity.INFO if _is_pointer(french, other) else None
        ids, start, end = passage.place(other.start, other.end)
        said = french.text[other.start : other.end]
        yield Found(f"{said} is not in the English", ids, start, end, severity=mild)


def _currencies(passage: Joined) -> Iterator[Found]:
    """Signs of currencies in French that the English has neither as a sign nor as a word."""
    for number in passage.french.placeables(PlaceableType.NUMBER):
        sign = number.value[:1]
        if sign in _CURRENCIES and not re.search(_CURRENCIES[sign], passage.english.text, re.IGNORECASE):
            ids, start, end = passage.place(number.start, number.end)
            yield Found(f"the English names no sum in {sign}", ids, start, end)


def _is_in_kept_name(one: Valued[str], french: Side, english: Side) -> bool:
    """Whether the number is part of a name that stands in the English word for word, beside its translation:
    « un sondage de 2020 (2020 Harbour Crews Survey, HCS) »."""
    before = _NAME_ENDS.split(french.text[: one.start])[-1]
    name = (before + _NAME_ENDS.split(french.text[one.start :])[0]).strip()
    inside = french.text[: one.start - len(before)].endswith("(")
    return inside and len(name.split()) >= _NAME_WORDS and name in english.text


def _is_pointer(side: Side, one: Valued[str]) -> bool:
    """Whether the number points into a text, as in "subsection (2)": one language may say "that subsection"."""
    before, after = side.text[: one.start], side.text[one.end :]
    return bool(before.endswith("(") and after.startswith(")")) or bool(_POINTS.search(before))


def _unspelt(values: Sequence[Valued[str]], other: Side, language: Language) -> list[Valued[str]]:
    """The values that the other language does not spell out either."""
    if not values:
        return []
    spelt = spelt_values(other.text, language)
    spelt += [
        n for roman, n in _ROMAN.items() if re.search(rf"\b{roman}(?:e|ème)?\b", other.text, re.IGNORECASE)
    ]
    found = []
    for valued in values:
        value = valued.value.partition(":")[0]
        if value in spelt:
            spelt.remove(value)
        else:
            found.append(valued)
    return found


def _without_decades(
    lost: list[Valued[str]], added: list[Valued[str]], french: Side
) -> tuple[list[Valued[str]], list[Valued[str]]]:
    """Less the 1990 of "1990s" where the French says « années 90 », or so in words."""
    told = {
        one.value[2:]
        for one in lost
        if one.value[:2] == "19"
        and (short := _SHORT_DECADES.get(one.value[2:]))
        and short.search(french.text)
    }
    whole = {f"19{figures}" for figures in told}
    return [one for one in lost if one.value not in whole], [one for one in added if one.value not in told]


def _without_hours(
    lost: list[Valued[str]], added: list[Valued[str]], english: Side, french: Side
) -> tuple[list[Valued[str]], list[Valued[str]]]:
    """Without what "9:30 p.m." and « 21 h 30 » account for."""
    for match in _HOUR.finditer(english.text):
        hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
        minutes = match[2] or "00"
        if re.search(rf"\b{hour}\s?h(?:\s?{minutes})?", french.text):
            lost = [v for v in lost if not match.start() <= v.start < match.end()]
            added = [v for v in added if v.value not in (str(hour), minutes, f"{hour}:{minutes}")]
        elif hour in (0, 12) and re.search("midi|minuit", french.text):
            lost = [v for v in lost if not match.start() <= v.start < match.end()]
    return lost, added


_ENGLISH = "In 2023, it received 2,317 complaints and laid charges in 164 cases, or 7 percent."

PLUGIN = Check(
    id="number.value",
    severity=Severity.ERROR,
    why="A number says the same in both languages. Compared are values, so 2,317 and 2 317, 7 percent and "
    "7 p. 100, US$14.5 million and 14,5 millions de dollars américains, twelve and 12 are one.",
    find=_find,
    good=(
        Example(
            _ENGLISH,
            "En 2023, elle a reçu 2~317 plaintes et porté des accusations dans 164 affaires, soit 7~p.~100.",
        ),
        Example(
            "It took in US$14.5 million and 3 boats.",
            "Il a touché 14,5 millions de dollars américains et trois bateaux.",
        ),
        Example("It grew in the late 1990s.", "Il a crû à la fin des années 90."),
        Example("It was so in the 1980s.", "Il en était ainsi dans les années quatre-vingt."),
        Example("The line is open 24 hours a day.", "La ligne est ouverte 24 heures sur 24."),
        Example("The line is open 24/7.", "La ligne est ouverte 24 heures sur 24, 7 jours sur 7."),
        Example("About 10-15 crews left.", "De 10 à 15 équipages environ sont partis."),
        Example("Some 5-10 percent of crews left.", "De 5 à 10~p.~100 des équipages sont partis."),
        Example("It costs $1,000-2,000.", "Il en coûte de 1~000 à 2~000~$."),
        Example("See pages 10-12 and 45–46.", "Voir les pages 10 à 12 et 45-46."),
        Example("The 2019–20 strikes hurt the port.", "Les grèves de 2019-2020 ont nui au port."),
        Example(
            "It grew from the mid-1990s to the 2000s.",
            "Il a grandi du milieu des années 1990 aux années 2000.",
        ),
        Example("It closed in mid-2022.", "Il a fermé au milieu de 2022."),
        Example(
            "Under s. 12-4 of Act 2013-45 and COVID-19 rules, call 555-1234 or 1-800-555-1234.",
            "Selon l'art. 12-4 de la loi 2013-45 et les règles relatives à la COVID-19, composer le 555-1234 ou le "
            "1-800-555-1234.",
        ),
        Example(
            "According to its 2020 Harbour Crews Survey (HCS), it grew.",
            "Selon son sondage de 2020 sur les équipages du havre (2020 Harbour Crews Survey, HCS), il a grandi.",
        ),
        Example("About twelve crews have 5 or 6 boats.", "Environ 12 équipages ont cinq ou six bateaux."),
        Example("Ninety percent of the crews left.", "Quelque 90~p.~100 des équipages sont partis."),
        Example(
            "Some 200 crews left with 30 boats.",
            "Quelque deux cents équipages, avec une trentaine de bateaux, sont partis.",
        ),
        Example("A twenty-year-old crew left.", "Un équipage de 20 ans est parti."),
    ),
    bad=(
        Example(
            _ENGLISH,
            "En 2023, elle a reçu 2~371 plaintes et porté des accusations dans 164 affaires, soit 7~p.~100.",
        ),
        Example(
            _ENGLISH, "En 2023, elle a reçu 2~317 plaintes et porté des accusations, dans 7~p.~100 des cas."
        ),
        Example("Crews of 20-29 boats left.", "Des équipages de 20-39 bateaux sont partis."),
        Example("Between 2019-2021 it fell.", "Entre 2019 et la fin, il a baissé."),
        Example("The 2019–20 strikes hurt the port.", "Les grèves de 2019-2021 ont nui au port."),
        Example("It closed in mid-2022.", "Il a fermé en juillet."),
        Example("It has 85 officers.", "Elle compte 85 agents et 12 voitures."),
        Example(
            "According to its Harbour Crews Survey (HCS), it grew.",
            "Selon son sondage sur les équipages du havre (2020 Harbour Crews Survey, HCS), il a grandi.",
        ),
        Example("Ninety percent of the crews left.", "Quelque 90 équipages sont partis."),
        Example("Some 200 crews left.", "Quelque trois cents équipages sont partis."),
        Example("It costs US$40.", "Il en coûte 40~€."),
    ),
)
