"""A correct unit to its versions with one error: each kind of error with the checks that should find it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from rirbilingual.model import BlockKind, Unit

Seed = Callable[[Unit, Random], Iterator[str]]
_CITED = re.compile(r" ?\([^()]*(?:\d{4}|[ns]\.d\.)[^()]*\)")
_BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.BLOCK_QUOTATION, BlockKind.NOTE, BlockKind.LIST})


@dataclass(frozen=True)
class Kind:
    """A kind of error. checks: any of these is the right answer. general: also seeded in statutes."""

    name: str
    checks: frozenset[str]
    seed: Seed
    general: bool = False


def _cited(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _CITED.finditer(text)]


def _outside(text: str, pattern: str) -> Iterator[re.Match[str]]:
    """Matches outside citations."""
    for match in re.finditer(pattern, text):
        if not any(start <= match.start() < end for start, end in _cited(text)):
            yield match


def _put(text: str, match: re.Match[str], new: str, group: int = 0) -> str:
    return text[: match.start(group)] + new + text[match.end(group) :]


def _body(seed: Seed) -> Seed:
    def inner(unit: Unit, random: Random) -> Iterator[str]:
        if unit.kind in _BODY:
            yield from seed(unit, random)

    return inner


def _references(seed: Seed) -> Seed:
    def inner(unit: Unit, random: Random) -> Iterator[str]:
        if unit.kind is BlockKind.REFERENCE:
            yield from seed(unit, random)

    return inner


_NUMBER = r"(?<![\w.,\[-])\d[\d\u00a0]*(?:,\d+)?(?![\w\]])"
_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_DATE = rf"(?:\b\d{{1,2}}(?:er)? )?\b(?:{'|'.join(_MONTHS)}) \d{{4}}"


@_body
def number_changed(unit: Unit, random: Random) -> Iterator[str]:
    for match in _outside(unit.target, _NUMBER):
        if not re.match(rf"(?:er)? (?:{'|'.join(_MONTHS)})", unit.target[match.end() :]):
            digits = [n for n, c in enumerate(match[0]) if c.isdigit()]
            at = digits[-1]
            other = str((int(match[0][at]) + random.randint(1, 8)) % 10)
            yield _put(unit.target, match, match[0][:at] + other + match[0][at + 1 :])


@_body
def number_dropped(unit: Unit, random: Random) -> Iterator[str]:
    for match in _outside(unit.target, rf"{_NUMBER} (?=[a-zéà])"):
        if not re.match("|".join(_MONTHS), unit.target[match.end() :]):
            yield _put(unit.target, match, "des ")


@_body
def date_changed(unit: Unit, random: Random) -> Iterator[str]:
    for match in _outside(unit.target, _DATE):
        month = re.search("|".join(_MONTHS), match[0])
        assert month is not None
        others = [name for name in _MONTHS if name != month[0]]
        yield _put(unit.target, match, match[0].replace(month[0], random.choice(others)))
        yield _put(unit.target, match, match[0][:-1] + str((int(match[0][-1]) + 3) % 10))


@_body
def citation_dropped(unit: Unit, random: Random) -> Iterator[str]:
    for start, end in _cited(unit.target):
        yield unit.target[:start] + unit.target[end:]


@_body
def source_dropped(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"; [^();]*\d{4}[^();]*(?=[;)])|(?<=\()[^();]*\d{4}[^();]*; ", unit.target):
        yield _put(unit.target, match, "")


@_body
def citation_date(unit: Unit, random: Random) -> Iterator[str]:
    for start, end in _cited(unit.target):
        for match in re.finditer(r"\d{4}(?:-\d{2}){0,2}", unit.target[start:end]):
            at = start + match.end() - 1
            yield unit.target[:at] + str((int(unit.target[at]) + 1) % 10) + unit.target[at + 1 :]


@_body
def citation_pages(unit: Unit, random: Random) -> Iterator[str]:
    for start, end in _cited(unit.target):
        for match in re.finditer(r", (\d+)(?=[,;)-])", unit.target[start:end]):
            at = start + match.end(1) - 1
            yield unit.target[:at] + str((int(unit.target[at]) + 1) % 10) + unit.target[at + 1 :]


@_body
def citation_label(unit: Unit, random: Random) -> Iterator[str]:
    labels = ["Quay News", "Maritime Watch", "El Faro", "Radio Ostrel", "Upland Herald", "VCR", "CRD"]
    for match in re.finditer(rf"(?:(?<=\()|(?<=; ))(?:{'|'.join(labels)})(?= \d{{4}})", unit.target):
        yield _put(unit.target, match, random.choice([label for label in labels if label != match[0]]))


@_body
def marker_dropped(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"\[traduction\] ", unit.target):
        yield _put(unit.target, match, "")


@_body
def marker_english(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"\[traduction\]", unit.target):
        yield _put(unit.target, match, "[translation]")


@_body
def quotation_unquoted(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"«\u00a0([^«»]*)\u00a0»", unit.target):
        yield _put(unit.target, match, match[1])


@_body
def quotation_added(unit: Unit, random: Random) -> Iterator[str]:
    for match in _outside(unit.target, r"(?<= )(?:[a-zéèà]{6,})(?= )"):
        before = unit.target[: match.start()]
        if before.count("«") == before.count("»"):
            yield _put(unit.target, match, f"«\u00a0{match[0]}\u00a0»")
            return


@_body
def straight_quotes(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"«\u00a0([^«»]*)\u00a0»", unit.target):
        yield _put(unit.target, match, f'"{match[1]}"')


@_body
def guillemet_lost(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"\u00a0»", unit.target):
        yield _put(unit.target, match, "")


@_body
def bracket_lost(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"\)", unit.target):
        yield _put(unit.target, match, "")


@_body
def insertion_bare(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"\[([^\]]{4,})\](?=[ \u00a0])", unit.target):
        if match[1] != "traduction":
            yield _put(unit.target, match, match[1])


_NO = r"\b(n['’]|ne )([^\s]+(?: [^\s]+)?) (?:pas|jamais) ?"


# What the English must hold for a lost « ne … pas » to be an error against it: where it says "continues to
# apply" for « n'a pas pour effet de suspendre », no word of it was lost.
_DENIES = re.compile(
    r"\b(?:not?|never|cannot|nobody|none|nothing|neither|nor|without|unless|other than|unable|impossible|"
    r"fail\w*|refus\w+|un(?!der|it|ion|iv|til|iq)[a-z]{3,})\b|n['’]t\b",
    re.IGNORECASE,
)


@_body
def negation_dropped(unit: Unit, random: Random) -> Iterator[str]:
    matches = list(re.finditer(_NO, unit.target))
    if not _DENIES.search(unit.source) or re.search(rf"{_NO}(?:de |d['’])", unit.target):
        return  # « il existe d'entente » is no French
    if len(matches) == 1 and not re.search(r"\b(?:aucun|personne|sans|ni)\b", unit.target):
        yield _put(unit.target, matches[0], f"{matches[0][2]} ")


@_body
def negation_added(unit: Unit, random: Random) -> Iterator[str]:
    if not re.search(r"\b(?:not|no|never|nobody|refus\w+|rarely|without|lack)\b", unit.source):
        for match in _outside(
            unit.target, r"\b(compte|est|a|conserve|exige|reçu|indique|contrôle|signale|cite)\b"
        ):
            n = "n'" if match[0][0] in "aeé" else "ne "
            yield _put(unit.target, match, f"{n}{match[0]} pas")
            return


@_body
def hedge_dropped(unit: Unit, random: Random) -> Iterator[str]:
    for old, new in (
        ("auraient vu", "ont vu"), ("aurait appartenu", "appartenait"),
        ("pourraient avoir quitté", "ont quitté"), ("peuvent s'en aller", "s'en vont"),
        ("peut signaler", "signale"), ("n'aurait pas répondu", "n'a pas répondu"),
        ("retiendrait", "retient"), ("sont probablement cachés", "sont cachés"),
        ("ne peut pas posséder", "ne possède pas"),
        ("est apparemment fermé", "est fermé"), ("[traduction] «\u00a0peut-être\u00a0» ", ""),
        ("«\u00a0pourrait être suivie\u00a0»", "«\u00a0est suivie\u00a0»"), ("aurait vendu", "a vendu"),
        ("probablement lents", "lents"), ("pourraient recevoir", "recevront"),
        ("pourrait compter", "compte"), ("serait remplacé", "est remplacé"),
        ("est probablement divisé", "est divisé"), ("pourraient perdre", "perdront"),
        ("aurait incendié", "a incendié"), ("sont peut-être perdus", "sont perdus"),
        ("aurait été suivie", "a été suivie"), ("dormiraient", "dorment"),
        ("\u00a0probablement […] infiltré", "\u00a0infiltré"), ("aurait perdu", "a perdu"),
        ("pourraient interjeter appel", "interjettent appel"), ("sont peut-être gardées", "sont gardées"),
        ("pourrait [diminuer]", "va [diminuer]"), ("pourrait partir", "partira"),
        ("\u00a0peut-être [deux]", "\u00a0[deux]"), ("\u00a0probablement [attendre]", "\u00a0[attendre]"),
        ("serait candidat", "est candidat"), ("n'aurait pas répondu aux", "n'a pas répondu aux"),
    ):  # fmt: skip
        if old in unit.target:
            yield unit.target.replace(old, new)


@_body
def hedge_added(unit: Unit, random: Random) -> Iterator[str]:
    hedged = r"\b(?:allegedly|reportedly|may|might|could)\b"
    if not re.search(hedged, unit.source, re.IGNORECASE):
        for match in _outside(unit.target, r"\b(est|a|ont|compte|se réunit)\b "):
            yield _put(unit.target, match, f"{match[0]}probablement ")
            return


def untranslated(unit: Unit, random: Random) -> Iterator[str]:
    yield ""


@_body
def identical(unit: Unit, random: Random) -> Iterator[str]:
    if len(unit.source.split()) >= 5:
        yield unit.source


@_body
def doubled(unit: Unit, random: Random) -> Iterator[str]:
    words = list(_outside(unit.target, r"(?<= )(?:le|la|les|des|du|de|et|que|par|pour|dans|sur|une?)(?= )"))
    for match in random.sample(words, min(1, len(words))):
        yield _put(unit.target, match, f"{match[0]} {match[0]}")


@_body
def half_lost(unit: Unit, random: Random) -> Iterator[str]:
    words = unit.target.split(" ")
    if len(unit.source) >= 60:
        yield " ".join(words[: int(len(words) * 0.4)]).rstrip(",;:") + "."


@_body
def pasted_twice(unit: Unit, random: Random) -> Iterator[str]:
    if len(unit.source) >= 60:
        yield f"{unit.target} {unit.target}"


@_body
def english_left(unit: Unit, random: Random) -> Iterator[str]:
    swaps = {
        "des": "of the",
        "les": "the",
        "avec": "with",
        "qui": "which",
        "dont": "whose",
        "selon": "according to",
    }
    words = list(_outside(unit.target, rf"(?<= )(?:{'|'.join(swaps)})(?= [a-z])"))
    for match in random.sample(words, min(1, len(words))):
        yield _put(unit.target, match, swaps[match[0]])


_TOWNS = "Brendal|Ostrel|Calvinar|Kestrim|Dovrath|Sulmere"


@_body
def name_misspelt(unit: Unit, random: Random) -> Iterator[str]:
    for match in _outside(unit.target, rf"\b(?:{_TOWNS})\b"):
        if unit.target.count(match[0]) == 1 and match[0] in unit.source:
            at = random.randint(2, len(match[0]) - 2)
            word = match[0][:at] + match[0][at + 1] + match[0][at] + match[0][at + 2 :]
            if word != match[0]:
                yield _put(unit.target, match, word)


@_body
def acronym_mistyped(unit: Unit, random: Random) -> Iterator[str]:
    for match in _outside(unit.target, r"(?<![\w.])(?:HL|IIR|IL|VCR|CRD|NPB)(?![\w.])"):
        if len(re.findall(rf"\b{match[0]}\b", unit.target)) == 1 and re.search(
            rf"\b{match[0]}\b", unit.source
        ):
            yield _put(unit.target, match, match[0][:-2] + match[0][:-3:-1])


def term_wrong(unit: Unit, random: Random) -> Iterator[str]:
    for old, new in (
        ("Direction des recherches", "direction de la recherche"), ("OIM", "IOM"), ("OIM", "HCR"),
        ("Organisation internationale pour les migrations", "Organisation mondiale de la migration"),
        ("Direction des recherches", "Bureau des recherches"),
    ):  # fmt: skip
        if old in unit.target:
            yield unit.target.replace(old, new)


def space_lost(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer("\u00a0", unit.target):
        yield _put(unit.target, match, " ")
        return


@_references
def title_changed(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"(?<=[\u00a0 ])[^\W\d_]{4,}(?=[^«]*»)", unit.target):
        yield _put(unit.target, match, "Traduit")


@_references
def consulted_changed(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"\d{4}-\d{2}-\d{2}(?=\])", unit.target):
        yield _put(unit.target, match, match[0][:-1] + str((int(match[0][-1]) + 1) % 10))


@_references
def accessed_english(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"\[Date de consultation\u00a0: ", unit.target):
        yield _put(unit.target, match, "[Accessed ")
    if "S.d." in unit.target:
        yield unit.target.replace("S.d.", "N.d.")


@_body
def citation_english(unit: Unit, random: Random) -> Iterator[str]:
    for old, new in (
        ("s.d.", "n.d."),
        ("É.-U.", "US"),
        ("Nations Unies", "UN"),
        ("voir aussi", "see also"),
        ("art.", "Art."),
    ):
        for match in re.finditer(rf"\([^()]*?({re.escape(old)})[^()]*\)", unit.target):
            yield _put(unit.target, match, new, 1)


def note_call(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"\[(\d+)\]", unit.target):
        yield _put(unit.target, match, "").replace("  ", " ").strip()
        yield _put(unit.target, match, f"[{int(match[1]) + 1}]")


@_body
def period_lost(unit: Unit, random: Random) -> Iterator[str]:
    if unit.target.endswith("."):
        yield unit.target[:-1]


# The English of a role where it speaks of, or cites, a person of the table of sources: not of just any lawyer.
_PERSONS = {
    role: re.compile(rf"\b(?:[Tt]he {name}\b|{name}(?: of \w+(?: \w+)?)? 2024)", re.IGNORECASE)
    for role, name in (
        ("professeur agrégé", "Associate Professor"),
        ("professeur", "Professor"),
        ("avocat", "Lawyer"),
    )
}


@_body
def gender_wrong(unit: Unit, random: Random) -> Iterator[str]:
    for man, woman in (
        ("professeur agrégé", "professeure agrégée"),
        ("professeur", "professeure"),
        ("avocat", "avocate"),
    ):
        if not _PERSONS[man].search(unit.source):
            continue
        wrong = {
            f"le {man}": f"la {woman}",
            f"un {man}": f"une {woman}",
            f"l'{man}": f"l'{woman}",
            man: woman,
        }
        wrong |= {his: hers for hers, his in wrong.items()}
        for match in re.finditer(
            rf"(?i)(?:\b(?:le|la|une?) |\bl')?\b(?:{woman}|{man})\b(?! agr)", unit.target
        ):
            new = wrong[match[0].lower()]
            yield _put(unit.target, match, new.capitalize() if match[0][0].isupper() else new)


@_body
def name_other(unit: Unit, random: Random) -> Iterator[str]:
    towns = _TOWNS.split("|")
    for match in _outside(unit.target, rf"\b(?:{_TOWNS})\b"):
        own = towns[:3] if match[0] in towns[:3] else towns[3:]
        for other in own:
            if other not in unit.source and unit.target.count(match[0]) == 1:
                yield _put(unit.target, match, other)


@_body
def remark_dropped(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(
        r", (?:crochets|italique|notes? de bas de page|cité dans) [^();]*|voir aussi ", unit.target
    ):
        yield _put(unit.target, match, "")


@_body
def omission_dropped(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r" \[…\]", unit.target):
        yield _put(unit.target, match, "")


def stop_inside(unit: Unit, random: Random) -> Iterator[str]:
    stops = r"\u00a0»\." if unit.kind is BlockKind.REFERENCE else r"\u00a0»,"
    for match in re.finditer(stops, unit.target):
        yield _put(unit.target, match, f"{match[0][-1]}\u00a0»")


@_body
def percent_sign(unit: Unit, random: Random) -> Iterator[str]:
    for match in re.finditer(r"p\.\u00a0100", unit.target):
        for other in ("%", "pour cent"):
            yield _put(unit.target, match, other)


_CLAUSE_LENGTH = 45  # characters, about eight words
# A clause whose loss leaves a good sentence: what follows "who", "which", "but", "and that", up to the next stop.
_CLAUSE = re.compile(
    r",? (?:qui|dont|où|mais|et que|tandis que|parce que|puisque|et)\b[^.,;:()«»\[\]]{25,}(?= \(|[.,;])"
)


@_body
def clause_dropped(unit: Unit, random: Random) -> Iterator[str]:
    for match in _outside(unit.target, _CLAUSE.pattern):
        if len(match[0]) < _CLAUSE_LENGTH:
            continue
        yield _put(unit.target, match, "")


def heading_number(unit: Unit, random: Random) -> Iterator[str]:
    if unit.kind is BlockKind.HEADING:
        number, _, rest = unit.target.partition(" ")
        yield rest
        last = max(n for n, c in enumerate(number) if c.isdigit())
        for step in (1, 2, 3):
            other = str((int(number[last]) + step) % 10)
            yield f"{number[:last]}{other}{number[last + 1 :]} {rest}"


def _kind(name: str, checks: str, seed: Seed, *, general: bool = False) -> Kind:
    return Kind(name, frozenset(checks.split()), seed, general)


KINDS: Sequence[Kind] = (
    _kind("number changed", "number.value date.value", number_changed, general=True),
    _kind("number dropped", "number.value date.value", number_dropped),
    _kind("date changed", "date.value number.value", date_changed, general=True),
    _kind("citation dropped", "citation.sources", citation_dropped),
    _kind("one source dropped", "citation.sources", source_dropped),
    _kind("citation's date changed", "citation.sources", citation_date),
    _kind("citation's pages changed", "citation.sources", citation_pages),
    _kind("citation's label changed", "citation.sources", citation_label),
    _kind("citation in English", "citation.wording", citation_english),
    _kind("marker dropped", "marker.missing marker.block", marker_dropped),
    _kind("marker in English", "marker.wording", marker_english),
    _kind("quotation not quoted", "quotation.count quotation.level", quotation_unquoted),
    _kind("quotation added", "quotation.count", quotation_added),
    _kind("straight quotes", "quotation.marks typography", straight_quotes),
    _kind("guillemet lost", "balance quotation.count", guillemet_lost),
    _kind("bracket lost", "balance", bracket_lost, general=True),
    _kind("insertion bare", "bracket.insertion", insertion_bare),
    _kind("negation dropped", "negation", negation_dropped, general=True),
    _kind("negation added", "negation", negation_added),
    _kind("hedge dropped", "modality", hedge_dropped),
    _kind("hedge added", "modality", hedge_added),
    _kind("not translated", "unit.untranslated", untranslated, general=True),
    _kind("left in English", "unit.identical", identical, general=True),
    _kind("word doubled", "word.doubled", doubled, general=True),
    _kind("end of text lost", "length.ratio", half_lost, general=True),
    _kind("pasted twice", "length.ratio sentence.doubled", pasted_twice, general=True),
    _kind("English words", "english.left", english_left, general=True),
    _kind("name misspelt", "name.lost", name_misspelt),
    _kind("acronym mistyped", "acronym.lost", acronym_mistyped),
    _kind("term wrong", "term.wrong", term_wrong),
    _kind("no-break space lost", "typography", space_lost),
    _kind("title changed", "reference.title", title_changed),
    _kind("consultation date changed", "reference.date", consulted_changed),
    _kind("entry in English", "reference.apparatus", accessed_english),
    _kind("note call", "note.call", note_call),
    _kind("period lost", "sentence.end", period_lost, general=True),
    _kind("heading's number", "heading.number", heading_number),
    _kind("wrong gender", "gender.wrong citation.sources", gender_wrong),
    _kind("another name", "name.added name.lost", name_other),
    _kind("remark dropped", "citation.remark", remark_dropped),
    _kind("omission not shown", "omission.lost", omission_dropped),
    _kind("stop inside guillemets", "quotation.stop", stop_inside),
    _kind("percent sign", "percent.style", percent_sign),
    _kind("clause dropped", "length.ratio clause.lost", clause_dropped),
)
