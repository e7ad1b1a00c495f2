"""align: the command, its files, its decisions, its archive."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result

import rirbilingual as rir
from published import pages, sample
from rirbilingual.align.corrections import Decided, corrected, read_corrections, write_corrections
from rirbilingual.align.facts import agree
from rirbilingual.archive import align_archive, found, result
from rirbilingual.bitexts import align_files, corrections_of
from rirbilingual.cli.errors import exit_code
from rirbilingual.cli.group import rirbilingual
from rirbilingual.errors import RirError
from rirbilingual.formats import read_units
from rirbilingual.model import Bead, Bitext, BlockKind, Language, Segment
from rirbilingual.render.docx import docx
from rirbilingual.translation_memory import Memory

SAMPLE = Path(rir.__file__).parent / "sample"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("VLM202301.E.txt", "VLM202301.EF.txt"):
        shutil.copy(SAMPLE / name, tmp_path)
    return tmp_path / "VLM202301.E.txt", tmp_path / "VLM202301.EF.txt"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(rirbilingual, [str(argument) for argument in arguments])


def refused(*arguments: object) -> str:
    """What the command says as it refuses."""
    done = run(*arguments)
    assert isinstance(done.exception, RirError) or done.exit_code == 2
    return f"{done.exception} {done.output}"


def test_a_pair_goes_into_files_and_a_memory(pair: tuple[Path, Path], tmp_path: Path) -> None:
    files = {ending: tmp_path / f"out.{ending}" for ending in ("tmx", "tsv", "po")}
    options = [part for ending, file in files.items() for part in (f"--{ending}", file)]
    memory, report = tmp_path / "m.sqlite", tmp_path / "r.html"
    done = run("align", *pair, *options, "-m", memory, "--report", report)
    assert done.exit_code == 0, done.output
    texts = [{(unit.source, unit.target) for unit in read_units(file)} for file in files.values()]
    assert texts[0] == texts[1] == texts[2]
    assert ("1. Overview", "1. Aperçu") in texts[0] and len(texts[0]) >= 50
    with Memory.open(memory) as held:
        assert {(unit.source, unit.target) for unit in held.units()} == texts[0]
        assert all(unit.origin.report == "VLM202301.E" and unit.origin.date for unit in held.units())
        quotations = held.quotations()
    # A quotation of a source without a marker is of an English one; one that is translated twice, of neither.
    assert {q.language for q in quotations if q.reference.startswith("US ")} == {"en"}
    assert {q.language for q in quotations if q.reference.startswith("El Cronista")} == {""}
    page = report.read_text(encoding="utf-8")
    assert "sure that these belong together" in page
    # It was published long ago: nothing is said of whether it may be, nor of what a memory gave its draft.
    assert "beads are sure enough for a memory" in page
    assert "Sure" in page and "Approved" not in page and "no French yet" not in page
    assert "publi" not in page.partition("<main>")[2].partition('id="units"')[0] and "Leverage" not in page


QUAY = """\
VLM202309.{0}

4 May 2023

{1}

1. {2}

{3}

References

La Vigie. 2023-05-01. "Le quai." [Accessed 2023-05-02]

United States (US). 2023-01-02. Department of State. Ports. [Accessed 2023-05-02]
"""
QUAY_ENGLISH = """\
La Vigie states that the quay was [translation] "closed to everyone." The mayor said that the harbour is "a grave" \
(La Vigie 2023-05-01). The US report states that the port is "safe for all" (US 2023-01-02). La Vigie adds that

[translation]

the quay was shut for two years. Nobody could enter it. (La Vigie 2023-05-01)"""
QUAY_FRENCH = """\
La Vigie affirme que le quai était « fermé à tous ». Le maire a dit que le port est « une tombe » (La Vigie \
2023-05-01). Le rapport américain affirme que le port est [traduction] « sûr pour tous » (É.-U. 2023-01-02). La \
Vigie ajoute que

