"""Memory units → units that differ from them in placeables only, changed on both sides by construction.

The changes are made by this file's own patterns, not by the drafter's: a pair of occurrences is changed only
where English and French hold the same value once each, so that the right answer is known.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

KINDS = ("date", "number", "percent", "money", "section", "citation", "name", "iso", "several")

_MONTHS = (
    ("January", "janvier"), ("February", "février"), ("March", "mars"), ("April", "avril"), ("May", "mai"),
    ("June", "juin"), ("July", "juillet"), ("August", "août"), ("September", "septembre"),
    ("October", "octobre"), ("November", "novembre"), ("December", "décembre"),
)  # fmt: skip
_EN = {english: number for number, (english, _) in enumerate(_MONTHS)}
_FR = {french: number for number, (_, french) in enumerate(_MONTHS)}
_EN_DATE = re.compile(
    rf"\b({'|'.join(_EN)}) (\d{{1,2}}), (\d{{4}})\b|\b(\d{{1,2}}) ({'|'.join(_EN)}) (\d{{4}})\b"
)
_FR_DATE = re.compile(rf"\b(\d{{1,2}}|1er)[ \u00a0]({'|'.join(_FR)})[ \u00a0](\d{{4}})\b")
_EN_NUMBER = re.compile(
    r"(?<![\w.,$/()–-])\d{1,3}(?:,\d{3})+(?![\w,.–/-]\d|\w)|(?<![\w.,$/()–-])\d+(?:\.\d+)?(?![\w,.–/()%-]*[\w%])"
)
_FR_NUMBER = re.compile(
    r"(?<![\w.,/()–-])(?<!\d[ \u00a0])\d{1,3}(?:[ \u00a0]\d{3})+(?![ \u00a0]\d|\w)|(?<![\w.,/()–-])(?<!\d[ \u00a0])\d+(?:[.,]\d+)?(?![\w(]|[ \u00a0]\d{3}\b|[.,]\d)"
)
_SECTION = re.compile(r"(?<=(?:ection|agraph) )\d+(?:\.\d+)?(?:\(\d+(?:\.\d+)?\))?(?![\w(.-])")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-zé]{4,}(?![\w’'-]| [A-Z])")
_NAMES = (
    "Corvelle",
    "Dunmore",
    "Falkirk",
    "Grenholm",
    "Hartwell",
    "Kingsbury",
    "Lorrimer",
    "Maddox",
    "Pemberley",
)
_SOURCES = ("Ledger", "Harbour Watch", "Crisis Desk", "Marlow", "AP", "Human Rights Watch")


@dataclass(frozen=True, slots=True)
class Perturbed:
    """A memory unit (source, target) and the changed one, with its right French."""

    kind: str
    source: str
    target: str
    wanted_source: str
    wanted_target: str


def perturbed(rows: Sequence[tuple[str, str]], count: int, *, seed: int) -> list[Perturbed]:
    """`count` units, the kinds in equal shares as far as the rows have them."""
    random = Random(seed)
    order = random.sample(range(len(rows)), len(rows))
    share = -(-count // len(KINDS))
    found: Counter[str] = Counter()
    out: list[Perturbed] = []
    seen: set[str] = set()
    for index in order:
        english, french = rows[index]
        if (
            not 30 <= len(english) <= 400
            or not 30 <= len(french) <= 500
            or english in seen
            or english == french
        ):
            continue
        for kind in sorted(KINDS, key=lambda k: found[k]):
            if found[kind] >= share:
                continue
            made = _MAKERS[kind](english, french, random)
            if made is not None and made.wanted_source != made.source:
                seen.add(english)
                found[kind] += 1
                out.append(made)
                break
        if len(out) >= count:
            break
    return out


def _dates(english: str, french: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    ours = {_en_date(m): m for m in _EN_DATE.finditer(english)}
    theirs = {_fr_date(m): m for m in _FR_DATE.finditer(french)}
    if len(ours) == len(_EN_DATE.findall(english)) and len(theirs) == len(_FR_DATE.findall(french)):
        yield from ((ours[value], theirs[value]) for value in ours if value in theirs)


def _en_date(found: re.Match[str]) -> tuple[int, int, int]:
    if found[1]:
        return int(found[3]), _EN[found[1]], int(found[2])
    return int(found[6]), _EN[found[5]], int(found[4])


def _fr_date(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[3]), _FR[found[2]], 1 if found[1] == "1er" else int(found[1])


def _date(english: str, french: str, random: Random) -> Perturbed | None:
    for ours, theirs in _dates(english, french):
        year, month, day = random.randint(1960, 2023), random.randrange(12), random.randint(1, 28)
        name, nom = _MONTHS[month]
        new = f"{name} {day}, {year}" if ours[1] else f"{day} {name} {year}"
        jour = "1er" if day == 1 else str(day)
        return Perturbed(
            "date", english, french, _put(english, ours, new), _put(french, theirs, f"{jour} {nom} {year}")
        )
    return None


def _iso(english: str, french: str, random: Random) -> Perturbed | None:
    """The memory's date in ISO on both sides, and another one."""
    for ours, theirs in _dates(english, french):
        if not re.search(r"\ble $", french[: theirs.start()]):
            return None
        year, month, day = _en_date(ours)
        old = f"{year}-{month + 1:02d}-{day:02d}"
        new = f"{random.randint(1990, 2023)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}"
        return Perturbed(
            "iso", _put(english, ours, old), _put(french, theirs, old), _put(english, ours, new), _put(french, theirs, new)
        )  # fmt: skip
    return None


