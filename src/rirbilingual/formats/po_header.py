"""A PO header to the report's number, date, title and files, and back; an editor's own headers are kept."""

from __future__ import annotations

import re
from dataclasses import replace

from rirbilingual.errors import RirError
from rirbilingual.formats.po_syntax import Message
from rirbilingual.model import Catalog, Unit

_OURS = "X-Rirbilingual-"
REPORT = f"{_OURS}Report"
_COUNT = f"{_OURS}Units"
COMMENT = "#"  # the name under which a Catalog keeps the header's comment lines

# The lines at the top of every working file, for whoever opens it for the first time.
_TEACHING = (
    "The working file of a report: each entry is a sentence, a heading or a reference.",
    "Everything drafted is fuzzy. Correct it and clear the mark: then it counts as reviewed.",
    "Ask with a comment:  Q(author): …   Q(editor): …   and answer with:  A: …",
)
_NUMBERED = re.compile(r"([A-Z]{2,4}\d{6})\.([EF]{1,2}):")


def _standing(catalog: Catalog) -> dict[str, str]:
    """The headers that gettext asks for, with what stands in them until an editor says otherwise."""
    return {
        "Project-Id-Version": catalog.number,
        "PO-Revision-Date": f"{catalog.date or '1970-01-01'} 00:00+0000",
        "Last-Translator": "none yet <>",
        "Language-Team": "French <>",
        "Language": "fr",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n > 1);",
        "X-Source-Language": "en",
    }


def header(catalog: Catalog) -> Message:
    """The catalog's header entry."""
    ours = {
        f"{_OURS}Number": catalog.number,
        f"{_OURS}Date": catalog.date,
        f"{_OURS}Title": " ".join(catalog.title.split("\n")),
        REPORT: catalog.report_file,
        f"{_OURS}Digest": catalog.report_digest,
        _COUNT: str(len(catalog.units)),
    }
    comments = tuple(text for name, text in catalog.headers if name == COMMENT)
    fields = _standing(catalog)
    fields.update((name, value) for name, value in catalog.headers if name != COMMENT and name not in ours)
    fields.update((name, value) for name, value in ours.items() if value)
    return Message(
        msgid="",
        msgstr="".join(f"{name}: {value}\n" for name, value in fields.items()),
        translator=comments or _TEACHING,
    )


def headed(message: Message, units: tuple[Unit, ...], obsolete: tuple[Unit, ...], name: str) -> Catalog:
    """The catalog of this header and these units.

    Where an editor dropped our headers, number and key come from the units' places. Raises RirError where
    nothing tells which report the file belongs to.
    """
    fields = _fields(message)
    number = fields.get(f"{_OURS}Number", "") or _number(units)
    if not number:
        raise RirError(
            "not a working file of this program: nothing in it names its report",
            f"{name}:{message.line}",
            "give the .po that `draft` wrote",
        )
    catalog = Catalog(
        number=number,
        key=number.partition(".")[0],
        date=fields.get(f"{_OURS}Date", ""),
        title=fields.get(f"{_OURS}Title", ""),
        units=units,
        report_file=fields.get(REPORT, ""),
        report_digest=fields.get(f"{_OURS}Digest", ""),
        obsolete=obsolete,
    )
    standing = _standing(catalog)
    known = ("Number", "Date", "Title", "Report", "Digest")
    others = tuple(
        (key, value)
        for key, value in fields.items()
        if key not in {f"{_OURS}{name}" for name in known} and standing.get(key) != value
    )
    comments = (
        () if message.translator == _TEACHING else tuple((COMMENT, line) for line in message.translator)
    )
    return replace(catalog, headers=(*comments, *others))


def unit_count(catalog: Catalog) -> int:
    """How many units the file said it holds, 0 where it did not say."""
    value = dict(catalog.headers).get(_COUNT, "0")
    return int(value) if value.isdecimal() else 0


def without_count(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers less the count of units, which is written anew each time."""
    return tuple((name, value) for name, value in headers if name != _COUNT)


def refuse_charset(message: Message, place: str) -> None:
    """Raise RirError where the header names another charset than UTF-8."""
    declared = re.search(r"charset=([^\s;]+)", _fields(message).get("Content-Type", ""), re.IGNORECASE)
    if declared and declared[1].lower() not in ("utf-8", "utf8", "ascii", "us-ascii", "charset"):
        raise RirError(
            f"its header says {declared[1]}, and this program reads UTF-8",
            place,
            "convert it: msgconv -t UTF-8",
        )


def _fields(message: Message) -> dict[str, str]:
    pairs = (line.partition(":") for line in message.msgstr.split("\n") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _number(units: tuple[Unit, ...]) -> str:
    found = (_NUMBERED.match(unit.where) for unit in units)
    return next((f"{match[1]}.{match[2]}" for match in found if match), "")
