"""Drafts against references: the best match as it is, repaired, assembled; translate-toolkit's pretranslate beside.

    python benchmarks/draft/run.py [--raise] [--memory N] [--units N] [--show N]

Memory, units and perturbed units are those of `../shared/data`. Exits with 1 where a figure is below
floors.json; `--raise` writes figures that are above it, none is ever lowered. Both sides of every comparison
are typeset alike, so that apostrophes and spaces count for nobody.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import sys
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from os import environ
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from perturbed import KINDS, perturbed
from pretranslate import cpu, pretranslated

from rirbilingual import pipeline
from rirbilingual.draft import WANTED, units
from rirbilingual.model import Block, BlockKind, Match, MatchKind, Origin, Report, Segment, State, Unit
from rirbilingual.score.metrics import metrics
from rirbilingual.text.citations import citations, date_value
from rirbilingual.text.normalise import unit_id
from rirbilingual.text.quotations import quotations
from rirbilingual.text.spans import spans
from rirbilingual.text.typeset import typeset
from rirbilingual.translation_memory import Memory

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
SHARED = Path(environ.get("RIRBILINGUAL_SHARED", HERE.parent.parent.parent / "shared"))
BANDS = ((100, "exact"), (95, "95-99"), (85, "85-94"), (75, "75-84"))  # lowest score of each
NOISE = 2 / 3  # a ratio of times may be so far below its floor: machines are shared
BELOW = 40  # percent: the lowest score of a best match that assembly is compared with
SEED = 7
# Kinds that need no memory: all of them must be drafted.
BY_RULE = (BlockKind.REFERENCE, BlockKind.SOURCES, BlockKind.HEADING, BlockKind.MARKER, BlockKind.AUTHOR)

Rows = list[tuple[str, str, str]]  # document, English, French


def main() -> int:
    options = _options()
    data = SHARED / "data"
    if not (data / "laws.tsv.xz").is_file():
        print(f"skipped: {data} has no laws.tsv.xz; set RIRBILINGUAL_SHARED")
        return 0
    with lzma.open(data / "laws.tsv.xz", "rt", encoding="utf-8") as lines:
        laws = list(islice(rows(lines), options.memory))
    with (data / "laws-dev.tsv").open(encoding="utf-8") as lines:
        others = list(islice(rows(lines), options.units))
    changed = perturbed([(english, french) for _, english, french in laws], options.units // 2, seed=SEED)
    units_held = held(laws, {p.source: p for p in changed})
    memory = Memory.of(units_held, "laws")
    sources = [english for _, english, _ in others]
    theirs, seconds = pretranslated(units_held, [*sources, *(p.wanted_source for p in changed)])
    figures: dict[str, float] = {}

    print(
        f"memory {len(laws):,} units; {len(others):,} units of other documents; {len(changed):,} perturbed\n"
    )
    print(f"pretranslate: {sum(map(bool, theirs)):,} units filled, {seconds:.0f} s of processor time\n")
    figures |= other_documents(memory, others, theirs[: len(others)])
    figures |= placeables(memory, changed, theirs[len(others) :], options.show)
    figures |= assembled(memory, others)
    figures |= real_report()
    figures |= speed(laws, others)
    return judged(figures, raising=options.raising)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--raise", dest="raising", action="store_true")
    parser.add_argument("--memory", type=int, default=200_000)
    parser.add_argument("--units", type=int, default=2_000)
    parser.add_argument(
        "--show", type=int, default=0, help="show so many perturbed units that came out wrong"
    )
    return parser.parse_args()


def rows(lines) -> Rows:  # type: ignore[no-untyped-def]
    for line in lines:
        document, english, french = line.rstrip("\n").split("\t")
        yield document, english, french


def held(laws: Rows, changed) -> list[Unit]:  # type: ignore[no-untyped-def]
    """The memory: the laws, and what a perturbed unit is made from in the form that it was given there."""
    out = [
        Unit(str(n), english, french, State.FINAL, origin=Origin(document))
        for n, (document, english, french) in enumerate(laws)
        if english not in changed
    ]
    return out + [Unit(f"p{n}", p.source, p.target, State.FINAL) for n, p in enumerate(changed.values())]


# --------------------------------------------------------------------------- drafting


def drafted(
    sources: Sequence[str], matches: Sequence[Sequence[Match]], pairs: Iterable[Unit] | None = None
) -> tuple[Unit, ...]:
    """Each source drafted as a unit of one long report."""
    blocks = tuple(Block(BlockKind.PARAGRAPH, source, "1", "", n) for n, source in enumerate(sources, 1))
    report = Report("LAW202401.E", "LAW202401", "en", "2024-01-01", "Law", blocks, ("",) * (len(blocks) + 1))
    segments = [
        Segment(unit_id(source, n), n, 0, source, "", BlockKind.PARAGRAPH, "1", "1", spans(source))
        for n, source in enumerate(sources)
    ]
    return units(report, segments, matches, pairs=pairs)


def band(found: Sequence[Match]) -> str:
    score = found[0].score if found else 0
    return next((name for lowest, name in BANDS if score >= lowest), "none")


def other_documents(memory: Memory, others: Rows, theirs: Sequence[str]) -> dict[str, float]:
    """By band of the best match: BLEU, chrF++ and TER of its target as it is, of pretranslate's draft, "" where it
    has none, and of ours."""
    sources = [english for _, english, _ in others]
    finals = [typeset(french) for _, _, french in others]
    matches = memory.match_many(sources, limit=WANTED)
    drafts = drafted(sources, matches)
    figures: dict[str, float] = {}
    print(f"{'other documents':16}{'units':>6}{'filled':>8}{'BLEU':>22}{'chrF++':>22}{'TER':>22}")
    for name in [*(name for _, name in BANDS), "all"]:
        chosen = [
            n
            for n, found in enumerate(matches)
            if band(found) == name or (name == "all" and band(found) != "none")
        ]
        if not chosen:
            continue
        wanted = [finals[n] for n in chosen]
        plain = metrics([typeset(matches[n][0].target) for n in chosen], wanted)
        peer = metrics([typeset(theirs[n]) for n in chosen], wanted)
        ours = metrics([drafts[n].target for n in chosen], wanted)
        cells = "".join(
            f"{a.value:>9.1f} {b.value:>5.1f} →{c.value:>5.1f}"
            for a, b, c in zip(plain, peer, ours, strict=True)
        )
        filled = sum(bool(theirs[n]) for n in chosen)
        print(f"{name:16}{len(chosen):>6}{filled:>8}{cells}")
        figures[f"chrF++ gained by repair, {name}"] = round(ours[1].value - plain[1].value, 2)
        figures[f"chrF++ over pretranslate, {name}"] = round(ours[1].value - peer[1].value, 2)
    print("  the best match as it is, pretranslate → as drafted; filled: by pretranslate")
    print(f"  {plain[1].signature}\n")
    return figures


def placeables(memory: Memory, changed, theirs: Sequence[str], show: int) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """How many of the perturbed units come out right to the letter, by kind."""
    matches = memory.match_many([p.wanted_source for p in changed], limit=WANTED)
    drafts = drafted([p.wanted_source for p in changed], matches)
    figures: dict[str, float] = {}
    right = {kind: [0, 0, 0] for kind in KINDS}
    for unit, p in zip(drafts, changed, strict=True):
        good = unit.target == typeset(p.wanted_target)
        whole = unit.match is not None and unit.match.kind <= MatchKind.REPAIRED
        counts = right[p.kind]
        counts[0] += 1
        counts[1] += good
        counts[2] += whole and not good
        if not good and show:
            show -= 1
            print(
                f"{p.kind}\n  {p.source}\n  {p.wanted_source}\n  {p.target}\n  want {typeset(p.wanted_target)}"
            )
            print(f"  got  {unit.target}\n  {unit.match.kind.name if unit.match else None} {unit.notes}")
    print(f"{'perturbed units':20}{'units':>8}{'right':>8}{'':>8}{'wrong, called repaired':>26}")
    for kind, (count, good, bad) in right.items():
        if count:
            print(f"{kind:20}{count:>8}{good:>8}{good / count:>8.1%}{bad:>26}")
    total, good, bad = (sum(column) for column in zip(*right.values(), strict=True))
    print(f"{'all':20}{total:>8}{good:>8}{good / total:>8.1%}{bad:>26}")
    peer = sum(typeset(a) == typeset(p.wanted_target) for a, p in zip(theirs, changed, strict=True))
    print(f"  pretranslate: {peer} right\n")
    figures["right to the letter, perturbed, %"] = round(100 * good / total, 1)
    return figures


def assembled(memory: Memory, others: Rows) -> dict[str, float]:
    """Clauses put together for units without a match, and the best match below the threshold as it is."""
    matches = memory.match_many([english for _, english, _ in others], limit=1)
    empty = [row for row, found in zip(others, matches, strict=True) if band(found) == "none"]
    begun = time.perf_counter()
    drafts = drafted([english for _, english, _ in empty], [()] * len(empty), memory.units())
    took = time.perf_counter() - begun
    made = [n for n, unit in enumerate(drafts) if unit.match]
    if not made:
        print(f"assembled: none of {len(empty)} units without a match\n")
        return {}
    finals = [typeset(empty[n][2]) for n in made]
    nearest = memory.match_many([empty[n][1] for n in made], limit=1, threshold=BELOW)
    best = [typeset(found[0].target) if found else "" for found in nearest]
    plain, ours = metrics(best, finals), metrics([drafts[n].target for n in made], finals)
    print(f"assembled: {len(made)} of {len(empty)} units without a match, in {took:.1f} s")
    for a, b in zip(plain, ours, strict=True):
        print(f"  {a.name:8}{a.value:>8.1f} (best match below the threshold) →{b.value:>6.1f}")
    print()
    return {"chrF++ gained by assembly, where it reaches": round(ours[1].value - plain[1].value, 2)}


def real_report() -> dict[str, float]:
    """The real report: what rules and the starter memory draft; and, with a French for every unit, whether
    each quotation carries the marker that the rule asks for and each citation is whole."""
    path = SHARED / "seeds" / "MEX201603.E.txt"
    if not path.is_file():
        return {}
    with TemporaryDirectory() as folder:
        alone = pipeline.draft(path, output=Path(folder) / "rules")
        _, segments = pipeline.segment(path)
        french = Memory.of([Unit(s.id, s.text, _in_guillemets(s.text), State.FINAL) for s in segments], "m")
        whole = pipeline.draft(path, memories=[french], output=Path(folder) / "whole")
        found = pipeline.findings(pipeline.working(whole.po, path))
    words = alone.leverage.words
    made = sum(count for name, count in alone.leverage.bands if name != "none")
    markers = sum(unit.target.count("[traduction]") for unit in whole.catalog.units)
    open_ones = [f for f in found if f.check == "marker.language"]  # only a person can say: no entry is found
    wrong = [f for f in found if f.check.startswith(("marker.", "citation.")) and f not in open_ones]
    altered = [
        unit.where
        for unit in (*alone.catalog.units, *whole.catalog.units)
        if unit.target and _cited(unit.source) != _cited(unit.target)
    ]
    print(f"MEX201603 without a memory: {made:,} of {words:,} words drafted by rules and the starter memory")
    by_kind = _by_kind(alone.catalog.units)
    for kind, (held, whole_ones) in by_kind.items():
        print(f"  {kind.value:18}{whole_ones:>6,} of {held:>6,}")
    ruled = [by_kind[kind] for kind in BY_RULE if kind in by_kind]
    print(
        f"  with a French for every unit: {markers} markers, {len(wrong)} findings on markers and citations,"
        f" {len(open_ones)} languages to be said by a person"
    )
    print(f"  units with a citation that is not the English one's: {len(altered)} {', '.join(altered)}")
    for finding in wrong:
        print(f"    {finding.check}: {finding.message}")
    print()
    bad = {unit for finding in wrong for unit in finding.units[:1]}
    quoting = [unit for unit in whole.catalog.units if "«" in unit.target or "(" in unit.target]
    right = round(100 * (len(quoting) - len(bad)) / len(quoting), 1)
    return {
        "MEX201603, words drafted by rules": made,
        "MEX201603, words of entries, lists, headings and markers drafted, %": round(
            100 * sum(whole_ones for _, whole_ones in ruled) / sum(held for held, _ in ruled), 1
        ),
        "MEX201603, units marked and cited right, %": right,
        "MEX201603, units with their citations unaltered, %": 100.0 if not altered else 0.0,
    }


def _by_kind(units: Sequence[Unit]) -> dict[BlockKind, tuple[int, int]]:
    """By kind: English words, and those of units drafted whole, by a rule or an exact match."""
    found: dict[BlockKind, tuple[int, int]] = {}
    for unit in units:
        words = len(unit.source.split())
        whole = unit.target and (unit.rule or (unit.match and unit.match.kind <= MatchKind.EXACT))
        held, made = found.get(unit.kind, (0, 0))
        found[unit.kind] = (held + words, made + (words if whole else 0))
    return found


def _cited(text: str) -> list[tuple[str, str]]:
    """The dates and pages that a text cites; a block quotation's citation moves in French."""
    return sorted(
        (date_value(source.date), "".join(re.findall(r"[\d-]+|[ivx]+$", source.pages)))
        for citation in citations(text)
        for source in citation.sources
    )


