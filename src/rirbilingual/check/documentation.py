"""The checks to docs/check.md: what each finds, why, and an example that is wrong."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rirbilingual.check.rule import Check, Example
from rirbilingual.model import SourceRow
from rirbilingual.text.percents import USUAL

_NEEDS = {
    "units": "on the units",
    "pair": "on the units, with the report",
    "source": "on the English report",
}


def page(head: str, checks: Sequence[Check]) -> str:
    """Markdown: `head`, then a table of the checks, then each with its examples."""
    rows = [
        f"| [`{c.id}`](#{_anchor(c.id)}) | {c.severity.value} | {_fixes(c)} | {_NEEDS[c.needs]} |"
        for c in checks
    ]
    table = ["| check | severity | `--fix` | works |", "|---|---|---|---|", *rows]
    parts = [head.strip(), "\n".join(table)]
    for check in checks:
        lines = [f"### `{check.id}`", "", check.why, ""]
        lines += ["Right:", "", *_shown(check.good[0], check), "", "Wrong:", "", *_shown(check.bad[0], check)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _fixes(check: Check) -> str:
    return "yes" if check.safe else ""


def _anchor(id: str) -> str:
    return "".join(c for c in id.lower() if c.isalnum() or c in "-_")


def _shown(example: Example, check: Check) -> list[str]:
    """The example as quoted lines."""
    texts = [example.english] if check.needs == "source" else [example.english, example.french or "(nothing)"]
    if check.id == "approval.stale" and example.approved:
        texts.append(f"(approved: {example.approved})")
    texts += [_row(row) for row in example.sources if check.needs == "pair"]
    texts += [f'(settings: percent = "{example.percent}")'] if example.percent != USUAL else []
    out: list[str] = []
    for text in texts:
        lines = [line for line in text.replace("~", "\u00a0").splitlines() if line.strip()]
        out += [f"> {_plain(line)}  " for line in lines] + [">"]
    return out[:-1]


def _row(row: SourceRow) -> str:
    """A row of the table of sources, in words."""
    said = [f"“{row.french}”"]
    if row.gender is not None:
        said.append(f"gender {row.gender.value}")
    if row.language or row.gender is None:
        said.append(f"language {row.language or 'not decided'}")
    said += [f"“{english}” is “{french or '?'}”" for english, french in row.originals]
    return f"(table of sources: {row.key}: {', '.join(said)})"


def _plain(line: str) -> str:
    for mark in "\\`*_<>[]":
        line = line.replace(mark, f"\\{mark}")
    return line


def _write(path: Path) -> None:
    """Writes the page again, keeping its head."""
    from rirbilingual.check import checks
    from rirbilingual.files import read_text, write_whole

    head = read_text(path).partition("\n## The checks\n")[0] + "\n## The checks\n"
    write_whole(path, page(head, checks()).encode())


if __name__ == "__main__":
    _write(Path(sys.argv[1]))