le quai a été fermé pendant deux ans. Personne ne pouvait y entrer (La Vigie 2023-05-01)."""


def quay(french: str = QUAY_FRENCH) -> set[tuple[str, str, str, str]]:
    """What the ledger gets of the two, every sentence being sure."""
    from rirbilingual.align.quoted import quoted
    from rirbilingual.read import read_string
    from rirbilingual.segment import segments

    ours = segments(read_string(QUAY.format("E", "Velmora: The quay", "Overview", QUAY_ENGLISH)))
    theirs = segments(read_string(QUAY.format("EF", "Velmora : le quai", "Aperçu", french)))
    beads, at = [], 0
    for n, segment in enumerate(theirs):
        while ours[at].kind is BlockKind.MARKER and segment.kind is not BlockKind.MARKER:
            at += 1
        beads.append(Bead((at, at + 1), (n, n + 1), 1.0))
        at += 1
    found = quoted(ours, theirs, Bitext(tuple(beads)), sure=0.9)
    return {(one.reference, one.english, one.french, one.language) for one in found}


def test_where_the_french_restored_an_original_the_source_is_french() -> None:
    vigie = "La Vigie 2023-05-01"
    assert quay() == {
        (vigie, "closed to everyone", "fermé à tous", "fr"),
        (vigie, "a grave", "une tombe", "fr"),
        ("US 2023-01-02", "safe for all", "sûr pour tous", "en"),
        (vigie, "the quay was shut for two years", "le quai a été fermé pendant deux ans", "fr"),
        (vigie, "Nobody could enter it", "Personne ne pouvait y entrer", "fr"),
        (
            vigie,
            "the quay was shut for two years. Nobody could enter it",
            "le quai a été fermé pendant deux ans. Personne ne pouvait y entrer",
            "fr",
        ),
    }


def test_a_block_quotation_with_a_marker_in_both_languages_tells_no_language() -> None:
    marked = QUAY_FRENCH.replace("\n\nle quai", "\n\n[traduction]\n\nle quai")
    told = {one for one in quay(marked) if "quay was shut" in one[1]}
    assert told == {
        ("La Vigie 2023-05-01", "the quay was shut for two years", "le quai a été fermé pendant deux ans", "")
    }


def test_plain_texts_are_aligned_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Good morning, Mother.\n\nThe police left the house.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Bonjour, mère.\nLa police quitta la maison.\n", encoding="utf-8")
    done = run("align", tmp_path / "a.txt", tmp_path / "b.txt", "--json")
    beads = json.loads(done.output)["beads"]
    assert [(bead["source"], bead["target"]) for bead in beads] == [([0, 1], [0, 1]), ([1, 2], [1, 2])]


@pytest.mark.parametrize("names", [("a.en", "a.fr"), ("a.txt", "b.txt")])
def test_a_line_ends_where_a_text_editor_ends_it(names: tuple[str, str], tmp_path: Path) -> None:
    files = [tmp_path / name for name in names]
    files[0].write_text(
        "Good\u2028morning, Mother.\r\n\r\nThe police left.\r\n", encoding="utf-8", newline=""
    )
    files[1].write_text("Bonjour, mère.\nLa police quitta.", encoding="utf-8")
    assert [bead.source for bead in align_files(*files).bitext.beads] == [(0, 1), (1, 2)]


def test_no_output_takes_the_place_of_what_is_read_or_written(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    shutil.copy(SAMPLE / "VLM202404.EF.po", tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert "translators' work" in refused("align", *pair, "--po", tmp_path / "VLM202404.EF.po")
    assert "name another file" in refused("align", *pair, "--tsv", pair[0])
    assert "name another file" in refused("align", *pair, "--tsv", tmp_path / "x", "--report", tmp_path / "x")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    for _ in range(2):  # its own PO is made again
        assert run("align", *pair, "--po", tmp_path / "own.po").exit_code == 0


def test_pairs_that_are_none_are_told_and_write_nothing(pair: tuple[Path, Path], tmp_path: Path) -> None:
    english, french = pair
    memory = tmp_path / "m.sqlite"
    twice = run("align", english, english, "-m", memory)
    assert twice.exit_code == 0 and "both sides are in English" in twice.output
    with Memory.open(memory) as held:
        assert list(held.units()) == []
    assert "give the English first" in refused("align", french, english)
    (tmp_path / "other.txt").write_text(french.read_text(encoding="utf-8").replace("VLM202301", "VLM202399"))
    assert "VLM202399" in refused("align", english, tmp_path / "other.txt")
    assert "give EN and FR" in refused("align", english)
    assert "no such file" in refused("align", english, tmp_path / "missing.txt")


def test_what_is_no_text_or_in_no_known_language_is_told(pair: tuple[Path, Path], tmp_path: Path) -> None:
    assert "memory import" in refused("align", SAMPLE / "VLM202404.EF.po", pair[1])
    lines = "\n".join(f"Quisque ordo numerus {n} habet nomen suum semper." for n in range(60))
    (tmp_path / "latin.txt").write_text(lines, encoding="utf-8")
    (tmp_path / "french.txt").write_text("\n".join(60 * ["La police a quitté la maison."]), encoding="utf-8")
    done = run("align", tmp_path / "latin.txt", tmp_path / "french.txt")
    assert "latin: its language cannot be told; it is taken for English" in done.output
    assert "give the English first" in refused("align", tmp_path / "latin.txt", pair[0])


def test_many_sentences_without_a_counterpart_are_told_of_the_pair(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    text = pair[1].read_text(encoding="utf-8")
    start, end = text.index("2. Zones d'activité"), text.index("4.2 Police")
    (tmp_path / "short.txt").write_text(text[:start] + text[end:], encoding="utf-8")
    done = run("align", pair[0], tmp_path / "short.txt")
    assert "English and 0 of " in done.output and "no counterpart" in done.output
    assert "no counterpart" not in run("align", *pair).output


def test_headings_and_notes_with_other_numbers_go_into_no_memory(
    pair: tuple[Path, Path], tmp_path: Path
) -> None:
    text = pair[1].read_text(encoding="utf-8")
    for old, new in (("\n4.2 Police", "\n4.3 Police"), ("\n[1] Le", "\n[2] Le")):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "other.txt").write_text(text, encoding="utf-8")
    found = align_files(pair[0], tmp_path / "other.txt")
    kept = {unit.source.split()[0] for unit in found.units}
    assert {"4.1", "3."} <= kept and not {"4.2", "[1]"} & kept


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("60 agents", "90 agents"),  # an outdated French
        ("pays (Port Monitor 2022-11-03)", "pays (Port Monitor 2021-11-03)"),
    ],
)
def test_what_keeps_other_figures_or_dates_goes_into_no_memory(
    old: str, new: str, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    text = pair[1].read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "other.txt").write_text(text.replace(old, new, 1), encoding="utf-8")
    found = align_files(pair[0], tmp_path / "other.txt")
    assert not any("60 officers" in unit.source for unit in found.units)
    assert any("60 officers" in unit.source for unit in align_files(*pair).units)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("It was so from 2016–2018.", "Il en était ainsi de 2016-2018."),
        ("It was so in 2019–20, and in 2014/15.", "Il en était ainsi en 2019-2020 et en 2014-2015."),
        ("It grew in the late 1990s.", "Il a crû à la fin des années 90."),
        ("It grew in the eighties.", "Il a crû dans les années 1980."),
        ("It closes at 10:30 p.m. and at 5:00 p.m.", "Il ferme à 22 h 30 et à 17 h."),
        ("It has two thousand boats.", "Il a 2 000 bateaux."),
        ("It has 12,500 boats (AP 2023-05-01).", "Il a 12 500 bateaux (AP 2023-05-01)."),
    ],
)
def test_what_languages_write_otherwise_is_no_contradiction(english: str, french: str) -> None:
    held = [Segment("a", 0, 0, text, "", BlockKind.PARAGRAPH, "", "") for text in (english, french)]
    assert agree(held[:1], held[1:])


def test_a_sentence_in_anothers_place_is_not_sure(pair: tuple[Path, Path], tmp_path: Path) -> None:
    text = pair[1].read_text(encoding="utf-8")
    strange = "Le ministre coordonne la politique et les programmes du gouvernement en matière spatiale."
    places = [
        segment.text for segment in align_files(*pair).theirs
        if segment.kind is BlockKind.PARAGRAPH and len(segment.text) > 60
    ]  # fmt: skip
    sure = 0
    for place in places:
        (tmp_path / "other.txt").write_text(text.replace(place, strange, 1), encoding="utf-8")
        sure += any(unit.target == strange for unit in align_files(pair[0], tmp_path / "other.txt").units)
    assert len(places) > 20 and sure == 0


def test_entries_left_over_on_both_sides_are_no_pair(pair: tuple[Path, Path], tmp_path: Path) -> None:
    english, french = (path.read_text(encoding="utf-8") for path in pair)
    lost = 'Velmora. N.d. Fiscalía General. "Denuncie la extorsión." [Accessed 2023-04-20]'
    other = next(line for line in french.splitlines() if line.startswith("Velmora. 2023-01."))
    (tmp_path / "a.txt").write_text(english.replace(lost, ""), encoding="utf-8")
    (tmp_path / "b.txt").write_text(french.replace(other, ""), encoding="utf-8")
    found = align_files(tmp_path / "a.txt", tmp_path / "b.txt")
    assert not any("Denuncie" in unit.target or "2023-01. Minist" in unit.source for unit in found.units)


def test_a_marker_that_one_language_has_is_no_doubt(tmp_path: Path) -> None:
    files = tmp_path / "e.txt", tmp_path / "f.txt"
    files[0].write_text(QUAY.format("E", "Velmora: The quay", "Overview", QUAY_ENGLISH), encoding="utf-8")
    files[1].write_text(QUAY.format("EF", "Velmora : le quai", "Aperçu", QUAY_FRENCH), encoding="utf-8")
    found = align_files(*files)
    assert any(found.words(bead) == ("[translation]", "") for bead in found.bitext.beads)
    assert not any(found.words(bead)[0] == "[translation]" for _, bead, _ in found.doubtful)


def test_the_last_source_of_one_list_ends_in_no_period(pair: tuple[Path, Path]) -> None:
    assert ("Transparency International", "Transparency International") in {
        (unit.source, unit.target) for unit in align_files(*pair).units
    }


def test_a_shuffled_side_gives_few_sure_beads(pair: tuple[Path, Path], tmp_path: Path) -> None:
    texts = [
        [segment.text for segment in rir.segment(rir.read(path)) if len(segment.text) > 40] for path in pair
    ]
    Random(1).shuffle(texts[1])
    files = tmp_path / "a.txt", tmp_path / "b.txt"
    for file, lines in zip(files, texts, strict=True):
        file.write_text("\n".join(lines), encoding="utf-8")
    found = align_files(*files)
    assert len(found.kept) <= len(texts[0]) / 5
    assert any("hardly belong together" in doubt.message for doubt in found.doubts)


def test_what_a_person_decides_is_kept_to(pair: tuple[Path, Path]) -> None:
    english, french = pair
    weak = next(n for n, bead in enumerate(align_files(*pair).bitext.beads, 1) if 0 < bead.confidence < 0.95)
    done = run("align", "accept", english, french, weak)
    assert done.exit_code == 0 and "1 bead decided" in done.output
    assert align_files(*pair).bitext.beads[weak - 1].confidence == 1.0
    run("align", "accept", english, french, weak, "--reject")
    rejected = align_files(*pair, sure=0)
    assert rejected.bitext.beads[weak - 1].confidence == 0.0
    assert rejected.bitext.beads[weak - 1] not in rejected.kept
    assert weak not in [number for number, _, _ in align_files(*pair).doubtful]
    assert b"a person said that these do not belong together" in rejected.report()
    each = run("align", "accept", english, french, "7-8", "--reject")
    assert "2 beads decided" in each.output
    assert [bead.confidence for bead in align_files(*pair).bitext.beads[6:8]] == [0.0, 0.0]
    merged = run("align", "accept", english, french, "4-5")
    assert merged.exit_code == 0
    assert any(bead.source == (3, 5) and bead.confidence == 1.0 for bead in align_files(*pair).bitext.beads)
    for wrong in ("0", "9999", "x", "5-4", "3-"):
        before = corrections_of(french).read_bytes()
        assert "no bead" in refused("align", "accept", english, french, wrong)
        assert corrections_of(french).read_bytes() == before


def test_a_decision_takes_its_sentences_from_others_and_is_named_when_they_are_gone() -> None:
    bitext = Bitext((Bead((0, 2), (0, 1), 0.9), Bead((2, 3), (1, 3), 0.8)))
    source, target = ["A.", "B.", "C."], ["x.", "y.", "z."]
    decided = [Decided(("B.", "C."), ("y.",)), Decided(("Gone.",), ("y.",))]
    found, lost = corrected(bitext, source, target, decided)
    assert Bead((1, 3), (1, 2), 1.0) in found.beads
    assert sorted(n for bead in found.beads for n in range(*bead.source)) == [0, 1, 2]
    assert sorted(n for bead in found.beads for n in range(*bead.target)) == [0, 1, 2]
    assert lost == (decided[1],)


def test_what_is_decided_to_stand_alone_stands_beside_its_neighbours() -> None:
    bitext = Bitext(tuple(Bead((n, n + 1), (n, n + 1), 0.9) for n in range(3)))
    decided = [Decided((), ("y.",)), Decided(("C.",), ())]
    found, lost = corrected(bitext, ["A.", "B.", "C."], ["x.", "y.", "z."], decided)
    assert not lost
    assert {Bead((1, 1), (1, 2), 1.0), Bead((2, 3), (2, 2), 1.0)} <= set(found.beads)


def test_decisions_are_read_as_they_were_written(tmp_path: Path) -> None:
    file = tmp_path / "x.beads.toml"
    decided = (Decided(('He said "no".',), ("Il dit « non ».",)), Decided(("A", "B"), ("C",), right=False))
    write_corrections(decided, file)
    assert read_corrections(file) == decided
    file.write_text("")
    assert read_corrections(file) == ()


@pytest.mark.parametrize(
    "text",
    [
        '# Mine.\n\n[[bead]]  # split by hand\nsource = ["A."]\ntarget = ["x.", "y."]\n\n# Ask Léa about this.\n',
        '# Mine.\nbead = [{source = ["A."], target = ["x.", "y."]}]  # split by hand\n# Ask Léa about this.\n',
        "# Mine.\n# split by hand, # Ask Léa about this.\nbead = []\n",
        "# Mine.\n# split by hand, # Ask Léa about this.\n",
    ],
)
def test_what_a_person_wrote_beside_decisions_stays(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.beads.toml"
    file.write_text(text, encoding="utf-8")
    before = read_corrections(file)
    write_corrections([Decided(("B.",), ("z.",)), Decided(("A.",), ("x.", "y."), right=False)], file)
    write_corrections([Decided(("B.",), ("z.",), right=False)], file)
    write_corrections([Decided(("B.",), ("z.",))], file)
    assert set(read_corrections(file)) == {
        Decided(("A.",), ("x.", "y."), right=False), Decided(("B.",), ("z.",))
    }  # fmt: skip
    assert len(read_corrections(file)) == 2 and len(before) < 2
    for said in ("# Mine.", "split by hand", "# Ask Léa about this."):
        assert said in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not toml", "not TOML"),
        ("bead = 1", "its bead is no list"),
        ('[[beads]]\nsource = ["A."]\ntarget = ["x."]', 'it has "beads"'),
        ("[bead]\nsource = []", "its bead is no list"),
        ("bead = [1]", "bead 1: no table"),
        ('[[bead]]\nsource = ["A."]', "bead 1: target is no list of sentences"),
        ('[[bead]]\nsource = "A."\ntarget = ["x."]', "bead 1: source is no list of sentences"),
        ('[[bead]]\nsource = [3]\ntarget = ["x."]', "bead 1: source is no list of sentences"),
        ("[[bead]]\nsource = []\ntarget = []", "bead 1: it has no sentence"),
        ('[[bead]]\nsource = ["A."]\ntarget = []\nright = "no"', "neither true nor false"),
        ('[[bead]]\nsource = ["A."]\ntarget = []\nwrong = true', '"wrong" is unknown there'),
    ],
)
def test_a_decision_that_is_not_clear_is_one_line(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "x.beads.toml"
    file.write_text(text)
    with pytest.raises(RirError, match=said):
        read_corrections(file)


def test_sentences_that_stand_together_several_times_are_decided_everywhere() -> None:
    bitext = Bitext(tuple(Bead((n, n + 1), (n, n + 1), 0.5) for n in range(3)))
    texts = ["A.", "B.", "A."], ["x.", "y.", "x."]
    for right in (True, False):
        found, _ = corrected(bitext, *texts, [Decided(("A.",), ("x.",), right)])
        assert [bead.confidence for bead in found.beads] == [float(right), 0.5, float(right)]


def test_sentences_put_together_are_those_that_are_nearest() -> None:
    bitext = Bitext(tuple(Bead((n, n + 1), (n, n + 1), 0.5) for n in range(4)))
    texts = ["A.", "B.", "A.", "C."], ["x.", "y.", "x.", "z."]
    found, _ = corrected(bitext, *texts, [Decided(("A.", "C."), ("x.", "z.")), Decided(("B.",), ("x.",))])
    assert Bead((2, 4), (2, 4), 1.0) in found.beads and Bead((1, 2), (0, 1), 1.0) in found.beads


def test_an_archive_is_paired_by_number_and_resumed(pair: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "published"
    (folder / "deep").mkdir(parents=True)
    shutil.copy(pair[0], folder / "one.txt")
    shutil.copy(pair[1], folder / "deep" / "two.txt")
    shutil.copy(SAMPLE / "VLM202404.E.txt", folder / "three.txt")
    (folder / "notes.txt").write_text("Nothing here.")
    held = found(folder)
    assert held.pairs == (("VLM202301", folder / "one.txt", folder / "deep" / "two.txt"),)
    assert {(path.name, why) for path, why in held.unpaired} == {
        ("three.txt", "VLM202404 has no French"),
        ("notes.txt", "no report number"),
    }
    (first,) = align_archive(held.pairs, tmp_path / "out", jobs=1)
    kept = result(tmp_path / "out", "VLM202301")
    aligned = align_files(folder / "one.txt", folder / "deep" / "two.txt")
    assert kept == (aligned.units, aligned.quotations) and first.units == len(aligned.units) > 0
    (second,) = align_archive(held.pairs, tmp_path / "out", jobs=1)
    assert second == replace(first, again=True) and not first.again
    text = (folder / "one.txt").read_text(encoding="utf-8")
    (folder / "one.txt").write_text(text.replace("1. Overview", "1. Background"), encoding="utf-8")
    (third,) = align_archive(held.pairs, tmp_path / "out", jobs=1)
    assert not third.again
    kept = result(tmp_path / "out", "VLM202301")
    (tmp_path / "out" / "VLM202301.aligned.json").write_text("{")
    with pytest.raises(RirError, match="damaged since it was written"):
        result(tmp_path / "out", "VLM202301")
    (fourth,) = align_archive(held.pairs, tmp_path / "out", jobs=1)
    assert not fourth.again and result(tmp_path / "out", "VLM202301") == kept


def test_what_cannot_be_read_in_an_archive_is_named_and_an_empty_one_refused(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    (folder / "picture.png").write_bytes(b"\x89PNG")
    assert "no report in it" in refused("align", "--archive", folder) and not (folder / "aligned").exists()
    (folder / "VLM202301.pdf").write_bytes(b"%PDF-1.7")
    (folder / "other.epub").write_bytes(b"PK")
    assert [why for _, why in found(folder).unpaired] == [
        "PDF is not read; save it as text", "EPUB is not read; save it as text"
    ]  # fmt: skip


def test_a_pair_that_cannot_be_aligned_stops_no_other_and_is_told(
    pair: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "published"
    for name in ("one", "two"):
        (folder / name).mkdir(parents=True)
        for file in pair:
            text = file.read_text(encoding="utf-8")
            (folder / name / file.name).write_text(
                text if name == "one" else text.replace("VLM202301", "VLM202302"), encoding="utf-8"
            )
    (folder / "two" / f"{pair[1].stem}.beads.toml").write_text("not toml")
    assert exit_code(rirbilingual, ["align", "--archive", str(folder)]) == 2
    said = capsys.readouterr().out
    assert "VLM202301: 58 units" in said and "VLM202302: not aligned: " in said and "not TOML" in said
    assert (folder / "aligned" / "VLM202301.aligned.json").exists()
    assert exit_code(rirbilingual, ["align", "--archive", str(folder), "--json"]) == 2


def test_terms_of_the_memory_are_known_to_an_archive_too(
    pair: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rirbilingual.model import Term

    memory = tmp_path / "m.sqlite"
    with Memory.open(memory, create=True) as opened:
        opened.add_terms([Term("cormorant", "grand cormoran")])
    given: list[tuple[str, ...]] = []

    def seen(*files: Path, **options: Any) -> Any:
        given.append(tuple(term.english for term in options["terms"]))
        return align_files(*files, **options)

    monkeypatch.setattr("rirbilingual.archive.align_files", seen)
    assert run("align", "--archive", tmp_path, "-m", memory).exit_code == 0
    assert ["cormorant" in terms for terms in given] == [True]


def test_italics_that_both_languages_have_come_with_the_unit(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    for name, number, title, text, of in (
        ("e.md", "E", "Velmora: The quay", QUAY_ENGLISH, "the *quay* was"),
        ("f.md", "EF", "Velmora : le quai", QUAY_FRENCH, "le *quai* était"),
    ):
        plain, _, rest = text.partition("\n\n")
        lines = (
            plain.replace(of.replace("*", ""), of).replace("the harbour", "the *harbour*").replace("[", "\\[")
        )
        page = QUAY.format(number, title, "Overview" if number == "E" else "Aperçu", f"{lines}\n\n{rest}")
        (folder / name).write_text(
            page.replace("1. ", "## 1\\. ").replace("References", "## References"), encoding="utf-8"
        )
    ((_, english, french),) = found(folder).pairs
    units = align_files(english, french, sure=0.1).units
    codes = [
        (unit.source[a.start : a.end], unit.target[b.start : b.end])
        for unit in units
        if unit.source.startswith(("La Vigie states", "The mayor"))
        for a, b in zip(unit.source_codes, unit.target_codes, strict=True)
    ]
    assert codes == [("quay", "quai")]  # of the harbour, only the English is in italics
    first, second = (
        [*align_archive(found(folder).pairs, tmp_path / "out", sure=0.1, jobs=1)] for _ in range(2)
    )
    assert second == [replace(first[0], again=True)] and not first[0].again
    assert result(tmp_path / "out", first[0].key)[0] == units


@pytest.mark.parametrize(
    ("english", "french"), [("en.html", "fr.html"), ("en.docx", "fr.docx"), ("en.html", "fr.docx")]
)
def test_pages_and_word_files_are_aligned_as_the_units_were(
    english: str, french: str, tmp_path: Path
) -> None:
    made = sample()
    for name in (english, french):
        language: Language = "en" if name.startswith("en") else "fr"
        data = docx(made, language) if name.endswith(".docx") else pages(made)[name]
        (tmp_path / name).write_bytes(data)
    done = run("align", tmp_path / english, tmp_path / french, "--tsv", tmp_path / "out.tsv")
    assert done.exit_code == 0, done.output
    said = {(unit.source, unit.target) for passage in made.passages for unit in passage.units}
    found = {(unit.source, unit.target) for unit in read_units(tmp_path / "out.tsv")}
    assert len(found) >= 0.9 * len(said)
    assert len(found & said) >= 0.95 * len(found)