def _value_en(surface: str) -> str:
    return surface.replace(",", "")


def _value_fr(surface: str) -> str:
    return re.sub(r"[ \u00a0]", "", surface).replace(",", ".")


def _numbers(english: str, french: str) -> list[tuple[re.Match[str], re.Match[str]]]:
    blank = _EN_DATE.sub(lambda m: "~" * len(m[0]), english)
    blanc = _FR_DATE.sub(lambda m: "~" * len(m[0]), french)
    ours, theirs = list(_EN_NUMBER.finditer(blank)), list(_FR_NUMBER.finditer(blanc))
    a = Counter(re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3})", "", english)))
    b = Counter(re.findall(r"\d+", re.sub(r"(?<=\d)[ \u00a0](?=\d{3}\b)", "", french)))
    pairs = []
    for mine in ours:
        value = _value_en(mine[0])
        same = [other for other in theirs if _value_fr(other[0]) == value]
        digits = value.split(".")[0]
        if len(same) == 1 and a[digits] == 1 == b[digits]:
            pairs.append((mine, same[0]))
    return pairs


def _other(surface: str, random: Random, taken: set[str]) -> tuple[str, str]:
    """Another number of a like shape, plural as the old one was, in English and French; the old one for 0 and 1."""
    whole, point, decimals = _value_en(surface).partition(".")
    if int(whole) < 2:
        return surface, surface.replace(",", " ").replace(".", ",")
    grouped = "," in surface
    low, high = max(2, 10 ** (len(whole) - 1)), 10 ** len(whole) * (3 if grouped else 1) - 1
    new = next((n for n in (random.randint(low, high) for _ in range(50)) if str(n) not in taken), int(whole))
    tail = "".join(str(random.randint(1, 9)) for _ in decimals)
    english = (f"{new:,}" if grouped else str(new)) + (f".{tail}" if point else "")
    return english, (f"{new:,}".replace(",", " ") if grouped else str(new)) + (f",{tail}" if point else "")


def _number(english: str, french: str, random: Random) -> Perturbed | None:
    for ours, theirs in _numbers(english, french):
        if (
            "." in ours[0]
            or re.search(r"[%$][ \u00a0]?$", english[: ours.start()])
            or re.match(r"[ \u00a0]?[%$]", french[theirs.end() :])
        ):
            continue
        new, neuf = _other(ours[0], random, set(re.findall(r"\d+", english)))
        gap = re.search(r"[ \u00a0](?=\d{3})", theirs[0])
        neuf = neuf.replace(" ", gap[0] if gap else " ")
        return Perturbed("number", english, french, _put(english, ours, new), _put(french, theirs, neuf))
    return None


_EN_PERCENT = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)(%| per cent| percent)")
_FR_PERCENT = re.compile(r"(?<![\w.,])(\d+(?:,\d+)?)([ \u00a0]?%| p\. 100| pour cent)")


def _percent(english: str, french: str, random: Random) -> Perturbed | None:
    ours, theirs = list(_EN_PERCENT.finditer(english)), list(_FR_PERCENT.finditer(french))
    if len(ours) != 1 or len(theirs) != 1 or ours[0][1] != _value_fr(theirs[0][1]):
        return None
    whole, tail = random.randint(2, 99), random.choice(["", ".5", ".25"])
    if f"{whole}" in english:
        return None
    return Perturbed(
        "percent", english, french, _put(english, ours[0], f"{whole}{tail}{ours[0][2]}"),
        _put(french, theirs[0], f"{whole}{tail.replace('.', ',')}{theirs[0][2]}"),
    )  # fmt: skip


_EN_MONEY = re.compile(r"\$(\d{1,3}(?:,\d{3})+|\d+)(?![\w,.])")
_FR_MONEY = re.compile(r"(?<![\w.,])(?<!\d[ \u00a0])(\d{1,3}(?:[ \u00a0]\d{3})+|\d+)[ \u00a0]\$")


