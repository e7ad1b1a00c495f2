"""Our SRX engine breaks where choppa-srx, an independent one, breaks, by the same rules."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from choppa import DEFAULT_SRX_RULESET, SrxDocument, SrxTextIterator
from hypothesis import given
from hypothesis import strategies as st

import rirbilingual
from rirbilingual.model import TRANSLATED, Language
from rirbilingual.read import read
from rirbilingual.segment.breaks import Breaks, bounded
from rirbilingual.segment.sentences import HOUSE_RULES, general_rules
from rirbilingual.segment.srx import Rule, read_srx

ROOT = Path(__file__).parent.parent
SAMPLE = Path(rirbilingual.__file__).parent / "sample" / "VLM202404.E.txt"
LANGUAGES: tuple[Language, ...] = ("en", "fr")


@cache
def choppas() -> Any:
    document = SrxDocument(ruleset=DEFAULT_SRX_RULESET)
    document.language_map_list[:0] = SrxDocument(ruleset=HOUSE_RULES).language_map_list
    return document


@cache
def ours(language: Language) -> Breaks:
    files = (read_srx(HOUSE_RULES), read_srx(general_rules()))
    return Breaks(rule for file in files for rule in file.of(f"{language}_two"))


def assert_same(text: str, language: Language) -> None:
    parts = SrxTextIterator(choppas(), f"{language}_two", text)
    assert ours(language).places(text) == list(accumulate(map(len, parts)))[:-1], text


def gold() -> Iterator[tuple[str, Language]]:
    for path in [*ROOT.glob("benchmarks/segment/gold/*-*.txt"), *ROOT.glob("tests/cases/segment/*.txt")]:
        language: Language = "fr" if path.name.startswith("fr") or path.stem.endswith(".fr") else "en"
        for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
            yield " ".join(paragraph.split("\n")), language


def test_the_general_rules_are_those_that_choppa_reads() -> None:
    assert general_rules() == Path(DEFAULT_SRX_RULESET)
    assert all(read_srx(general_rules()).of(f"{language}_two") for language in LANGUAGES)


def test_every_paragraph_of_the_gold_breaks_as_with_choppa() -> None:
    texts = list(gold())
    assert len(texts) > 100
    for text, language in texts:
        assert_same(text, language)


def test_the_sample_and_the_real_report_break_as_with_choppa(request: pytest.FixtureRequest) -> None:
    for path in (SAMPLE, request.getfixturevalue("real_report")):
        for block in read(path).blocks:
            if block.kind in TRANSLATED:
                for language in LANGUAGES:
                    assert_same(block.text, language)


PIECES = st.sampled_from(
    [". ", ".", "? ", "!", "… ", "[...] ", '"', "”", "’", "'", "» ", "«\u00a0", "(", ") ", "[", "] ", "The ", "police",
     "Jan. ", "Sec. ", "No. ", "Dr. ", "U.S. ", "D.C.", "A. ", "e.g. ", "p. ex. ", "c.-à-d. ", "art. ", "É.-U. ", "etc. ",
     "12 ", "3", "é", "a ", " ", "\u00a0", "\n", "\r\n", "[translation] ", "www.x.org ", "MEX201603.E", "<0}", "{0>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(LANGUAGES))
def test_any_text_breaks_as_with_choppa(text: str, language: Language) -> None:
    assert_same(text, language)


@given(st.text(alphabet="ab. \"')(", max_size=60))
def test_a_bounded_repetition_matches_as_before(text: str) -> None:
    pattern = r"\([^)*+]*?[.\*]+(?:ab){2,}\s?"
    before, after = re.search(pattern, text), re.search(bounded(pattern, 100), text)
    assert (before and before.span()) == (after and after.span())


@pytest.mark.parametrize(
    ("pattern", "said"),
    [("a*", "a{0,9}"), ("a+?b", "a{1,9}?b"), (r"\*[*+]\+", r"\*[*+]\+"), ("x{3,}+", "x{3,9}+"), ("x{12,}", "x{12,12}")],
)  # fmt: skip
def test_bounded(pattern: str, said: str) -> None:
    assert bounded(pattern, 9) == said


def test_the_first_rule_that_fits_decides() -> None:
    stop, never = Rule(True, r"\.\s", ""), Rule(False, r"\bJan\.\s", r"\d")
    assert Breaks([never, stop]).places("In Jan. 5. In Jan. Two.") == [11, 19]
    assert Breaks([stop, never]).places("In Jan. 5. Two.") == [8, 11]
