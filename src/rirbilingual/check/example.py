"""An example to the pair it stands for: what a check's good and bad examples are run on."""

from __future__ import annotations

from dataclasses import replace

from rirbilingual.check.rule import Example
from rirbilingual.model import Approval, Block, BlockKind, Pair, Passage, Place, Report, State, Unit
from rirbilingual.text.codes import Codes, untagged
from rirbilingual.text.normalise import digest, unit_id
from rirbilingual.text.references import reference

_LINKS = {f"a{number}": f"https://example.org/{number}" for number in (1, 2)}
_DATE = "2024-04-12"  # of every example's report


def pair_of(example: Example) -> Pair:
    """The example's report and units, reviewed unless it says otherwise."""
    english = example.english.split("\n\n")
    french = _spaced(example.french).split("\n\n") if example.french else [""] * len(english)
    if len(english) != len(french):
        raise ValueError(f"as many French passages as English ones, please: {english[0]!r}")
    kinds = [example.kinds[min(n, len(example.kinds) - 1)] for n in range(len(english))]
    approved = _spaced(example.approved).split("\n\n") if example.approved else french
    blocks: list[Block] = []
    at = 0
    for text, kind in zip(english, kinds, strict=True):
        joined = text.replace("\n", " ")
        number = joined.split()[0].rstrip(".") if kind is BlockKind.HEADING and joined[:1].isdigit() else ""
        if kind is BlockKind.NOTE:
            number = joined[1 : joined.index("]")]
        place = Place("example.txt", 1 + 2 * len(blocks), at)
        blocks.append(Block(kind, joined, "1", number, len(blocks) + 1, place))
        at += len(joined) + 2
    report = Report(
        "VLM202404.E", "VLM202404", "en", _DATE, "", tuple(blocks),
        ("", *["\n\n"] * (len(blocks) - 1), ""),
        tuple(r for n, b in enumerate(blocks) if b.kind is BlockKind.REFERENCE and (r := reference(b.text, n))),
    )  # fmt: skip
    passages: list[Passage] = []
    seen: dict[str, int] = {}
    for n, block in enumerate(blocks):
        units = []
        sources, targets, signed = (texts[n].split("\n") for texts in (english, french, approved))
        if len(sources) != len(targets):
            raise ValueError(f"as many French units as English ones, please: {sources[0]!r}")
        for source, target, words in zip(sources, targets, signed, strict=True):
            (source, source_codes), (target, target_codes) = _read(source, example), _read(target, example)
            seen[source] = seen.get(source, 0) + 1
            unit = Unit(
                unit_id(source, seen[source]), source, target, example.state, block.kind,
                source_codes=source_codes, target_codes=target_codes,
            )  # fmt: skip
            if example.state is State.FINAL:
                approval = Approval("M. Reviewer", "2024-04-13T09:00:00Z", digest(source, words))
                unit = replace(unit, approvals=(approval,))
            units.append(unit)
        tails = (" ",) * (len(units) - 1) + ("",)
        passages.append(Passage(block, tuple(units), tails, f"p{n}"))
    return Pair(report, tuple(passages), example.sources)


def _read(text: str, example: Example) -> tuple[str, Codes]:
    return untagged(text, _LINKS) if example.codes else (text, ())


def _spaced(text: str) -> str:
    return text.replace("~", "\u00a0")
