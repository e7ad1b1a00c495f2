"""A folder of published pairs to aligned pairs: found by their numbers, aligned in parallel, resumed where it stopped.

Each pair's result is a file of its own, written whole; what has one, made from the same texts and decisions by the
same version, is not aligned again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, partial
from pathlib import Path
from typing import Any

from rirbilingual import __version__
from rirbilingual.aligned import SURE
from rirbilingual.bitexts import align_files, corrections_of, report_number
from rirbilingual.errors import RirError
from rirbilingual.executor import outcomes
from rirbilingual.files import decode, read_bytes, write_whole
from rirbilingual.model import (
    BlockKind,
    CodeKind,
    Context,
    InlineCode,
    LedgerQuotation,
    Origin,
    State,
    Term,
    Unit,
)
from rirbilingual.text.language import language
from rirbilingual.text.remembered import forgetting

READABLE = (".txt", ".html", ".htm", ".xhtml", ".docx", ".md", ".markdown")
UNREADABLE = (".pdf", ".doc", ".rtf", ".odt", ".epub")  # reports are kept so, and said to be left out


@dataclass(frozen=True)
class Found:
    """An archive's files: pairs by key (English, French), and files that have no partner, with the reason."""

    pairs: tuple[tuple[str, Path, Path], ...]
    unpaired: tuple[tuple[Path, str], ...]


@dataclass(frozen=True)
class Done:
    """What came of a pair. units: sure ones, which its file holds. error: one line, "" where it was aligned.
    doubts: weak beads and text that stands alone. strange: why the two hardly belong together, "" where they do.
    """

    key: str
    units: int = 0
    beads: int = 0
    doubts: int = 0
    strange: str = ""
    again: bool = False  # it was there from an earlier run
    error: str = ""


def found(folder: Path) -> Found:
    """The pairs of a folder and the folders in it, whatever the files' names; language and number are read from
    the text."""
    if not folder.is_dir():
        raise RirError("no such folder", str(folder), "name the folder of published reports")
    held: dict[str, dict[str, Path]] = {}
    unpaired: list[tuple[Path, str]] = []
    for path in sorted(folder.rglob("*")):
        kind = path.suffix.lower()
        if kind not in READABLE + UNREADABLE or not path.is_file():
            continue
        if kind in UNREADABLE:
            unpaired.append((path, f"{kind[1:].upper()} is not read; save it as text"))
            continue
        try:
            number, spoken = identity(path)
        except RirError as error:
            unpaired.append((path, error.what))
            continue
        if not number or not spoken:
            unpaired.append((path, "no report number" if not number else "its language cannot be told"))
        elif spoken in held.setdefault(number, {}):
            unpaired.append((path, f"{held[number][spoken].name} is {number} in the same language"))
        else:
            held[number][spoken] = path
    if not held and not unpaired:
        raise RirError("no report in it", str(folder), f"their files end in {', '.join(READABLE)}")
    pairs = [(key, both["en"], both["fr"]) for key, both in sorted(held.items()) if len(both) == 2]
    for key, both in held.items():
        for spoken, path in both.items():
            if len(both) == 1:
                other = "French" if spoken == "en" else "English"
                unpaired.append((path, f"{key} has no {other}"))
    return Found(tuple(pairs), tuple(sorted(unpaired)))


def identity(path: Path) -> tuple[str, str | None]:
    """A file's report key and language; "" and None where it shows none."""
    if path.suffix.lower() == ".txt":
        text, _ = decode(read_bytes(path), str(path))
        number = report_number(text)
    else:
        from rirbilingual.read import read

        report = read(path)
        text, number = report.text, report.key
    return number, language(text)


def align_archive(
    pairs: Sequence[tuple[str, Path, Path]],
    output: Path,
    *,
    terms: Sequence[Term] = (),
    sure: float = SURE,
    jobs: int | None = None,
    scheduler: str = "",
    vectors: str = "",
) -> Iterator[Done]:
    """Align the pairs, each result into a file in `output`; gives what came of each, as they come. scheduler: of
    a Dask cluster whose workers see these paths."""
    output.mkdir(parents=True, exist_ok=True)
    task = partial(_pair, output=output, terms=tuple(terms), sure=sure, vectors=vectors)
    for outcome in outcomes(partial(forgetting, task), pairs, jobs=jobs, scheduler=scheduler):
        yield outcome.result or Done(outcome.task[0], error=outcome.error)


