"""Sentence boundaries against the gold: ours, and LanguageTool's rules as shipped with choppa-srx beside.

    python benchmarks/segment/run.py [--raise]

Exits with 1 where a figure of ours is below floors.json. `--raise` writes figures that are above it; none is
ever lowered. The second halves of the gold were written apart from the rules.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from rirbilingual.model import Language
from rirbilingual.segment.sentences import sentences
from rirbilingual.text.spans import spans

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"

Boundaries = Callable[[str, Language], set[int]]


def ours(text: str, language: Language) -> set[int]:
    return {after for _, _, after in sentences(text, language)[:-1]}


def as_shipped() -> Boundaries:
    from choppa import DEFAULT_SRX_RULESET, SrxDocument, SrxTextIterator

    rules = SrxDocument(ruleset=DEFAULT_SRX_RULESET)

    def boundaries(text: str, language: Language) -> set[int]:
        parts = list(SrxTextIterator(rules, f"{language}_two", text))
        return set(list(accumulate(map(len, parts)))[:-1])

    return boundaries


def paragraphs(path: Path) -> Iterator[tuple[str, set[int]]]:
    """Each paragraph's text, and where its sentences but the first begin."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line.strip()]
        if lines:
            yield " ".join(lines), set(list(accumulate(len(line) + 1 for line in lines))[:-1])


def f1(path: Path, boundaries: Boundaries) -> float:
    """Of the boundaries inside paragraphs, over the whole file."""
    language: Language = "fr" if path.name.startswith("fr") else "en"
    right = wanted = found = 0
    for text, gold in paragraphs(path):
        got = boundaries(text, language)
        right, wanted, found = right + len(gold & got), wanted + len(gold), found + len(got)
    return 2 * right / (wanted + found)


def speed() -> float:
    """MB of text a second, one core, sentences and spans, reading excluded."""
    texts = [(text, "en") for text, _ in paragraphs(HERE / "gold" / "en-first.txt")] * 20
    size = sum(len(text.encode()) for text, _ in texts)
    start = time.perf_counter()
    for text, _ in texts:
        sentences(text, "en")
        spans(text)
    return size / 1e6 / (time.perf_counter() - start)


def main() -> int:
    peer = as_shipped()
    floors: dict[str, float] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    failed = False
    for path in sorted((HERE / "gold").glob("*.txt")):
        figure, beside = f1(path, ours), f1(path, peer)
        floor = floors.get(path.stem, 0.0)
        failed |= figure < floor
        print(f"{path.stem:<10} F1 {figure:.4f} (floor {floor:.4f})   choppa-srx as shipped {beside:.4f}")
        if "--raise" in sys.argv:
            floors[path.stem] = max(floor, int(figure * 10_000) / 10_000)
    print(f"speed      {speed():.2f} MB/s, sentences and spans, one core")
    if "--raise" in sys.argv:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
