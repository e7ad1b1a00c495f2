"""What a report's text is made of: each kind of span, in English and French."""

import pytest

from rirbilingual.model import PlaceableType
from rirbilingual.text.citations import citations
from rirbilingual.text.dates import english_date, french_date, iso
from rirbilingual.text.language import language
from rirbilingual.text.languages import title_language
from rirbilingual.text.markers import citation_spans, is_marker, markers
from rirbilingual.text.normalise import digest, normalised, unit_id
from rirbilingual.text.placeables import placeables
from rirbilingual.text.quotations import quotations, unbalanced
from rirbilingual.text.references import Entries, keyed, reference
from rirbilingual.text.typeset import guillemets, typeset


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('It is "calm" now.', [(1, '"calm"')]),
        ("the \"'patrols'\" began", [(1, "\"'patrols'\""), (2, "'patrols'")]),
        ('the gangs\' leaders said "no"', [(1, '"no"')]),
        (
            "\"the gangs' leaders are 'kings' here\"",
            [(1, "\"the gangs' leaders are 'kings' here\""), (2, "'kings'")],
        ),
        ("“we won’t ‘pay’ them,” he said", [(1, "“we won’t ‘pay’ them,”"), (2, "‘pay’")]),
        ("« l'“impôt” d'abord »", [(1, "« l'“impôt” d'abord »"), (2, "“impôt”")]),
        ("Mexico's port, d'un État", []),
        ('those who "pa[id]" and "[t]hose"', [(1, '"pa[id]"'), (1, '"[t]hose"')]),
    ],
)
def test_quotations_are_found_with_their_levels(text: str, found: list[tuple[int, str]]) -> None:
    assert [(q.level, text[q.start : q.end]) for q in quotations(text)] == found
    assert unbalanced(text) == ()


def test_a_mark_without_its_counterpart_is_no_quotation() -> None:
    assert quotations('He said "no') == ()
    assert unbalanced('He said "no') == (8,)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("x (AP 2023-06-23).", [("AP", "2023-06-23", "")]),
        ("x (2023-08-14)", [("", "2023-08-14", "")]),
        ("x (IEP 2023-05-23, ii, 38)", [("IEP", "2023-05-23", "ii, 38")]),
        (
            "(N+ 2023-06-28; InSight Crime 2023-06-02)",
            [("N+", "2023-06-28", ""), ("InSight Crime", "2023-06-02", "")],
        ),
        ("(ACLED n.d.a)", [("ACLED", "n.d.a", "")]),
        ("(Uppsala University [2022a])", [("Uppsala University", "2022a", "")]),
        ("(2022-04-26, brackets in original)", [("", "2022-04-26", "brackets in original")]),
        ("(Smith & Sons, Ltd. 2021, 4)", [("Smith & Sons, Ltd.", "2021", "4")]),
        ("(BBC 12 July 2012)", [("BBC", "12 July 2012", "")]),
        (
            "(professeur adjoint de criminologie 2023-08-15)",
            [("professeur adjoint de criminologie", "2023-08-15", "")],
        ),
    ],
)
def test_citations_are_found_with_their_sources(text: str, sources: list[tuple[str, str, str]]) -> None:
    (citation,) = citations(text)
    assert [(s.label, s.date, s.pages) for s in citation.sources] == sources
    assert all(s.label in text[s.start : s.end] for s in citation.sources)


@pytest.mark.parametrize(
    "text", ["(RIRs)", "(2021–August 2023)", "(in 2019)", "(often one and the same)", "(May 2019)"]
)
def test_other_parentheses_are_no_citations(text: str) -> None:
    assert citations(text) == ()


def test_see_also_is_no_part_of_a_label() -> None:
    (citation,) = citations("(US 2021-03, 67; see also UN 2020-01)")
    assert [(s.prefix, s.label) for s in citation.sources] == [("", "US"), ("see also", "UN")]


def test_markers_are_told_from_insertions() -> None:
    text = 'a [translation] "b [the militia] c" [UN English version] "d"'
    assert [m.label for m in markers(text)] == ["translation", "UN English version"]
    assert [p.value for p in placeables(text)] == ["the militia"]
    assert is_marker("[traduction]") and not is_marker("[traduction] «")


