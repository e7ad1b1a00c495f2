"""Alignment: beads tile both sides; structure and words find them; texts that do not belong together give few."""

from __future__ import annotations

import warnings
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rirbilingual as rir
from rirbilingual.align import lattice, seeds, sentences
from rirbilingual.align.bands import anchored, narrowed
from rirbilingual.align.best import best
from rirbilingual.align.edges import edges
from rirbilingual.align.entries import pairs
from rirbilingual.align.lattice import NEVER, SHAPES
from rirbilingual.align.lexicon import known, learnt
from rirbilingual.align.sums import sums
from rirbilingual.align.words import Side, side, stem, words
from rirbilingual.align.words import numbered as distinct
from rirbilingual.errors import RirError
from rirbilingual.model import Bitext

CASES = Path(__file__).parent / "cases" / "align"
SAMPLE = Path(rir.__file__).parent / "sample"


def read_case(folder: Path) -> tuple[list[str], list[str], list[tuple[tuple[int, ...], tuple[int, ...]]]]:
    """A case's sentences, a line each, and its beads: source numbers, tab, target numbers, from 1."""
    left, right = (
        (folder / name).read_text(encoding="utf-8").splitlines() for name in ("source.txt", "target.txt")
    )
    beads = []
    for line in (folder / "expected.tsv").read_text(encoding="utf-8").splitlines():
        a, b = (tuple(int(n) for n in half.split(",") if n) for half in line.split("\t"))
        beads.append((a, b))
    return left, right, beads


def numbered(bitext: Bitext) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [
        (tuple(range(b.source[0] + 1, b.source[1] + 1)), tuple(range(b.target[0] + 1, b.target[1] + 1)))
        for b in bitext.beads
    ]


def assert_tiles(bitext: Bitext, source: int, target: int) -> None:
    assert sorted(n for bead in bitext.beads for n in range(*bead.source)) == list(range(source))
    assert sorted(n for bead in bitext.beads for n in range(*bead.target)) == list(range(target))
    assert all(0 <= bead.confidence <= 1 for bead in bitext.beads)


FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


def test_there_are_cases() -> None:
    assert len(FOLDERS) >= 4


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_case_is_aligned_as_a_person_would(folder: Path) -> None:
    source, target, expected = read_case(folder)
    found = rir.align(source, target)
    assert_tiles(found, len(source), len(target))
    assert numbered(found) == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_turned_round_a_case_is_aligned_the_same(folder: Path) -> None:
    source, target, expected = read_case(folder)
    texts = [(b, a) for a, b in expected if a and b]
    assert [bead for bead in numbered(rir.align(target, source)) if all(bead)] == texts


def test_the_sample_pair_is_aligned_by_structure() -> None:
    english, french = rir.read(SAMPLE / "VLM202301.E.txt"), rir.read(SAMPLE / "VLM202301.EF.txt")
    found = rir.align(english, french)
    ours, theirs = rir.segment(english), rir.segment(french)
    assert_tiles(found, len(ours), len(theirs))
    texts = {
        (ours[bead.source[0]].text, theirs[bead.target[0]].text)
        for bead in found.beads
        if bead.source[0] < bead.source[1] and bead.target[0] < bead.target[1]
    }
    # The French list is sorted anew: entries are found by what they keep, not by their place.
    assert any(a.startswith("United States (US). 2022") and b.startswith("États-Unis") for a, b in texts)
    assert any(
        a.startswith("2. Areas of Operation") and b.startswith("2. Zones d'activité") for a, b in texts
    )
    sure = [bead for bead in found.beads if bead.confidence >= 0.95]
    assert len(sure) >= 50


def test_an_empty_side_gives_null_beads() -> None:
    found = rir.align(["One.", "Two."], [])
    assert_tiles(found, 2, 0)
    assert [bead.confidence for bead in found.beads] == [0.0, 0.0]
    assert rir.align([], []).beads == ()


def test_a_side_without_words_gives_null_beads() -> None:
    found = rir.align(["", " "], ["La police est partie."])
    assert [(bead.source, bead.target, bead.confidence) for bead in found.beads] == [
        ((0, 1), (0, 0), 0.0),
        ((1, 2), (0, 0), 0.0),
        ((0, 0), (0, 1), 0.0),
    ]


