"""What holds for any two lists of sentences: beads tile both sides, in order, with a confidence each; and the compiled
kernel and numpy reckon the same."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rirbilingual.align import best, kernel, lattice, lexical, sentences, sums
from rirbilingual.align.lattice import NEVER, SHAPES, Band, Singles
from rirbilingual.align.lexicon import Lexicon
from rirbilingual.align.words import side
from rirbilingual.model import Bead

SENTENCES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            " ",
            "The police left.",
            "La police est partie.",
            "3,000 boats.",
            "3 000 bateaux.",
            "« Oui »",
            "—",
            "\x00",
        ]
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(SENTENCES, max_size=12), st.lists(SENTENCES, max_size=12))
def test_beads_tile_both_sides_in_order(source: list[str], target: list[str]) -> None:
    beads = sentences(source, target).beads
    assert [n for bead in beads for n in range(*bead.source)] == list(range(len(source)))
    assert [n for bead in beads for n in range(*bead.target)] == list(range(len(target)))
    assert all(0 <= bead.confidence <= 1 for bead in beads)
    assert all(bead.source[0] < bead.source[1] or bead.target[0] < bead.target[1] for bead in beads)


BANDS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), min_size=1, max_size=9)
SEEDS = st.integers(0, 1 << 32)


def compiled() -> kernel.Kernel:
    if not (held := kernel.loaded()):
        pytest.skip("no compiled kernel here: no C compiler when the project was installed")
    return held


def made(rows: Sequence[tuple[int, int]], seed: int) -> tuple[Band, Singles]:
    """A band whose rows rise and are so much wider, and scores, some of which are so low that no bead may be there."""
    low = np.cumsum([0, *(step for step, _ in rows[1:])])
    high = np.maximum.accumulate(low + [width for _, width in rows])
    low[1:] = np.minimum(low[1:], high[:-1])
    band = lattice.band(low, high)
    random = np.random.default_rng(seed)
    scores = random.normal(0, 20, (len(SHAPES), band.size)).astype(np.float32)
    forbidden = (random.random(scores.shape) < 0.2) & (np.arange(len(SHAPES))[:, None] >= lattice.NULLS)
    scores[forbidden | (band.ends == band.size)] = NEVER
    return band, scores


@given(BANDS, SEEDS, st.floats(-1, 3))
def test_the_kernel_and_numpy_find_the_same_probabilities(
    rows: list[tuple[int, int]], seed: int, run: float
) -> None:
    band, scores = made(rows, seed)
    found, total, runs = compiled().sums(band, scores, run)
    expected = sums.reckoned(band, scores, run)
    assert total == pytest.approx(expected.total, abs=1e-6)
    assert runs == pytest.approx(expected.runs, abs=1e-4)
    assert np.allclose(np.exp(found), np.exp(expected.log_probability), atol=1e-5)
    sure = found > -60  # further down, what is left of a sum is what double precision makes of it
    assert np.allclose(found[sure], expected.log_probability[sure], atol=1e-3)


@given(BANDS, SEEDS)
def test_the_kernel_and_numpy_find_the_same_tiling(rows: list[tuple[int, int]], seed: int) -> None:
    band, scores = made(rows, seed)
    gains = np.exp(np.minimum(scores, 0))  # many of them equal, so that ties are met
    assert compiled().came(band, gains).tolist() == best.came(band, gains).tolist()


WORDS = st.lists(
    st.sampled_from(["the", "boat", "port", "left", "12", "2021", "a", "bateau", "parti"]), max_size=6
)


@given(st.lists(WORDS, min_size=1, max_size=9), st.lists(WORDS, min_size=1, max_size=9), SEEDS)
def test_the_kernel_and_numpy_find_the_same_gains(
    left: list[list[str]], right: list[list[str]], seed: int
) -> None:
    ours, theirs = side([" ".join(words) for words in left]), side([" ".join(words) for words in right])
    random = np.random.default_rng(seed)
    pairs = np.argwhere(random.random((len(ours.forms), len(theirs.forms))) < 0.5)
    forward, backward = random.random((2, len(pairs)))
    rows = lexical.Evidence.of(
        ours, theirs, Lexicon(pairs[:, 0], pairs[:, 1], forward, backward), 1.0
    ).forward
    given_range, told_range = (
        tuple(sorted(random.integers(0, len(held) + 1, 2).tolist())) for held in (ours, theirs)
    )
    asked = (rows, ours, theirs, given_range, told_range, 4)
    found = compiled().gains(*asked, lexical.BACKGROUND, lexical.HIGHEST)
    assert found.shape == (expected := lexical.reckoned(*asked)).shape
    assert np.allclose(found, expected, atol=1e-4)


@settings(max_examples=20, deadline=None)
@given(st.lists(SENTENCES, max_size=12), st.lists(SENTENCES, max_size=12))
@example(["A:"], ["", "00000", ""])  # a tie
def test_the_kernel_and_numpy_align_alike(source: list[str], target: list[str]) -> None:
    compiled()
    found = sentences(source, target).beads
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "loaded", lambda: None)
        expected = sentences(source, target).beads
    ours, theirs = (sorted(beads, key=sentences_of) for beads in (found, expected))
    assert [sentences_of(b) for b in ours] == [sentences_of(b) for b in theirs]
    assert [b.confidence for b in ours] == pytest.approx([b.confidence for b in theirs], abs=2e-3)


def sentences_of(bead: Bead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Those that the bead holds, which name it: which of two neighbours that stand alone comes first may be a tie,
    and then the last digit of a sum decides it."""
    return tuple(range(*bead.source)), tuple(range(*bead.target))
