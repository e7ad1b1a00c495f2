"""What holds for any two lists of sentences: beads tile both sides, in order, with a confidence each."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rirbilingual.align import sentences

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
