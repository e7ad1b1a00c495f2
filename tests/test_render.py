"""Pages say what the units say, in both languages, under the same anchors, and nothing in them is live."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from published import pages, sample
from rirbilingual.errors import RirError
from rirbilingual.match.leverage import leverage
from rirbilingual.model import BlockKind, Finding, Pair, Severity
from rirbilingual.publish.pages import unit_texts
from rirbilingual.render import alignment, html, index
from rirbilingual.render.environment import environment, source_hash

HOSTILE = "<script>alert(1)</script> ]]> </style> \u202e\"'&amp;"


@pytest.fixture(scope="module")
def made() -> Pair:
    return sample()


def test_each_page_says_what_the_units_say(made: Pair) -> None:
    files = pages(made)
    for name, languages in (("en.html", ["en"]), ("fr.html", ["fr"]), ("en-fr.html", ["en", "fr"])):
        found = unit_texts(files[name])
        wanted = {
            (lang, u.id): u.source if lang == "en" else u.target for u in made.units for lang in languages
        }
        assert found == wanted


@pytest.mark.parametrize(("around", "depth", "found"), [("<div>", 4_000, 1), ("<DIV><i></b>", 100_000, 0)])
def test_a_page_that_is_nested_out_of_all_bounds_says_nothing(around: str, depth: int, found: int) -> None:
    page = f'<p lang="en" data-unit="a">a{around * depth}<p lang="fr" data-unit="b">b'
    assert len(unit_texts(page.encode())) == 2 * found


def parsed(page: bytes) -> Any:
    return lxml_html.fromstring(page)


def anchors(page: bytes) -> set[str]:
    return {str(i) for i in parsed(page).xpath("//main//@id")}


def test_anchors_are_the_same_in_both_languages(made: Pair) -> None:
    files = pages(made)
    sections = {a for a in anchors(files["en.html"]) if re.match(r"(s\d|ref-|note-)", a)}
    assert len(sections) > 50
    assert sections == {a for a in anchors(files["fr.html"]) if re.match(r"(s\d|ref-|note-)", a)}


def test_every_link_within_a_page_leads_somewhere(made: Pair) -> None:
    for page in pages(made).values():
        tree = parsed(page)
        ids = set(tree.xpath("//@id"))
        inner = [str(h)[1:] for h in tree.xpath("//a/@href") if str(h).startswith("#")]
        assert inner and set(inner) <= ids
        assert len(tree.xpath("//@id")) == len(ids)


def test_no_link_of_the_page_of_both_leads_from_one_language_into_the_other(made: Pair) -> None:
    main = parsed(pages(made)["en-fr.html"]).xpath("//main")[0]
    for lang, other in (("en", "fr"), ("fr", "en")):
        theirs = set(main.xpath(f"//div[@lang='{other}']//@id"))
        leading = [
            str(h)[1:] for h in main.xpath(f"//div[@lang='{lang}']//a/@href") if str(h).startswith("#")
        ]
        assert any(href.startswith(("to-", "fr-to-")) for href in leading)
        assert theirs and theirs.isdisjoint(leading)


def test_pages_state_their_language_and_link_their_counterpart(made: Pair) -> None:
    files = pages(made)
    for lang, other in (("en", "fr"), ("fr", "en")):
        tree = parsed(files[f"{lang}.html"])
        assert tree.get("lang") == lang
        assert tree.xpath("//section[@id='wb-lng']//a/@hreflang") == [other]
        assert set(tree.xpath("//link[@rel='alternate']/@hreflang")) == {"en", "fr"}


def test_pages_lead_to_each_other_wherever_the_site_stands(made: Pair) -> None:
    page = parsed(html.page(made, "en", base="https://example.org/rir"))
    both = parsed(html.side_by_side(made, base="https://example.org/rir"))
    whole = {f"https://example.org/rir/VLM202404/{name}.html" for name in ("en", "fr")}
    for tree in (page, both):
        assert set(tree.xpath("//link[@rel='alternate']/@href")) == whole
        assert not [
            link for link in tree.xpath("//body//a/@href") if str(link).startswith("https://example.org")
        ]
    assert page.xpath("//section[@id='wb-lng']//a/@href") == ["fr.html"]
    assert both.xpath("//section[@id='wb-lng']//a/@href") == ["en.html", "fr.html"]


def test_every_title_in_another_language_than_its_page_says_so(made: Pair) -> None:
    files = pages(made)
    said = {
        lang: {str(c.text_content()).strip('"«» .\u00a0'): c.get("lang") for c in parsed(files[f"{lang}.html"]).xpath("//cite")}
        for lang in ("en", "fr")
    }  # fmt: skip
    title = "The Price of the Pier: Militias and Ports in Velmora"  # without marks of quotation
    assert (said["en"][title], said["fr"][title]) == (None, "en")
    title = "La costa cobra dos veces"  # the table of sources has its language
    assert (said["en"][title], said["fr"][title]) == ("es", "es")
    title = "Quiénes somos"  # only its words tell
    assert (said["en"][title], said["fr"][title]) == ("es", "es")
    title = "Le pain ou la taxe"
    assert (said["en"][title], said["fr"][title]) == ("fr", None)


def test_the_french_references_are_sorted_again(made: Pair) -> None:
    tree = parsed(pages(made)["fr.html"])
    entries = [
        " ".join(li.text_content().split()) for li in tree.xpath("//ul[contains(@class,'references')]/li")
    ]
    english = [p.units[0].target for p in made.passages if p.block.kind is BlockKind.REFERENCE]
    assert len(entries) == len(english)
    first = [
        next(i for i, e in enumerate(entries) if e.startswith(" ".join(t.split())[:30])) for t in english
    ]
    assert first != sorted(first)


def test_pages_obey_their_own_policy(made: Pair) -> None:
    report = alignment.alignment_report(made, (), leverage("VLM202404", tuple(made.units)))
    doors = [data for name, data in index.indexes(()).items() if name.endswith(".html")]
    for page in (*pages(made).values(), report, *doors):
        tree = parsed(page)
        (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        for element in tree.xpath("//style|//script[not(@type)]"):
            assert source_hash(element.text or "") in policy
        assert not tree.xpath("//@onclick|//@style|//*[@src]")
        assert not [h for h in tree.xpath("//@href") if str(h).startswith(("http:", "https:", "//"))]


def test_a_finding_on_many_units_is_told_whole_once_and_leads_on_from_each(made: Pair) -> None:
    ids = tuple(unit.id for unit in made.units)[:6]
    finding = Finding("x.y", Severity.ERROR, "six units", ids)
    page = parsed(alignment.alignment_report(made, (finding,), leverage("VLM202404", tuple(made.units))))
    led = [
        [a.get("href").removeprefix("#u-") for a in page.xpath(f"//*[@id='u-{name}']//li//a")] for name in ids
    ]
    assert led == [list(ids[1:]), *([ids[0], following] for following in ids[2:]), [ids[0]]]


def test_a_quotation_over_two_units_is_lit_in_both(made: Pair) -> None:
    english = ('A witness said that "they left at night.', 'They never came back."')
    french = ("Selon un témoin, « ils sont partis la nuit.", "Ils ne sont jamais revenus ».")
    kept = next(p for p in made.passages if p.block.kind is BlockKind.PARAGRAPH)
    units = tuple(
        replace(kept.units[0], id=f"over-{n}", source=source, target=target)
        for n, (source, target) in enumerate(zip(english, french, strict=True))
    )
    block = replace(kept.block, text=" ".join(english))
    passage = replace(kept, block=block, units=units, tails=(" ", ""), anchor="over")
    page = parsed(html.side_by_side(replace(made, passages=(*made.passages, passage))))
    lit = page.xpath("//*[starts-with(@data-unit, 'over-')]/span[contains(@class, 'quotation')]")
    assert [span.text_content() for span in lit] == [
        '"they left at night.',
        'They never came back."',
        "« ils sont partis la nuit.",
        "Ils ne sont jamais revenus »",
    ]


def test_hostile_text_is_shown_as_text(made: Pair) -> None:
    first = made.passages[next(i for i, p in enumerate(made.passages) if p.block.kind is BlockKind.PARAGRAPH)]
    unit = replace(first.units[0], source=HOSTILE, target=HOSTILE, comments=(HOSTILE,))
    passages = tuple(replace(p, units=(unit, *p.units[1:])) if p is first else p for p in made.passages)
    hostile = replace(made, passages=passages)
    for page in (
        *pages(hostile).values(),
        alignment.alignment_report(hostile, (), leverage("VLM202404", tuple(hostile.units))),
    ):
        assert b"<script>alert" not in page and b"&lt;script&gt;alert" in page
    assert unit_texts(pages(hostile)["en.html"])["en", unit.id] == HOSTILE


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("page.html", b"\n{{ 1 / 0 }}", "page.html:2: the template fails: division by zero"),
        ("page.html", b"{{ facts.title + 1 }}", "page.html:1: the template fails"),
        ("page.html", b'{% include "page.html" %}', "page.html:1: the template fails"),
        ("page.html", b"d\xe9j\xe0", "page.html: not UTF-8 text; save it as UTF-8"),
        ("passage.html", b"\n{{ nothing.there }}", "passage.html:2: the template asks for what is not there"),
        ("base.css", b"/* d\xe9j\xe0 */", "base.css: not UTF-8 text; save it as UTF-8"),
        ("furniture.html", b"{% macro x() %}", "furniture.html:1: not a template"),
    ],
)
def test_a_wrong_template_of_the_users_own_is_one_line_with_its_place(
    made: Pair, tmp_path: Path, name: str, text: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(text)
    with pytest.raises(RirError, match=re.escape(said)):
        html.page(made, "en", templates=environment(tmp_path))