def _in_guillemets(text: str) -> str:
    """A stand-in for a French: the English words, its quotations in guillemets, no marker."""
    text = text.replace("[translation] ", "")
    parts, at = [], 0
    for found in quotations(text):
        if found.level == 1 and found.opens and found.closes:
            parts += [text[at : found.start], "« ", text[found.inner_start : found.inner_end], " »"]
            at = found.end
    return "".join([*parts, text[at:]])


def speed(laws: Rows, others: Rows) -> dict[str, float]:
    """140 units, and the real report's, drafted against 100,000 by the command, start-up included, and by
    pretranslate."""
    kept = held(laws[:100_000], {})
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Memory.open(folder / "m.sqlite", create=True) as memory:
            memory.add(kept)
        chosen = [english for _, english, _ in others if 60 < len(english) < 400 and english[0].isupper()]
        body = "\n\n".join(chosen[:136])
        report = folder / "ABC202301.E.txt"
        report.write_text(
            f"31 August 2023\n\nABC202301.E\n\nA Land: The port\n\n1. Overview\n\n{body}\n\nReferences\n\n"
            'Ledger, The. 2023-01-02. "A Port." [Accessed 2023-02-03]\n',
            encoding="utf-8",
        )
        figures: dict[str, float] = {}
        print(f"drafted against {len(kept):,}, start-up included, processor time:")
        for label, path in (("140 units", report), ("MEX201603", SHARED / "seeds" / "MEX201603.E.txt")):
            if path.is_file():
                figures[f"{label} against 100,000, pretranslate's time to ours, ratio"] = _ratio(
                    path, kept, folder
                )
    print(f"  an empty Python: {cpu([sys.executable, '-c', '']):.2f} s\n")
    return figures


