"""PO working files: as gettext expects them, read back whole, refused by line where they are damaged."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest

from rirbilingual.errors import RirError
from rirbilingual.formats.po import po_bytes, read_po, read_returned, write_po
from rirbilingual.formats.po_syntax import messages
from rirbilingual.model import (
    Approval,
    BlockKind,
    Catalog,
    Context,
    Edit,
    Match,
    MatchKind,
    Origin,
    State,
    Unit,
)
from rirbilingual.text.normalise import digest, unit_id

NBSP = "\u00a0"


def unit(source: str, target: str = "", state: State = State.INITIAL, **fields: object) -> Unit:
    made = Unit(unit_id(source), source, target, state, where="VLM202404.E:2.1 ¶3")
    return replace(made, **fields)  # type: ignore[arg-type]


MATCH = Match(
    Unit(
        "0123456789ab",
        "About 40 percent of the wells-",
        f"Environ 40{NBSP}% des puits",
        origin=Origin("VLM202301.E", "1.2", "2023-01-09"),
    ),
    MatchKind.FUZZY,
    93,
    f"Environ 42 p.{NBSP}100 des puits",
    (Edit("number.percent", f"40{NBSP}%", f"42 p.{NBSP}100"), Edit("quote", 'a "b" → c', "«\td\n»")),
    "rirs.sqlite",
)


def placed(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    sources = ["", *(u.source for u in units), ""]
    return tuple(replace(u, context=Context(sources[i], sources[i + 2])) for i, u in enumerate(units))


def catalog() -> Catalog:
    approved = "Selon le ministère, l'eau est potable."
    said = "According to the Ministry, the water is safe."
    return Catalog(
        "VLM202404.E",
        "VLM202404",
        "2024-04-18",
        'Valdemara: "Wells" and\\or pumps',
        placed(
            (
                unit("1. Overview", "1. Aperçu", State.TRANSLATED, kind=BlockKind.HEADING, rule="heading"),
                unit(
                    "About 42 percent of the wells",
                    f"Environ 42 p.{NBSP}100 des puits",
                    State.TRANSLATED,
                    match=MATCH,
                    notes=(
                        "span: 2 of 3, governed by (AP 2023-06-23)",
                        "kind: not a kind",
                        "- dash",
                        "plain",
                    ),
                    comments=("Q(author): which wells?", "", "  A: the  eastern ones", "~ : . , odd"),
                ),
                unit(
                    said,
                    approved,
                    State.FINAL,
                    approvals=(
                        Approval("Ada (x), B", "2024-05-01T09:00:00Z", digest(said, approved), "translator"),
                        Approval("Bo", "2024-05-02T09:00:00Z", digest(said, approved), "reviser", batch=True),
                    ),
                ),
                unit(
                    'A "tab"\tand\\a line\nbreak',
                    "Une\u2028«\u00a0tabulation\u00a0»\x85\nfin",
                    State.REVIEWED,
                ),
                unit("Nothing yet."),
            )
        ),
        report_file="VLM202404.E.txt",
        report_digest="ab" * 32,
        obsolete=(
            unit("Gone.", "Disparu.", State.REVIEWED, comments=("mine",), match=replace(MATCH, edits=())),
        ),
        headers=(("#", "A header comment"), ("Last-Translator", "Ada <ada@example.org>"), ("X-Mine", "a: b")),
    )


def test_a_catalog_written_and_read_back_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "VLM202404.EF.po"
    write_po(catalog(), path)
    assert read_po(path) == catalog()


def test_a_second_pass_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    write_po(catalog(), path)
    assert po_bytes(read_po(path)) == path.read_bytes()


def test_approvals_go_with_any_edit_of_the_words(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    write_po(catalog(), path)
    path.write_text(path.read_text().replace("potable.", "bonne."))
    edited = read_po(path).units[2]
    assert edited.state is State.REVIEWED
    assert edited.approvals == catalog().units[2].approvals  # still there, for whoever revokes them visibly


# --------------------------------------------------------------------------- other programs


def gettext(program: str, *arguments: str | Path) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} (package gettext) is not installed")
    done = subprocess.run([found, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_msgfmt_checks_the_file_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    write_po(catalog(), path)
    assert gettext("msgfmt", "-c", "-o", tmp_path / "a.mo", path) == ""


@pytest.mark.parametrize(
    "options", [(), ("--no-wrap",), ("--width=40",), ("--sort-output",), ("--sort-by-file",)]
)
def test_msgcat_loses_nothing(tmp_path: Path, options: tuple[str, ...]) -> None:
    path, through = tmp_path / "a.po", tmp_path / "b.po"
    write_po(catalog(), path)
    gettext("msgcat", *options, "-o", through, path)
    assert _by_id(read_po(through)) == _by_id(catalog())


def test_msgmerge_with_itself_loses_nothing(tmp_path: Path) -> None:
    path, through = tmp_path / "a.po", tmp_path / "b.po"
    write_po(catalog(), path)
    gettext("msgmerge", "--previous", "-q", "-o", through, path, path)
    assert {u.id: (u.target, u.state, u.approvals) for u in read_po(through).units} == {
        u.id: (u.target, u.state, u.approvals) for u in catalog().units
    }


def test_msgattrib_clears_what_a_person_would_clear(tmp_path: Path) -> None:
    path, through = tmp_path / "a.po", tmp_path / "b.po"
    write_po(catalog(), path)
    gettext("msgattrib", "--clear-fuzzy", "--clear-previous", "-o", through, path)
    cleared = read_po(through)
    assert [u.state for u in cleared.units] == [
        State.REVIEWED, State.REVIEWED, State.FINAL, State.REVIEWED, State.INITIAL,
    ]  # fmt: skip
    assert [u.target for u in cleared.units] == [u.target for u in catalog().units]


@pytest.mark.parametrize("width", [78, 40])
def test_polib_may_wrap_every_line(tmp_path: Path, width: int) -> None:
    path, through = tmp_path / "a.po", tmp_path / "b.po"
    whole = catalog()
    write_po(replace(whole, units=tuple(u for u in whole.units if "\x85" not in u.target)), path)
    polib.pofile(str(path), wrapwidth=width).save(str(through))
    before, after = read_po(path), read_po(through)
    assert [(u.target, u.state, u.approvals, u.match, u.where) for u in after.units] == [
        (u.target, u.state, u.approvals, u.match, u.where) for u in before.units
    ]


def _by_id(found: Catalog) -> dict[str, Unit]:
    """What gettext keeps: all of a unit in use, the words and comments of an obsolete one."""
    kept = {u.id: replace(u, context=Context()) for u in found.units}
    for u in found.obsolete:
        kept[u.id] = Unit(u.id, u.source, u.target, u.state, comments=u.comments)
    return kept


# --------------------------------------------------------------------------- what editors do


def rewritten(tmp_path: Path, change: str, by: str) -> Path:
    path = tmp_path / "a.po"
    text = po_bytes(catalog()).decode()
    assert change in text
    path.write_bytes(text.replace(change, by).encode())
    return path


def test_bom_and_crlf_are_taken_as_they_come(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b"\xef\xbb\xbf" + po_bytes(catalog()).replace(b"\n", b"\r\n"))
    assert read_po(path) == catalog()


def test_a_rewritten_header_is_kept_and_the_report_known_by_its_places(tmp_path: Path) -> None:
    text = po_bytes(catalog()).decode()
    lines = [line for line in text.split("\n") if not line.startswith('"X-Rirbilingual')]
    path = tmp_path / "a.po"
    path.write_text("\n".join(lines).replace('"X-Mine', '"X-Generator: Poedit 3.4\\n"\n"X-Mine'))
    found = read_po(path)
    assert (found.number, found.key) == ("VLM202404.E", "VLM202404")
    assert ("X-Generator", "Poedit 3.4") in found.headers
    assert found.units == catalog().units


def test_newlines_at_the_ends_of_a_target_are_the_editors_not_the_translators(tmp_path: Path) -> None:
    path = rewritten(tmp_path, 'msgstr "1. Aperçu"', 'msgstr ""\n"\\n"\n"1. Aperçu\\n"')
    assert read_po(path).units[0].target == "1. Aperçu"


def test_stripped_ids_come_back_from_the_source_and_its_occurrence(tmp_path: Path) -> None:
    same = (unit("Ibid.", "Idem."), unit("Ibid.", "Idem., 2", id=unit_id("Ibid.", 2)))
    whole = replace(catalog(), units=placed(same))
    text = po_bytes(whole).decode()
    path = tmp_path / "a.po"
    path.write_text("\n".join(line for line in text.split("\n") if not line.startswith("msgctxt")))
    assert [u.id for u in read_po(path).units] == [u.id for u in same]
    assert [u.id for u in read_returned(path).units] == ["", ""]


def test_bytes_that_gettext_escaped_are_the_text_they_were() -> None:
    (found,) = messages('msgid "r\\303\\251seau\\\\303 \\xc3\\xa9t\\101"\nmsgstr ""\n', "a.po")
    assert found.msgid == "réseau\\303 étA"


# --------------------------------------------------------------------------- damage

BROKEN = {
    "empty file": ("", "an empty file"),
    "no string end": ('msgid ""\nmsgstr "abc\n', ":2: a string that does not end"),
    "bad quote": ('msgid ""\nmsgstr "a"b"\n', ":2: a string that does not end"),
    "not PO": ("<html>\n", ":1: a line that is not PO"),
    "no msgstr": ('msgid ""\nmsgstr ""\n\nmsgid "a"\n', ":4: an entry without msgstr"),
    "twice": ('msgid "a"\nmsgid "b"\nmsgstr ""\n', ":2: msgid twice in one entry"),
    "no header": ('msgid "a"\nmsgstr "b"\n', ":1: no PO header"),
    "comments only at the end": ('msgid ""\nmsgstr ""\n\n#. kind: title\n', ":4: an entry without msgid"),
    "escape": ('msgid ""\nmsgstr "\\q"\n', ":2: an unknown escape"),
    "bytes": ('msgid ""\nmsgstr "caf\\351"\n', ":2: an unknown escape"),
    "charset": (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n',
        ":1: its header says ISO-8859-1",
    ),
    "not ours": ('msgid ""\nmsgstr "X: y\\n"\n\nmsgid "a"\nmsgstr "b"\n', ":1: not a working file"),
    "plural": (
        'msgid ""\nmsgstr "X-Rirbilingual-Number: A.E\\n"\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n',
        ":4: an entry with plural forms",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_damage_is_refused_in_one_line_with_its_place(tmp_path: Path, name: str) -> None:
    text, message = BROKEN[name]
    path = tmp_path / "a.po"
    path.write_text(text)
    with pytest.raises(RirError) as refused:
        read_po(path)
    assert str(refused.value).startswith(str(path))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
    assert path.read_text() == text


def test_a_unit_given_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    text = po_bytes(catalog()).decode()
    path.write_text(text + '\nmsgctxt "' + catalog().units[0].id + '"\nmsgid "1. Overview"\nmsgstr "x"\n')
    with pytest.raises(RirError, match="a second time") as refused:
        read_po(path)
    assert "first at line" in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_another_charset_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(
        po_bytes(replace(catalog(), units=(), obsolete=(), title="é"))
        .decode()
        .replace("…", "")
        .encode(encoding)
    )
    with pytest.raises(RirError, match="UTF-8"):
        read_po(path)


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    whole = po_bytes(replace(catalog(), obsolete=()))
    last = whole.rstrip().rfind(b"msgstr")
    for length in range(0, last + len(b'msgstr "'), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(RirError):
            read_po(path)