def test_sides_of_two_kinds_are_refused() -> None:
    report = rir.read(SAMPLE / "VLM202301.E.txt")
    with pytest.raises(RirError, match="not of one kind"):
        rir.align(report, ["Une phrase."])
    with pytest.raises(RirError, match="not of one kind"):
        rir.align("A text.", "Un texte.")


def test_terms_of_the_user_bring_together_what_nothing_else_does() -> None:
    from rirbilingual.model import Term

    left = known(side(["the quoll"]), side(["le martre"]))
    right = known(side(["the quoll"]), side(["le martre"]), [("quoll", "martre")])
    assert len(right.source) == len(left.source) + 1
    assert rir.align(["A quoll."], ["Un martre."], terms=[Term("quoll", "martre")]).beads


# --------------------------------------------------------------------------- the parts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("look", "looking"),
        ("donner", "donnait"),
        ("lady", "ladies"),
        ("house", "houses"),
        ("porte", "portes"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_numbers_are_compared_by_value() -> None:
    assert words("3,000 people, 42.5 percent") == ["3000", "people", "42.5", "percent"]
    assert words("3\u00a0000 personnes, 42,5 p. 100")[:3] == ["3000", "personnes", "42.5"]


@given(st.lists(st.integers(-5, 5) | st.integers(0, 10**12), max_size=60))
def test_keys_are_numbered_as_numpy_does(keys: list[int]) -> None:
    held = np.array(keys, dtype=np.int64)
    for ours, theirs in zip(distinct(held), np.unique(held, return_inverse=True), strict=True):
        assert ours.tolist() == theirs.tolist()


def test_seed_lexicons_are_well_formed() -> None:
    folder = files("rirbilingual.align") / "lexicons"
    assert seeds.names() == ["de-fr.txt", "en-fr.txt"]
    for name in seeds.names():
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if not line.startswith("#") and line.count(" = ") != 1] == []
        assert all(left and right for left, right in seeds.entries("\n".join(lines)))
    assert seeds.entries("# remark\neye eyes = oeil yeux\n") == [("eye eyes", "oeil yeux")]


ENGLISH = side(["The mayor of the town said that he was not at the meeting with them."] * 3)
FRENCH = side(["Le maire de la ville a dit qu'il n'était pas à la réunion avec eux."] * 3)
GERMAN = side(["Der Bürgermeister der Stadt sagte, dass er nicht auf der Sitzung mit ihnen war."] * 3)


@pytest.mark.parametrize(
    ("one", "other", "pair"),
    [
        (ENGLISH, FRENCH, ("mayor", "maire")),
        (FRENCH, ENGLISH, ("maire", "mayor")),
        (GERMAN, FRENCH, ("stadt", "ville")),
        (ENGLISH, GERMAN, None),
    ],
)
def test_a_seed_lexicon_serves_its_own_languages_only(
    one: Side, other: Side, pair: tuple[str, str] | None
) -> None:
    held = list(seeds.fitting(one, other))
    assert len(held) == (pair is not None)
    if pair:
        assert stem(pair[1]) in held[0][stem(pair[0])]


def test_beads_teach_words_that_nothing_else_ties() -> None:
    rest = [f"word{n} other{n} thing{n}" for n in range(20)]
    source = side([f"brillig {text}" for text in rest[:8]] + rest)
    target = side([f"xoro {text[::-1]}" for text in rest[:8]] + [text[::-1] for text in rest])
    taught = learnt(source, target, [(n, n + 1, n, n + 1, 1.0) for n in range(28)], known(source, target))
    pair = [
        float(p)
        for s, t, p in zip(taught.source, taught.target, taught.forward, strict=True)
        if (source.spelled[s], target.spelled[t]) == ("brillig", "xoro")
    ]
    assert pair and pair[0] > 0.3


def test_a_sentence_without_words_teaches_nothing() -> None:
    source, target = side(["* * *", "The council met."]), side(["Texte seul.", "Le conseil s'est réuni."])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        taught = learnt(source, target, [(0, 1, 0, 1, 1.0), (1, 2, 1, 2, 1.0)], known(source, target))
    assert len(taught.source) and np.isfinite(taught.forward).all() and np.isfinite(taught.backward).all()
    assert not {target.forms.index("text"), target.forms.index("seul")} & set(taught.target.tolist())