def test_a_citation_governs_back_to_the_one_before_it() -> None:
    text = 'It is "calm" (AP 2023-01-02) but "tense" at night (BBC 2023-03-04). Nobody "slept".'
    spans = citation_spans(text)
    assert [(text[s.start : s.end][-6:], s.governor, s.quotations) for s in spans] == [
        ("01-02)", 0, (0,)),
        ("03-04)", 1, (1,)),
        ('lept".', None, (2,)),
    ]


def test_a_citation_that_describes_an_outlet_governs_its_apposition_only() -> None:
    text = 'Citing an "expert," The Ledger, a daily with "many readers" (The Ledger n.d.), writes of "fear" (The Ledger 2023-05-31).'
    governed = {quotation: span.governor for span in citation_spans(text) for quotation in span.quotations}
    assert governed == {0: 1, 1: 0, 2: 1}


def test_an_undated_citation_that_closes_its_sentence_is_evidence() -> None:
    text = 'Amani writes: "We left." (Amani n.d.) The Ledger writes of "fear" (The Ledger 2023-05-31).'
    governed = {quotation: span.governor for span in citation_spans(text) for quotation in span.quotations}
    assert governed == {0: 0, 1: 1}


@pytest.mark.parametrize(
    ("english", "french", "value"),
    [
        ("3,000 people", "3\u00a0000 personnes", "3000"),
        ("42 percent", "42\u00a0p.\u00a0100", "42%"),
        ("7.5%", "7,5\u00a0%", "7.5%"),
        ("31 August 2023", "31 août 2023", "2023-08-31"),
        ("1 May 2021", "1er mai 2021", "2021-05-01"),
        ("$1,250,000", "1\u00a0250\u00a0000\u00a0$", "$1250000"),
        ("see MEX201603.E", "voir MEX201603", "MEX201603"),
        ("note [1]", "note [1]", "1"),
    ],
)
def test_placeables_have_one_value_in_both_languages(english: str, french: str, value: str) -> None:
    assert [p.value for p in placeables(english)] == [value] == [p.value for p in placeables(french)]


def test_a_call_of_a_note_is_no_bracket() -> None:
    assert [p.type for p in placeables("data [1], [t]hose")] == [PlaceableType.NOTE, PlaceableType.BRACKET]


@pytest.mark.parametrize(
    ("entry", "key", "title"),
    [
        ('Associated Press (AP). 2023-06-23. "A Title." [Accessed 2023-08-08]', "AP 2023-06-23", "A Title"),
        ('Field, Anna. N.d. "About Us." [Accessed 2023-08-08]', "Field n.d.", "About Us"),
        ("United States (US). 2021-03. A Report. [Accessed 2023-08-31]", "US 2021-03", "A Report"),
        ("Velmora. 2011 (amended 2022). Código Penal. [Accessed 2024-01-02]", "Velmora 2011", "Código Penal"),
        ('University. [2022a]. "Data." [Accessed 2023-07-28]', "University 2022a", "Data"),
    ],
)  # fmt: skip
def test_entries_have_key_and_title(entry: str, key: str, title: str) -> None:
    found = reference(entry, 7)
    assert found and (found.key, found.title, found.block) == (key, title, 7)


def test_entries_of_one_label_and_date_keep_keys_of_their_own() -> None:
    found = reference("United States (US). 2021-03. A Report.", 0)
    assert found
    assert [r.key for r in keyed([found, found])] == ["US 2021-03", "US 2021-03 (2)"]


def test_a_narrative_citation_takes_the_entry_named_last_before_it() -> None:
    entries = [
        reference(f"{who}, Some University. 2023-08-14. Interview with the Research Directorate.", 0)
        for who in ("Lawyer", "Researcher")
    ]
    references = [entry for entry in entries if entry]
    text = "The lawyer agreed. The researcher did not (2023-08-14). A reader (LAWYER 2023-08-14) and (2020-01-01)."
    found = Entries(references).linked(text, citations(text))
    assert [c.sources[0].reference for c in found] == ["Researcher 2023-08-14", "Lawyer 2023-08-14", None]


