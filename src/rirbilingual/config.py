"""A rirbilingual.toml to Settings: what the command's options set, said once for a folder of reports."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from rirbilingual.errors import RirError
from rirbilingual.files import read_bytes
from rirbilingual.model import BANDS, PERCENT_STYLES, Severity

NAME = "rirbilingual.toml"
ADDRESS = "an address that begins with http:// or https://, without ?, # and spaces"  # what `is_address` asks
_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f/?#][^\s\x00-\x1f\x7f?#]*")


@dataclass(frozen=True, slots=True)
class Draft:
    """The table [draft]. machine: a machine translation, "" for none; timeout: seconds a request; price: of a
    million characters, in whatever money."""

    machine: str = ""
    timeout: float = 60.0
    price: float = 0.0


@dataclass(frozen=True, slots=True)
class Checks:
    """The table [check]. severities: (check id or pattern, error, warning or info); silenced: ids or patterns,
    for one report or unit as `number.value@MEX201603`. percent: Settings' own, which checks follow."""

    severities: tuple[tuple[str, Severity], ...] = ()
    silenced: tuple[str, ...] = ()
    percent: str = PERCENT_STYLES[0]


USUAL_CHECKS = Checks()


@dataclass(frozen=True, slots=True)
class Furniture:
    """The table [furniture.en] or [furniture.fr]: what stands on every page of that language, as plain text; a line
    of it is a paragraph. header: above the page; disclaimer and contact: below."""

    header: str = ""
    disclaimer: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class BothFurniture:
    """The table [furniture]: what one language has, the other has too."""

    en: Furniture = Furniture()
    fr: Furniture = Furniture()


NO_FURNITURE = BothFurniture()


@dataclass(frozen=True, slots=True)
class Settings:
    """What a rirbilingual.toml sets; an option on the command line goes before it.

    Paths in the file are relative to its own folder and absolute here. file: where the settings come from,
    None where none was found.
    """

    file: Path | None = None
    memories: tuple[str, ...] = ()  # paths or postgresql:// addresses, the nearest first
    terms: Path | None = None  # a termbase, .tbx
    output: Path | None = None  # the folder for working files
    site: Path | None = None  # the folder that pairs are published in
    templates: Path | None = None  # one's own page templates, used before the program's
    reviewer: str = ""  # who approves
    formats: tuple[str, ...] | None = (
        None  # of a published pair, besides its pages; None: the program's choice
    )
    address: str = ""  # the site's public one
    draft: Draft = Draft()
    check: Checks = Checks()
    furniture: BothFurniture = NO_FURNITURE
    signatures: int = 1  # how many people must sign each unit: 1, or 2 (a translator and a reviser)
    segment: Path | None = None  # [segment] rules: SRX of one's own, before the house's
    vectors: str = ""  # a model of sentences for align: "use" or a folder; "" for none
    percent: str = PERCENT_STYLES[0]  # how French writes a percentage, in drafts and checks
    weights: tuple[tuple[str, float], ...] = ()  # of a word in each band of leverage, where not the usual one


_chosen: ContextVar[Path | None] = ContextVar("_chosen", default=None)


def choose(file: Path | None) -> None:
    """Let this file be the settings wherever none is named, as `--config` asks; None for the nearest again."""
    _chosen.set(file)


def load(start: Path | None = None, explicit: Path | None = None) -> Settings:
    """The settings of `explicit`, or of the nearest rirbilingual.toml in the folder of `start` or above it
    (by default the current folder); without one, the defaults.

    Raises RirError for an explicit file that is missing, malformed TOML, unknown keys and wrong types.
    """
    file = explicit or _chosen.get() or _nearest(start or Path())
    return _settings(file) if file else Settings()


def _nearest(start: Path) -> Path | None:
    start = start.resolve()
    return next((folder / NAME for folder in (start, *start.parents) if (folder / NAME).is_file()), None)