def brute(scores: np.ndarray, rows: int, columns: int, run: float) -> dict[tuple[int, int, int], float]:
    """Each bead's probability, by listing every tiling."""
    band = anchored(rows, columns, [])
    weights: dict[tuple[tuple[int, int, int], ...], float] = {}

    def walk(i: int, j: int, path: tuple[tuple[int, int, int], ...], total: float) -> None:
        if (i, j) == (rows, columns):
            weights[path] = total
            return
        for shape, (n, m) in enumerate(SHAPES):
            if i + n <= rows and j + m <= columns:
                at = int(band.index(np.array([i]), np.array([j]))[0])
                again = run if shape < 2 and path and path[-1][2] < 2 else 0.0
                walk(i + n, j + m, (*path, (i, j, shape)), total + float(scores[shape, at]) + again)

    walk(0, 0, (), 0.0)
    whole = np.logaddexp.reduce(list(weights.values()))
    out: dict[tuple[int, int, int], float] = {}
    for path, weight in weights.items():
        for bead in path:
            out[bead] = out.get(bead, 0.0) + float(np.exp(weight - whole))
    return out


@pytest.mark.usefixtures("by_kernel_and_numpy")
@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (2, 3), (3, 3), (4, 2)])
def test_probabilities_are_those_of_every_tiling(rows: int, columns: int) -> None:
    band = anchored(rows, columns, [])
    scores = (
        np.random.default_rng(rows * 10 + columns).normal(0, 2, (len(SHAPES), band.size)).astype(np.float32)
    )
    found = sums(band, scores, 0.7).log_probability
    expected = brute(scores, rows, columns, 0.7)
    i, j = band.vertices
    for shape, (n, m) in enumerate(SHAPES):
        for at in range(band.size):
            if i[at] + n <= rows and j[at] + m <= columns:
                assert np.exp(found[shape, at]) == pytest.approx(
                    expected[int(i[at]), int(j[at]), shape], abs=1e-5
                )


@pytest.mark.usefixtures("by_kernel_and_numpy")
def test_long_texts_do_not_overflow() -> None:
    band = anchored(3000, 3000, [(n, n) for n in range(0, 3000, 20)])
    scores = np.where(np.arange(len(SHAPES))[:, None] == 2, 300.0, -300.0) * np.ones((1, band.size))
    found = sums(band, scores.astype(np.float32), 1.0)
    assert np.isfinite(found.total)
    path = best(band, np.exp(np.minimum(found.log_probability, 0)))
    assert path == [(n, n, 2) for n in range(3000)]


@pytest.mark.usefixtures("by_kernel_and_numpy")
@pytest.mark.parametrize("missing", ["source", "target"])
def test_text_missing_on_one_side_upsets_nothing_around_it(missing: str) -> None:
    """However much is missing: neither the sums nor what is thought of the two languages' lengths."""
    left = [
        f"On day {n}, {n + 7} persons came to see the village {'and its old market ' * (n % 3)}."
        for n in range(60)
    ]
    right = [
        f"Le jour {n}, {n + 7} personnes vinrent voir le village {'et son vieux marché ' * (n % 3)}."
        for n in range(60)
    ]
    more = [
        f"Quatorzième remarque du notaire, sans aucune date, ligne {'a' * (n % 40)}." for n in range(2500)
    ]
    if missing == "source":
        right = [*right[:30], *more, *right[30:]]
    else:
        left = [*left[:30], *more, *left[30:]]
    shift = {"source": (0, len(more)), "target": (len(more), 0)}[missing]
    wanted = [(n + shift[0] * (n >= 30), n + shift[1] * (n >= 30)) for n in range(60)]
    found = [
        (bead.source[0], bead.target[0])
        for bead in sentences(left, right).beads
        if (bead.source[1] - bead.source[0], bead.target[1] - bead.target[0]) == (1, 1)
    ]
    assert [pair for pair in wanted if pair not in found] == []