def _ratio(report: Path, kept: Sequence[Unit], folder: Path) -> float:
    """pretranslate's processor time to ours on one report, the memory beside in `folder`."""
    draft = [sys.executable, "-m", "rirbilingual", "draft", str(report), "-m", str(folder / "m.sqlite")]
    draft += ["-o", str(folder / "draft")]
    times = sorted([cpu(draft) for _ in range(8)][1:])  # the first makes the index
    texts = [segment.text for segment in pipeline.segment(report)[1]]
    ours, (_, theirs) = median(times), pretranslated(kept, texts)
    print(
        f"  {len(texts)} units: ours {times[0]:.2f}-{times[-1]:.2f} s, median {ours:.2f} of {len(times)};"
        f" pretranslate {theirs:.1f} s"
    )
    return round(theirs / ours, 1)


def judged(figures: dict[str, float], *, raising: bool) -> int:
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    failed = False
    for name, figure in figures.items():
        floor = floors.get(name)
        low = floor is not None and figure < floor * (NOISE if name.endswith("ratio") else 1)
        failed |= low
        print(f"{'BELOW ' if low else ''}{name}: {figure} (floor {'none' if floor is None else floor})")
        if raising:
            floors[name] = figure if floor is None else max(floor, figure)
    if raising:
        FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
