"""Seeded errors to recall by kind, and correct units to precision; pofilter beside, on the same units.

    python benchmarks/check/run.py [--raise] [--missed]

Exits with 1 where a figure is below floors.json. `--raise` writes figures that are above it; none is ever
lowered. `--missed` shows the wrong French that was not found.
"""

from __future__ import annotations

import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from os import environ
from pathlib import Path
from random import Random

from seeds import KINDS, Kind

from rirbilingual.check import findings, unit_findings
from rirbilingual.check.example import pair_of
from rirbilingual.check.rule import Example
from rirbilingual.model import BlockKind, Finding, Gender, Pair, Severity, SourceRow, State, Term, Unit

HERE = Path(__file__).resolve().parent
SHARED = Path(environ.get("RIRBILINGUAL_SHARED", HERE.parent.parent.parent / "shared"))
WANTED = 30  # seeded units a kind, at most
IN_STATUTES = 200  # the same, in statutes: few of their units at once, so that the proportion stays theirs
# The statutes' French is set by other rules of typography and keeps its own quotation marks; what stands in
# parentheses there is no citation.
OFF = ["spelling"]  # asks a dictionary of the machine; no kind is seeded for it
OTHER_RULES = [*OFF, "typography", "marker.*", "quotation.*", "citation.*", "translation.*"]

Seeded = tuple[int, str]  # index of the unit, its wrong French


@dataclass(frozen=True)
class Material:
    """A correct report, its terms, and what the checks say of it as it stands."""

    pair: Pair
    terms: tuple[Term, ...]
    baseline: tuple[Finding, ...]

    def new(self, unit_id: str, wrong: str) -> set[Finding]:
        """What the checks say when one unit has this French, and did not say before."""
        found = findings(changed(self.pair, unit_id, wrong), terms=self.terms, silenced=OFF)
        return set(found) - set(self.baseline)


def main() -> int:
    started = time.perf_counter()
    reports = [material(path) for path in sorted((HERE / "pairs").glob("*.toml"))]
    places = [(report, unit) for report in reports for unit in report.pair.units]
    units = [unit for _, unit in places]
    baseline = [finding for report in reports for finding in report.baseline]
    took = time.perf_counter() - started
    print(f"genre: {len(units)} correct units, {len(baseline)} findings ({took:.2f} s)")
    for finding in baseline:
        print(f"  {finding.check}: {finding.message}")
    figures = {"genre correct units that are quiet": quiet(units, baseline)}
    found = 0
    rival = Rival(units)
    print(f"\n{'kind':30}{'seeded':>8}{'recall':>8}{'pofilter':>10}{'subset':>8}")
    for kind in KINDS:
        seeded = sample(kind, units)
        missed = []
        for at, wrong in seeded:
            report, unit = places[at]
            if not hit(kind, unit.id, report.new(unit.id, wrong)):
                missed.append(wrong)
        hits = len(seeded) - len(missed)
        recall = hits / len(seeded)
        found += hits
        figures[f"genre recall: {kind.name}"] = recall
        every, subset = rival.recall(units, seeded)
        print(f"{kind.name:30}{len(seeded):8}{recall:8.3f}{every:10.3f}{subset:8.3f}")
        for wrong in missed if "--missed" in sys.argv[1:] else ():
            print(f"  missed: {wrong}")
    false = len({unit for finding in baseline for unit in finding.units})
    figures["genre precision"] = found / (found + false)
    print(f"\nprecision over correct units {figures['genre precision']:.3f} ({found} found, {false} false)")
    print(f"pofilter on the correct units: {rival}")
    figures |= statutes()
    return compared(figures)


def material(path: Path) -> Material:
    pair, terms = genre(path)
    return Material(pair, terms, findings(pair, terms=terms, silenced=OFF))


