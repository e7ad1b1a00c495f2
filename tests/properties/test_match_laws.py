"""The kernel, numpy and the formula alone find the same rows, in the same order, whatever the rows and the query."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rirbilingual.match import kernel, search
from rirbilingual.match.build import layer
from rirbilingual.match.layer import Layer
from rirbilingual.match.near import Near, Query, Row, standing
from rirbilingual.match.score import loss, reference_distance, score
from rirbilingual.match.tokens import tokens

WORDS = st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "the", "of", "port", "road", "12", "2021"])
SHORT = st.lists(WORDS, max_size=12)
# Longer than a machine word has bits, so that the distance is found in several blocks.
LONG = st.tuples(st.lists(WORDS, min_size=1, max_size=9), st.integers(1, 16)).map(lambda p: p[0] * p[1])
TEXTS = st.one_of(SHORT, SHORT, LONG).map(" ".join)
ROWS = st.lists(st.tuples(TEXTS, st.integers(0, 3), st.sampled_from(["", "2021", "2023-05-06"])), max_size=25)


def by_the_formula(rows: list[Row], query: Query, threshold: int) -> list[Near]:
    found = []
    for row in rows:
        theirs = tokens(row.source)
        longer = max(len(query.tokens), len(theirs))
        if not query.tokens or not theirs or row.id in query.skip:
            continue
        distance = reference_distance(query.tokens, theirs)
        if 100 * (longer - distance) >= threshold * longer:
            found.append(
                Near(loss(distance, longer), -standing(row.state, row.date), row.id, distance, longer)
            )
    return sorted(found)[: query.limit]


def by_numpy(made: Layer, query: Query, threshold: int) -> list[Near]:
    ids = [made.token_id(token) for token in query.tokens]
    return search.nearest(made, ids, threshold=threshold, limit=query.limit, skip=query.skip)


def by_the_kernel(made: Layer, query: Query, threshold: int) -> list[Near]:
    library = kernel.loaded()
    assert library is not None
    ids = [made.token_id(token) for token in query.tokens]
    compiled = kernel.Compiled(library, made.buffers)
    skips = set(query.skip)
    dead = {min(skips)} if skips else set()  # some of them are of the layer, the others of the query
    return compiled.nearest([ids], [query.limit], [skips - dead], threshold=threshold, dead=dead)[0]


@settings(deadline=None, max_examples=100)
@given(ROWS, TEXTS, st.integers(1, 100), st.integers(1, 8), st.sets(st.integers(1, 25), max_size=4))
def test_the_kernel_and_numpy_find_what_the_formula_says(
    found: list[tuple[str, int, str]], text: str, threshold: int, limit: int, skip: set[int]
) -> None:
    rows = [Row(number, *columns) for number, columns in enumerate(found, 1)]
    made, query = layer(rows), Query(tokens(text), limit, skip)
    wanted = by_the_formula(rows, query, threshold)
    assert by_numpy(made, query, threshold) == wanted
    if kernel.loaded():
        assert by_the_kernel(made, query, threshold) == wanted
    assert all(score(near.distance, near.longer) >= min(threshold, 99) for near in wanted)
