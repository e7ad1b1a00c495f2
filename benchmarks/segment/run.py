"""Sentence boundaries against the gold, and the speed of units with their spans; other segmenters beside.

    python benchmarks/segment/run.py [--raise]

Exits with 1 where a figure of ours is below floors.json. `--raise` writes figures that are above it; none is
ever lowered. The second halves of the gold were written apart from the rules.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path

from rirbilingual.model import Block, BlockKind, Language, Report
from rirbilingual.read import read
from rirbilingual.segment import segments
from rirbilingual.segment.sentences import sentences
from rirbilingual.text.remembered import forget

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
SHARED = Path(os.environ.get("RIRBILINGUAL_SHARED", HERE.parents[2] / "shared"))
REPORT = SHARED / "seeds" / "MEX201603.E.txt"  # a real one
ROUNDS = 15  # of which the quickest counts: others use the machine too

Boundaries = Callable[[str, Language], set[int]]


def ours(text: str, language: Language) -> set[int]:
    return {after for _, _, after in sentences(text, language)[:-1]}


def choppa() -> Boundaries:
    """LanguageTool's rules as choppa-srx ships them."""
    from choppa import DEFAULT_SRX_RULESET, SrxDocument, SrxTextIterator

    rules = SrxDocument(ruleset=DEFAULT_SRX_RULESET)

    def boundaries(text: str, language: Language) -> set[int]:
        parts = list(SrxTextIterator(rules, f"{language}_two", text))
        return set(list(accumulate(map(len, parts)))[:-1])

    return boundaries


def pysbd() -> Boundaries:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own source
        from pysbd import Segmenter

    by_language = {code: Segmenter(language=code, clean=False, char_span=True) for code in ("en", "fr")}

    def boundaries(text: str, language: Language) -> set[int]:
        return {span.start for span in by_language[language].segment(text)[1:]}

    return boundaries


def blingfire() -> Boundaries:
    from blingfire import text_to_sentences_and_offsets

    def boundaries(text: str, language: Language) -> set[int]:
        return {start for start, _ in text_to_sentences_and_offsets(text)[1][1:]}

    return boundaries


def paragraphs(path: Path) -> Iterator[tuple[str, set[int]]]:
    """Each paragraph's text, and where its sentences but the first begin."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line.strip()]
        if lines:
            yield " ".join(lines), set(list(accumulate(len(line) + 1 for line in lines))[:-1])


def language_of(path: Path) -> Language:
    return "fr" if path.name.startswith("fr") else "en"


def f1(path: Path, boundaries: Boundaries) -> float:
    """Of the boundaries inside paragraphs, over the whole file."""
    right = wanted = found = 0
    for text, gold in paragraphs(path):
        got = boundaries(text, language_of(path))
        right, wanted, found = right + len(gold & got), wanted + len(gold), found + len(got)
    return 2 * right / (wanted + found)


def megabytes_a_second(work: Callable[[], object], texts: list[str]) -> float:
    """Of UTF-8, by this process's own time, in the quickest of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        forget()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return sum(len(text.encode()) for text in texts) / 1e6 / best


def speeds(peers: dict[str, Boundaries]) -> dict[str, dict[str, float]]:
    """By language, MB a second: our units with all their spans; our sentences alone, and each peer's. And a real
    report's units, where there is one."""
    out = {}
    for language in ("en", "fr"):
        texts = [t for path in sorted((HERE / "gold").glob(f"{language}-*.txt")) for t, _ in paragraphs(path)]
        blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
        report = Report("", "", language_of(Path(language)), "", "", blocks, ("",) * (len(blocks) + 1))
        measured = {"units": megabytes_a_second(partial(segments, report), texts)}
        for name, boundaries in {"sentences": ours, **peers}.items():
            over = partial(_over, boundaries, texts, report.language)
            measured[name] = megabytes_a_second(over, texts)
        out[language] = measured
    if REPORT.exists():
        report = read(REPORT)
        out["report"] = {"units": megabytes_a_second(partial(segments, report), [report.text])}
    return out


def _over(boundaries: Boundaries, texts: list[str], language: Language) -> None:
    for text in texts:
        boundaries(text, language)


def main() -> int:
    peers = {"choppa-srx": choppa(), "pySBD": pysbd(), "blingfire": blingfire()}
    floors: dict[str, float] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    figures: dict[str, float] = {}
    print(f"{'F1':<12}{'ours':>8}{'floor':>8}" + "".join(f"{name:>12}" for name in peers))
    for path in sorted((HERE / "gold").glob("*.txt")):
        figures[path.stem] = f1(path, ours)
        beside = "".join(f"{f1(path, peer):>12.4f}" for peer in peers.values())
        print(f"{path.stem:<12}{figures[path.stem]:>8.4f}{floors.get(path.stem, 0):>8.4f}{beside}")
    print("MB/s of text, one core, by this process's time")
    for language, measured in speeds(peers).items():
        print(f"{language:<8}" + "  ".join(f"{name} {figure:.2f}" for name, figure in measured.items()))
        if "choppa-srx" in measured:
            figures[f"{language}-sentences-to-choppa"] = measured["sentences"] / measured["choppa-srx"]
    low = [name for name, figure in figures.items() if figure < floors.get(name, 0)]
    for name in low:
        print(f"{name}: {figures[name]:.4f} is below its floor, {floors[name]:.4f}")
    if "--raise" in sys.argv:
        raised = {
            name: max(floors.get(name, 0), int(figure * 10_000) / 10_000) for name, figure in figures.items()
        }
        FLOORS.write_text(json.dumps(raised, indent=1) + "\n")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