def genre(path: Path) -> tuple[Pair, tuple[Term, ...]]:
    """One of the invented reports, reviewed, and its terms."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    passages = table["passage"]
    rows = tuple(
        SourceRow(
            f"{row['label']} {date}", row["label"], row["french"],
            Gender(row["gender"]) if "gender" in row else None, row.get("language", ""), "",
            tuple(row.get("originals", {}).items()),
        )
        for row in table["source"]
        for date in row["dates"]
    )  # fmt: skip
    example = Example(
        "\n\n".join(passage["english"].strip() for passage in passages),
        "\n\n".join(passage["french"].strip() for passage in passages),
        tuple(BlockKind(passage.get("kind", "paragraph")) for passage in passages),
        rows,
    )
    terms = tuple(Term(term["english"], term["french"], term.get("domain", "un")) for term in table["term"])
    return pair_of(example), terms


def sample(kind: Kind, units: Sequence[Unit], wanted: int = WANTED) -> list[Seeded]:
    """Up to `wanted` wrong versions, spread over the units, the same at every run."""
    random = Random(kind.name)
    every = [
        (at, wrong)
        for at, unit in enumerate(units)
        for wrong in kind.seed(unit, random)
        if wrong != unit.target
    ]
    random.shuffle(every)
    return every[:wanted]


def changed(pair: Pair, unit_id: str, wrong: str) -> Pair:
    """The pair with another French text in one unit."""
    passages = tuple(
        replace(p, units=tuple(replace(u, target=wrong) if u.id == unit_id else u for u in p.units))
        for p in pair.passages
    )
    return replace(pair, passages=passages)


def hit(kind: Kind, unit_id: str, found: Iterable[Finding]) -> bool:
    return any(finding.check in kind.checks and unit_id in finding.units for finding in found)


def quiet(units: Sequence[Unit], found: Iterable[Finding]) -> float:
    """The share of the units that no finding touches."""
    touched = {unit for finding in found for unit in finding.units}
    return 1 - len(touched) / len(units)


class Rival:
    """Translate Toolkit's pofilter: all its checks, and the subset that stays quiet on correct units."""

    def __init__(self, units: Sequence[Unit]) -> None:
        from translate.filters.checks import CheckerConfig, StandardChecker

        self._checker = StandardChecker(CheckerConfig(targetlanguage="fr"))
        self._fired = Counter(name for unit in units for name in self._filters(unit.source, unit.target))
        self._loud = sum(bool(self._filters(unit.source, unit.target)) for unit in units)
        self._units = len(units)
        self._trusted = {name for name in self._all() if self._fired[name] <= len(units) / 20}

    def recall(self, units: Sequence[Unit], seeded: Sequence[Seeded]) -> tuple[float, float]:
        """The share of seeded units on which a check fires that was silent on the correct one: of all checks,
        of the subset."""
        every = subset = 0
        for at, wrong in seeded:
            unit = units[at]
            new = self._filters(unit.source, wrong) - self._filters(unit.source, unit.target)
            every += bool(new)
            subset += bool(new & self._trusted)
        return every / len(seeded), subset / len(seeded)

    def _filters(self, source: str, target: str) -> set[str]:
        from translate.storage.po import pounit

        unit = pounit(source)
        unit.target = target
        return set(self._checker.run_filters(unit))

    def _all(self) -> set[str]:
        return set(self._checker.getfilters())

    def __str__(self) -> str:
        most = ", ".join(f"{name} {count}" for name, count in self._fired.most_common(6))
        return f"{self._loud} of {self._units} flagged ({most}); subset: checks that fire on at most 1 in 20"


def statutes() -> dict[str, float]:
    """The general kinds in units of federal statutes, which were not written for this."""
    path = SHARED / "data" / "laws-dev.tsv"
    if not path.is_file():
        print(f"\nstatutes: left out, {path} is missing")
        return {}
    rows = [line.rstrip("\n").split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    units = [Unit(str(n), row[1], row[2], State.REVIEWED) for n, row in enumerate(rows)]
    baseline = unit_findings(units, silenced=OTHER_RULES)
    figures = {"2,004 statutes: correct units that are quiet": quiet(units, baseline)}
    counts = Counter(finding.check for finding in baseline).most_common()
    loud = quiet(units, [finding for finding in baseline if finding.severity is not Severity.INFO])
    print(f"\nstatutes: {len(units)} units, quiet on {quiet(units, baseline):.3f}; {counts}")
    print(f"errors or warnings on {round((1 - loud) * len(units))} of them")
    for kind in KINDS:
        if not kind.general:
            continue
        seeded = list(dict(sample(kind, units, IN_STATUTES)).items())  # one a unit: all are seeded at once
        new = list(units)
        for at, wrong in seeded:
            new[at] = replace(units[at], target=wrong)
        found = set(unit_findings(new, silenced=OTHER_RULES)) - set(baseline)
        hits = sum(hit(kind, units[at].id, found) for at, _ in seeded)
        figures[f"2,004 statutes: recall: {kind.name}"] = hits / len(seeded)
        print(f"{kind.name:30}{len(seeded):8}{hits / len(seeded):8.3f}")
        named = {unit for finding in found if finding.check in kind.checks for unit in finding.units}
        for at, wrong in seeded if "--missed" in sys.argv[1:] else ():
            if units[at].id not in named:
                print(f"  missed: {units[at].source}\n          {wrong}")
    return figures


def compared(figures: dict[str, float]) -> int:
    """0 where every figure reaches its floor."""
    path = HERE / "floors.json"
    floors = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    below = [
        f"{name}: {figures[name]:.3f} < {floor}"
        for name, floor in floors.items()
        if name in figures and figures[name] < floor - 1e-9
    ]
    for line in below:
        print(f"BELOW ITS FLOOR  {line}")
    if "--raise" in sys.argv[1:]:
        raised = {
            name: max(floors.get(name, 0.0), int(value * 1000) / 1000) for name, value in figures.items()
        }
        path.write_text(json.dumps(floors | raised, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