def test_letters_that_are_two_in_lower_case_move_no_name() -> None:
    entries = [reference(f'{who}. 2023-08-14. "Title." [Accessed 2023-09-01]', 0) for who in ("Sabah", "AP")]
    text = f"{'İ' * 20} Sabah quotes AP (2023-08-14)."
    found = Entries(entry for entry in entries if entry).linked(text, citations(text))
    assert [c.sources[0].reference for c in found] == ["AP 2023-08-14"]


def test_a_narrative_citation_is_not_linked_to_an_entry_that_another_label_like_its_own_was_said_for() -> (
    None
):
    entries = [
        reference(f"{who}, Some University. {date}. Interview with the Research Directorate.", 0)
        for who, date in (("Assistant Professor", "2023-08-14"), ("Assistant Professor of law", "2023-08-15"))
    ]
    references = [entry for entry in entries if entry]
    text = (
        "The Assistant Professor of law agreed (2023-08-15). According to the Assistant Professor it is so "
        "(2023-08-15), and the Assistant Professor said more (2023-08-14)."
    )
    found = Entries(references).linked(text, citations(text))
    assert [c.sources[0].reference for c in found] == [
        "Assistant Professor of law 2023-08-15", None, "Assistant Professor 2023-08-14"
    ]  # fmt: skip


def test_dates_go_into_words_and_back() -> None:
    assert (french_date("2023-08-01"), english_date("2023-08-01")) == ("1er août 2023", "1 August 2023")
    assert french_date("2012-07-12", short=True) == "12 juill. 2012"
    assert [iso(d) for d in ("Aug. 2019", "June 5, 2021", "1er mai", "no date")] == [
        "2019-08",
        "2021-06-05",
        "--05-01",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("«calme» :", "«\u00a0calme\u00a0»\u00a0:"),
        ("42 p. 100 et 7%", "42\u00a0p.\u00a0100 et 7\u00a0%"),
        ("l’État ; quoi ?", "l'État; quoi?"),
        ("[...] 3 000 personnes", "[…] 3\u00a0000 personnes"),
        ("12 345 678,5 tonnes de 2019 à 2020", "12\u00a0345\u00a0678,5 tonnes de 2019 à 2020"),
        ("voir https://example.org/a:b?c=1 ici", "voir https://example.org/a:b?c=1 ici"),
    ],
)
def test_typesetting_is_canadian_french(text: str, wanted: str) -> None:
    assert typeset(text) == wanted == typeset(wanted)


def test_guillemets_have_three_levels() -> None:
    assert [guillemets("a", level) for level in (1, 2, 3)] == ["«\u00a0a\u00a0»", "“a”", "‘a’"]


def test_look_up_folds_marks_and_case_but_not_words() -> None:
    assert normalised("« L’État »  –  ICI") == normalised('"l\'état" - ici')
    assert normalised("a b") != normalised("ab")


def test_an_id_comes_from_words_and_occurrence() -> None:
    assert unit_id("a  b") == unit_id("a b") != unit_id("a b", 2)
    assert digest("a", "b") != digest("ab", "")


def test_language_is_read_from_the_text() -> None:
    assert language("The police of the state are in the city and do not answer.") == "en"
    assert language("La police de l'État est dans la ville et ne répond pas aux appels.") == "fr"
    assert language("12345") is None


def test_a_long_text_is_told_by_its_beginning_and_its_end() -> None:
    english, french = (
        "the state of the city is in the report. ",
        "la police de la ville est dans le rapport. ",
    )
    assert language(english * 3000) == "en"
    assert language(english * 3000 + french * 3000) is None  # both in one


@pytest.mark.parametrize(
    ("title", "lang"),
    [
        ("Who Holds the Gates of Puerto Tesar?", "en"),
        ("Velmora", "en"),
        ("Why 'El Notario' Rules the Port of Brendal", "en"),
        ("Bitácora del puerto: los barcos que no vuelven", "es"),
        ("Les bateaux qui ne reviennent pas dans le havre", "fr"),
        ("Os barcos que não voltam ao porto", "pt"),
        ("Die Boote und der Hafen", "de"),
        ("المرفأ", "ar"),
    ],
)
def test_a_title_tells_its_language(title: str, lang: str) -> None:
    assert title_language(title) == lang