def _money(english: str, french: str, random: Random) -> Perturbed | None:
    ours, theirs = list(_EN_MONEY.finditer(english)), list(_FR_MONEY.finditer(french))
    if len(ours) != 1 or len(theirs) != 1 or _value_en(ours[0][1]) != _value_fr(theirs[0][1]):
        return None
    amount = random.choice(
        [random.randint(100, 999), random.randint(1000, 9999), random.randint(10_000, 3_000_000)]
    )
    gap = re.search(r"[ \u00a0](?=\d{3})", theirs[0][1])
    if amount < 1000 or "," not in ours[0][1]:
        amount = amount % 900 + 100
    neuf = f"{amount:,}".replace(",", gap[0] if gap else "\u00a0")
    unit = theirs[0][0][len(theirs[0][1]) :]
    return Perturbed(
        "money", english, french, _put(english, ours[0], f"${amount:,}"), _put(french, theirs[0], neuf + unit)
    )


def _section(english: str, french: str, random: Random) -> Perturbed | None:
    for ours in _SECTION.finditer(english):
        same = list(re.finditer(rf"(?<![\w.,(]){re.escape(ours[0])}(?![\w(.])", french))
        if len(same) == 1 and english.count(ours[0]) == 1:
            parts = re.split(r"(\d+)", ours[0])
            new = "".join(str(random.randint(2, 150)) if part.isdigit() else part for part in parts)
            if new in english:
                continue
            return Perturbed("section", english, french, _put(english, ours, new), _put(french, same[0], new))
    return None


def _citation(english: str, french: str, random: Random) -> Perturbed | None:
    if not english.endswith(".") or not french.endswith(".") or re.search(r'[(“"]', english):
        return None

    def cited() -> tuple[str, str]:
        first = random.choice(_SOURCES)
        date = random.choice(
            [f"{random.randint(2010, 2023)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}", "n.d."]
        )
        page = random.choice(["", "", f", {random.randint(2, 80)}"])
        both = f"{first} {date}{page}"
        if random.random() < 0.3:
            both += f"; {random.choice(_SOURCES)} {random.randint(2010, 2023)}-0{random.randint(1, 9)}"
        return f" ({both})", f" ({both})".replace("n.d.", "s.d.")

    (old, ancien), (new, neuf) = cited(), cited()
    return Perturbed(
        "citation", english[:-1] + old + ".", french[:-1] + ancien + ".", english[:-1] + new + ".", french[:-1] + neuf + "."
    )  # fmt: skip


def _name(english: str, french: str, random: Random) -> Perturbed | None:
    for ours in _NAME.finditer(english):
        here = list(re.finditer(rf"(?<![\w’'-]){ours[0]}(?![\w’'-])", french))
        if len(here) != 1 or english.count(ours[0]) != 1 or french.count(ours[0]) != 1:
            continue
        if not re.search(r"(?:(?<![\w-])[a-z]+|,) $", english[: ours.start()]):
            continue  # a part of a longer name
        if not re.search(r"(?:\bde|\bà|,|\bet|\bpar|\bavec) $", french[: here[0].start()]) or ours[0] in _EN:
            continue
        new = random.choice(_NAMES)
        return Perturbed("name", english, french, _put(english, ours, new), _put(french, here[0], new))
    return None


def _several(english: str, french: str, random: Random) -> Perturbed | None:
    pairs = [
        p
        for p in _numbers(english, french)
        if "." not in p[0][0] and "$" not in english and "%" not in english
    ]
    if len(pairs) < 2:
        return None
    new_english, new_french = english, french
    taken = set(re.findall(r"\d+", english))
    swaps = []
    for ours, theirs in pairs:
        new, neuf = _other(ours[0], random, taken)
        taken.add(new.replace(",", ""))
        gap = re.search(r"[ \u00a0](?=\d{3})", theirs[0])
        swaps.append((ours, new, theirs, neuf.replace(" ", gap[0] if gap else " ")))
    for ours, new, _, _ in sorted(swaps, key=lambda s: -s[0].start()):
        new_english = _put(new_english, ours, new)
    for _, _, theirs, neuf in sorted(swaps, key=lambda s: -s[2].start()):
        new_french = _put(new_french, theirs, neuf)
    return Perturbed("several", english, french, new_english, new_french)


def _put(text: str, found: re.Match[str], new: str) -> str:
    return text[: found.start()] + new + text[found.end() :]


_MAKERS: dict[str, Callable[[str, str, Random], Perturbed | None]] = {
    "date": _date, "number": _number, "percent": _percent, "money": _money, "section": _section,
    "citation": _citation, "name": _name, "iso": _iso, "several": _several,
}  # fmt: skip