def _pair(
    pair: tuple[str, Path, Path], *, output: Path, terms: tuple[Term, ...], sure: float, vectors: str
) -> Done:
    key, english, french = pair
    file = _file(output, key)
    digest = _digest(english, french, terms, sure, vectors=vectors)
    if done := _earlier(file, digest):
        return done
    aligned = align_files(english, french, terms=terms, sure=sure, vectors=vectors)
    strange = "; ".join(finding.message for finding in aligned.of_pair)
    done = Done(key, len(aligned.units), len(aligned.bitext.beads), len(aligned.doubtful), strange)
    held = {**_fields(done), "digest": digest, "units": aligned.units, "quotations": aligned.quotations}
    write_whole(file, json.dumps(held, ensure_ascii=False, default=_fields).encode())
    return done


def _file(output: Path, key: str) -> Path:
    return output / f"{key}.aligned.json"


def result(output: Path, key: str) -> tuple[tuple[Unit, ...], tuple[LedgerQuotation, ...]]:
    """The sure units and the quotations of an aligned pair. Raises RirError where its file is gone or damaged."""
    file = _file(output, key)
    try:
        return _result(json.loads(read_bytes(file)))
    except (ValueError, KeyError, TypeError):
        raise RirError("damaged since it was written", str(file), "run the same command again") from None


def _result(held: Mapping[str, Any]) -> tuple[tuple[Unit, ...], tuple[LedgerQuotation, ...]]:
    units = tuple(_unit(row) for row in held["units"])
    return units, tuple(LedgerQuotation(**row) for row in held["quotations"])


def _digest(english: Path, french: Path, terms: tuple[Term, ...], sure: float, *, vectors: str) -> str:
    """SHA-256 of all that the result depends on."""
    made = hashlib.sha256(f"{__version__} {sure} {vectors} {hash_of(terms)}".encode())
    for path in (english, french, corrections_of(french)):
        made.update(hashlib.sha256(read_bytes(path) if path.exists() else b"").digest())
    return made.hexdigest()


def hash_of(terms: tuple[Term, ...]) -> str:
    """SHA-256 of terms."""
    return hashlib.sha256(repr(terms).encode()).hexdigest()


def _earlier(file: Path, digest: str) -> Done | None:
    """The result of an earlier run, where it was made from the same; None where it was not, or is damaged."""
    if not file.exists():
        return None
    try:
        held = json.loads(read_bytes(file))
        if held["digest"] != digest:
            return None
        units, _ = _result(held)
        return Done(held["key"], len(units), held["beads"], held["doubts"], held["strange"], again=True)
    except (ValueError, KeyError, TypeError):
        return None


def _fields(value: Any) -> dict[str, object]:
    """A dataclass for JSON, one level of it: `asdict` would copy all that is in it first."""
    return {name: getattr(value, name) for name in _names(value.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _unit(row: dict[str, object]) -> Unit:
    """A unit as `_fields` wrote it; aligned units have no match and no approvals."""
    kept = {name: row[name] for name in ("id", "source", "target", "where")}
    return Unit(
        **kept,  # type: ignore[arg-type]
        state=State(row["state"]),  # type: ignore[arg-type]
        kind=BlockKind(str(row["kind"])),
        context=Context(**row["context"]),  # type: ignore[arg-type]
        origin=Origin(**row["origin"]),  # type: ignore[arg-type]
        source_codes=_codes(row["source_codes"]),
        target_codes=_codes(row["target_codes"]),
    )


def _codes(rows: Any) -> tuple[InlineCode, ...]:
    return tuple(InlineCode(**{**row, "kind": CodeKind(row["kind"])}) for row in rows)