def _settings(file: Path) -> Settings:
    try:
        table = tomllib.loads(read_bytes(file).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RirError("not UTF-8 text", str(file), "save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise RirError(f"malformed TOML: {error}", str(file), "repair it") from None
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KEYS:
            raise RirError(f'unknown key "{key}"', str(file), f"the keys are {', '.join(_KEYS)}")
        wanted, setting = _KEYS[key]
        try:
            values[key] = setting(value, file.resolve().parent)
        except TypeError:
            raise RirError(f'"{key}" must be {wanted}, not {value!r}', str(file), "mend it") from None
    if "percent" in values:
        values["check"] = replace(values.get("check", USUAL_CHECKS), percent=values["percent"])
    return Settings(file=file, **values)


def _text(value: object, folder: Path) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _path(value: object, folder: Path) -> Path:
    return folder / Path(_text(value, folder)).expanduser()


def _vectors(value: object, folder: Path) -> str:
    return "use" if value == "use" else str(_path(value, folder))


def _names(value: object, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise TypeError
    return tuple(value)


def is_address(text: str) -> bool:
    """Whether this can be a site's public address, which the names of files are put after."""
    return _ADDRESS.fullmatch(text) is not None


def _address(value: object, folder: Path) -> str:
    text = _text(value, folder)
    if not is_address(text):
        raise TypeError
    return text


def _memories(value: object, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(name if "://" in str(name) else str(_path(name, folder)) for name in value)


def _draft(value: object, folder: Path) -> Draft:
    if not isinstance(value, dict) or not set(value) <= {"machine", "timeout", "price"}:
        raise TypeError
    numbers = {name: value[name] for name in ("timeout", "price") if name in value}
    for number in numbers.values():
        if isinstance(number, bool) or not isinstance(number, int | float) or number < 0:
            raise TypeError
    machine = _text(value["machine"], folder) if "machine" in value else ""
    kind, _, argument = machine.partition(":")
    if kind == "ctranslate2" and argument:
        machine = f"{kind}:{_path(argument.strip(), folder)}"
    return Draft(machine, **{name: float(number) for name, number in numbers.items()})


def _check(value: object, folder: Path) -> Checks:
    if not isinstance(value, dict) or not set(value) <= {"severity", "silence"}:
        raise TypeError
    severity, silence = value.get("severity", {}), value.get("silence", [])
    if not isinstance(severity, dict) or not isinstance(silence, list):
        raise TypeError
    if not all(isinstance(level, str) and level in list(Severity) for level in severity.values()):
        raise TypeError
    levels = tuple((name, Severity(level)) for name, level in severity.items())
    return Checks(levels, tuple(_text(name, folder) for name in silence))


def _furniture(value: object, folder: Path) -> BothFurniture:
    if not isinstance(value, dict) or set(value) != {"en", "fr"}:
        raise TypeError
    sides = [value["en"], value["fr"]]
    if not all(isinstance(side, dict) and set(side) <= set(_FURNITURE) for side in sides):
        raise TypeError
    if set(sides[0]) != set(sides[1]):
        raise TypeError
    return BothFurniture(*(Furniture(**{k: _text(v, folder) for k, v in side.items()}) for side in sides))


def _segment(value: object, folder: Path) -> Path:
    if not isinstance(value, dict) or set(value) != {"rules"}:
        raise TypeError
    return _path(value["rules"], folder)


def _signatures(value: object, folder: Path) -> int:
    if isinstance(value, bool) or value not in (1, 2):
        raise TypeError
    return 1 if value == 1 else 2


def _percent(value: object, folder: Path) -> str:
    if not isinstance(value, str) or value not in PERCENT_STYLES:
        raise TypeError
    return value


def _weights(value: object, folder: Path) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, dict) or not set(value) <= set(BANDS):
        raise TypeError
    for weight in value.values():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 10:
            raise TypeError
    return tuple((band, float(weight)) for band, weight in value.items())


_FURNITURE = tuple(field.name for field in fields(Furniture))

# For each key, what it must be and how it is read; a reader raises TypeError for another type.
_KEYS: dict[str, tuple[str, Callable[[object, Path], object]]] = {
    "memories": ("a list of paths or addresses", _memories),
    "terms": ("a path", _path),
    "output": ("a path", _path),
    "site": ("a path", _path),
    "templates": ("a path", _path),
    "reviewer": ("a name in quotes", _text),
    "formats": ("a list of names", _names),
    "address": (ADDRESS, _address),
    "draft": ("a table with machine, timeout, price", _draft),
    "check": ('a table with severity (check = "error", "warning" or "info") and silence (a list)', _check),
    "furniture": (
        f"two tables, [furniture.en] and [furniture.fr], with the same of {', '.join(_FURNITURE)}",
        _furniture,
    ),
    "segment": ('a table with rules = "a path"', _segment),
    "signatures": ("1 or 2", _signatures),
    "percent": (" or ".join(f'"{style}"' for style in PERCENT_STYLES), _percent),
    "vectors": ('"use" or the folder of a model', _vectors),
    "weights": (f"a table with numbers for any of {', '.join(BANDS)}", _weights),
}