def test_a_title_that_one_side_lacks_stands_alone() -> None:
    places = {
        "port": "port",
        "market": "marché",
        "court": "tribunal",
        "road": "route",
        "church": "église",
        "river": "rivière",
    }
    left, right = [], []
    for english, french in places.items():
        left += [
            f"Right of access to the {english}",
            f"A resident of the province has the right to enter the {english} and to remain there, whatever the hour.",
        ]
        right += [
            f"Droit d’accès ({french})",
            f"Le résident de la province a, à toute heure, le droit d’entrer ({french}) et d’y séjourner.",
        ]
    lost = right.index("Droit d’accès (route)")
    beads = sentences(left, right[:lost] + right[lost + 1 :]).beads
    wanted = [((n, n + 1), (n - (n > lost), n - (n > lost) + 1)) for n in range(len(left)) if n != lost]
    assert [(bead.source, bead.target) for bead in beads if bead.target[0] < bead.target[1]] == wanted


def test_a_title_is_seen_where_it_was_joined_to_its_text() -> None:
    titled = ["Time limit", "The form is due. Factors", "Delay The form is late."]
    held = edges(side([*titled, *["It is the form of the day."] * 9]))
    at = np.arange(3)
    assert held.titles(at, 1).tolist() == [0, 0, 1]
    assert held.titles(at, 2).tolist() == [1, 2, 1]


@pytest.mark.usefixtures("by_kernel_and_numpy")
def test_a_sentence_that_matches_well_may_still_stand_alone() -> None:
    band = anchored(3, 1, [])
    scores = np.full((len(SHAPES), band.size), -5.0, dtype=np.float32)
    scores[2] = 250.0  # every source sentence matches the one target sentence
    found = sums(band, scores, 1.0)
    assert np.isfinite(found.total)
    assert np.exp(found.log_probability[2]).sum() == pytest.approx(1.0, abs=1e-3)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), min_size=2, max_size=9))
def test_a_band_knows_every_bead_from_both_its_ends(rows: list[tuple[int, int]]) -> None:
    low = np.cumsum([0, *(step for step, _ in rows[1:])])
    held = lattice.band(low, np.maximum.accumulate(low + [width for _, width in rows]))
    i, j = held.vertices
    places = {(a, b): n for n, (a, b) in enumerate(zip(i.tolist(), j.tolist(), strict=True))}
    for shape, (n, m) in enumerate(SHAPES):
        for (a, b), at in places.items():
            assert held.ends[shape, at] == places.get((a + n, b + m), held.size)
            assert held.starts[shape, at] == places.get((a - n, b - m), held.size)


def test_a_band_follows_its_anchors_and_stays_narrow() -> None:
    band = anchored(4000, 4000, [(n, n) for n in range(0, 4000, 10)])
    assert band.size < 4000 * 80
    likely = np.where(band.vertices[0] == band.vertices[1], 1.0, 0.0)
    assert narrowed(band, likely).size < band.size
    assert band.low[0] == 0 and band.high[-1] == 4000
    assert NEVER < -1e20


def test_entries_are_paired_by_what_they_keep() -> None:
    english = [
        'AP. 2023-05-01. "Boats Burn."',
        'US. 2022. Department of State. "Velmora."',
        "Nothing alike here",
    ]
    french = [
        "É.-U. 2022. Department of State. « Velmora ».",
        "AP. 2023-05-01. « Boats Burn ».",
        "Autre chose",
    ]
    assert [(i, j) for i, j, _ in pairs(english, french)] == [(0, 1), (1, 0)]


# --------------------------------------------------------------------------- pairs that are none

PROSE = [
    "The ferry left the harbour before dawn.",
    "Nobody on the quay had seen the captain.",
    "Two lamps burned in the office of the customs.",
    "The rain came down the valley in the evening.",
    "His sister had sold the house and the garden.",
    "They bought bread, salt and a basket of fish.",
]
OTHER = [
    "Le tribunal a rejeté la demande en mars.",
    "La commission publie chaque année un rapport.",
    "Les électeurs ont choisi un nouveau maire.",
    "Le budget de l'hôpital a doublé.",
    "Une loi de 1998 interdit ces armes.",
    "Les syndicats exigent une hausse des salaires.",
]


def test_two_different_texts_give_few_sure_beads() -> None:
    found = sentences(PROSE * 3, OTHER * 3)
    assert sum(bead.confidence >= 0.95 for bead in found.beads) == 0
