"""The spans of texts that mislead: each case is a text, then its spans, type, words and value."""

from pathlib import Path

import pytest

from rirbilingual.model import Placeable, Span
from rirbilingual.text.citations import citations
from rirbilingual.text.references import Entries, keyed, reference
from rirbilingual.text.spans import span_type, spans

FILES = sorted((Path(__file__).parent / "cases" / "spans").glob("*.txt"))
CASES = [
    pytest.param(text, found, id=f"{file.stem}: {text[:30]}")
    for file in FILES
    for text, *found in (case.splitlines() for case in file.read_text(encoding="utf-8").strip().split("\n\n"))
]


def shown(text: str, span: Span) -> str:
    value = f" = {span.value}" if isinstance(span, Placeable) else ""
    return f"  {span_type(span)} {text[span.start : span.end]}{value}"


@pytest.mark.parametrize(("text", "found"), CASES)
def test_the_spans_are_those_of_the_case(text: str, found: list[str]) -> None:
    assert [shown(text, span) for span in spans(text)] == found


def test_there_are_cases_in_both_languages() -> None:
    assert {file.stem.rsplit(".")[-1] for file in FILES} == {"en", "fr"}


@pytest.mark.parametrize(
    ("said", "entry"),
    [
        ("UN Aug. 2019", "United Nations (UN). August 2019. Report."),
        ("Jane's Ltd. 2021", "Jane's Ltd. 2021. A Report."),
        ("Alta n.d.", 'Alta. N.d. "A Page."'),
        ("Alta [2022a]", 'Alta. [2022a]. "A Page."'),
        ("Marel and de la Tour 2022", 'Marel, Ana and Luc de la Tour. 2022. "Tides."'),
        ("Marel, Roy and Côté 2022", 'Marel, Ana, J.-P. Roy, and Luc Côté. 2022. "Tides."'),
        ("Marel et al. 2022", 'Marel, Ana, Paul Roy and Luc Côté. 2022. "Tides."'),
        ("Marel et al. 2022", 'Marel, Ana, et al. 2022. "Tides."'),
        ("UK and US 2022", "United Kingdom (UK) and United States (US). 2022. Tides."),
    ],
)
def test_a_citation_finds_its_entry(said: str, entry: str) -> None:
    listed = reference(entry, 0)
    assert listed is not None
    text = f"It is so ({said})."
    (citation,) = Entries([listed]).linked(text, citations(text))
    assert citation.sources[0].reference == listed.key


def test_an_entry_of_several_authors_is_called_as_the_citations_call_it() -> None:
    entry = reference('Marel, Ana and Luc Roy. 2022. "Tides."', 0)
    other = reference("Alta, Ministry of Ports and Fisheries. 2022. Tides.", 1)
    assert entry is not None and other is not None
    cited = keyed([entry, other], "It is so (Marel and Roy 2022, 3; Alta 2022, 4).")
    assert [found.key for found in cited] == ["Marel and Roy 2022", "Alta 2022"]
    assert [found.key for found in keyed([entry], "It is so (Marel 2022, 3).")] == ["Marel 2022"]
