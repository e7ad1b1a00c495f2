"""Files into a memory: every format, all or nothing, each refusal with its line; faults leave nothing half done."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from rirbilingual.errors import RirError
from rirbilingual.exchange import export_file, import_file
from rirbilingual.formats.tmx import write_tmx
from rirbilingual.memory import addition
from rirbilingual.model import Approval, LedgerQuotation, Origin, State, Term, Unit
from rirbilingual.translation_memory import Memory

COMMAND = Path(sys.executable).parent / "rirbilingual"
PAIRS = [("A road.", "Une route."), ("A bridge.", "Un pont."), ("A port.", "Un port.")]


def run(
    *arguments: str | Path, timeout: float = 120, most_bytes: int = resource.RLIM_INFINITY
) -> subprocess.CompletedProcess[str]:
    """most_bytes: that a file may have, as on a disk that becomes full."""
    return subprocess.run(
        [str(COMMAND), *map(str, arguments)], capture_output=True, text=True, check=False, timeout=timeout,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY)),
    )  # fmt: skip


def held(path: Path) -> list[tuple[str, str]]:
    with Memory.open(path) as memory:
        return [(unit.source, unit.target) for unit in memory.units()]


def tmx(body: str, head: str = "") -> str:
    return f'<?xml version="1.0"?>\n{head}<tmx version="1.4">\n<header/>\n<body>\n{body}</body>\n</tmx>\n'


def tu(source: str, target: str, languages: tuple[str, str] = ("en-CA", "fr-CA")) -> str:
    return (
        f'<tu>\n<tuv xml:lang="{languages[0]}"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="{languages[1]}"><seg>{target}</seg></tuv>\n</tu>\n'
    )


XLIFF_12 = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="en" target-language="fr" datatype="plaintext" original="a"><body>
<trans-unit id="1"><source>A <g id="1">road</g>.</source><target>Une <g id="1">route</g>.</target></trans-unit>
<trans-unit id="2" approved="yes"><source>A bridge.</source><target state="final">Un pont.</target></trans-unit>
<trans-unit id="3"><source>A port.</source><target state="translated">Un port.</target></trans-unit>
<trans-unit id="4"><source>Nothing.</source><target state="new">Nothing.</target></trans-unit>
<trans-unit id="5"><source>No target.</source></trans-unit>
<trans-unit id="6" restype="x-gettext-domain-header"><source>Project: X</source><target>Project: X</target></trans-unit>
<trans-unit id="7" translate="no"><source>XML</source><target>XML</target></trans-unit>
</body></file></xliff>"""
XLIFF_20 = """<?xml version="1.0"?>
<xliff version="2.0" srcLang="en" trgLang="fr-CA" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">
<unit id="1"><segment><source>A road.</source><target>Une route.</target></segment></unit>
<unit id="2"><segment state="final"><source>A <pc id="1">bridge</pc>.</source><target>Un pont.</target></segment></unit>
<unit id="3"><segment state="reviewed"><source>A port.</source><target>Un port.</target></segment></unit>
<unit id="4"><segment state="initial"><source>Nothing.</source><target>Rien.</target></segment></unit>
<unit id="5" translate="no"><segment><source>XML</source><target>XML</target></segment></unit>
</file></xliff>"""
PO = """msgid ""
msgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"

msgid "A road."
msgstr "Une route."

msgid "A bridge."
msgstr "Un pont."

#, fuzzy
msgid "Nothing."
msgstr "Rien."

msgid "A port."
msgstr "Un port."
"""
FILES = {
    "a.tmx": tmx("".join(tu(*pair) for pair in PAIRS)),
    "us.tmx": tmx("".join(tu(*pair, ("EN_US", "fr")) for pair in PAIRS)),
    "a.tsv": "".join(f"{s}\t{t}\n" for s, t in PAIRS),
    "a.csv": "".join(f'"{s}","{t}"\r\n' for s, t in PAIRS),
    "b.csv": "id;French;English\n" + "".join(f"1;{t};{s}\n" for s, t in PAIRS),
    "a.xlf": XLIFF_12,
    "b.xliff": XLIFF_20,
    "a.po": PO,
}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ('"Yes; no; maybe",Oui', ("Yes; no; maybe", "Oui")),
        ('"a; b";"c, d"', ("a; b", "c, d")),
        (
            '"In 2019, the group, the army";"En 2019, le groupe"',
            ("In 2019, the group, the army", "En 2019, le groupe"),
        ),
        ('"Yes, no, maybe";Oui', ("Yes, no, maybe", "Oui")),
        ('\n"Yes;\nno; maybe",Oui', ("Yes;\nno; maybe", "Oui")),
        ("Yes;Oui", ("Yes", "Oui")),
    ],
)
def test_signs_within_quotes_part_no_cells(text: str, pair: tuple[str, str], tmp_path: Path) -> None:
    file, memory = tmp_path / "a.csv", tmp_path / "m.sqlite"
    file.write_text(text + "\n", encoding="utf-8")
    import_file(file, str(memory))
    assert held(memory) == [pair]


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_its_units_once(name: str, tmp_path: Path) -> None:
    file, memory = tmp_path / name, tmp_path / "m.sqlite"
    file.write_text(FILES[name], encoding="utf-8")
    assert (import_file(file, str(memory)).new, import_file(file, str(memory)).new) == (3, 0)
    assert held(memory) == PAIRS


def test_inline_codes_languages_and_attributes_survive_tmx(tmp_path: Path) -> None:
    file, memory = tmp_path / "a.tmx", tmp_path / "m.sqlite"
    seg = 'A <bpt i="1">&lt;b&gt;</bpt>wide<ept i="1">&lt;/b&gt;</ept> <hi>road</hi> &amp; <ph x="2"/>bridge.'
    file.write_text(
        tmx(
            '<tu tuid="7" changedate="20230831T120000Z" usagecount="3"><note>seen</note><prop type="x-client">C</prop>'
            f'<tuv xml:lang="en-US"><seg>{seg}</seg></tuv><tuv xml:lang="fr-FR"><seg>Une route.</seg></tuv></tu>'
        )
    )
    import_file(file, str(memory))
    with Memory.open(memory) as opened:
        (entry,) = opened.store.entries()
    assert entry.unit.source == "A wide road & bridge."
    assert (entry.unit.id, entry.unit.origin.date, entry.unit.notes) == ("7", "2023-08-31", ("seen",))
    export_file(tmp_path / "b.tmx", str(memory))
    text = (tmp_path / "b.tmx").read_text()
    for kept in (
        'usagecount="3"',
        'xml:lang="en-US"',
        'xml:lang="fr-FR"',
        "x-client",
        '<bpt i="1">&lt;b&gt;</bpt>',
    ):
        assert kept in text
    other = tmp_path / "other.sqlite"
    import_file(tmp_path / "b.tmx", str(other))
    with Memory.open(other) as opened:
        assert list(opened.store.entries()) == [entry]


def test_what_a_tmx_says_of_units_and_of_each_side_comes_back(tmp_path: Path) -> None:
    """As OmegaT writes: dates and authors stand on the French; a type of property may come again."""
    file, memory = tmp_path / "a.tmx", tmp_path / "m.sqlite"
    properties = '<prop type="x-client">A</prop><prop type="x-project">P</prop><prop type="x-client">B</prop>'
    english = '<tuv xml:lang="en-CA" creationid="eva"><prop type="x-seg">1</prop><seg>A road.</seg></tuv>'
    french = (
        '<tuv xml:lang="fr-CA" changeid="A &quot;T&quot;" changedate="20230831T120000Z"><note>seen</note>'
        '<prop type="seg">&lt;2&gt;</prop><prop type="seg">3</prop><note/><seg>Une <hi>route</hi>.</seg></tuv>'
    )
    file.write_text(tmx(f"<tu>{properties}\n{english}\n{french}\n</tu>\n" + tu(*PAIRS[1])))
    import_file(file, str(memory))
    assert export_file(tmp_path / "b.tmx", str(memory)) == 2
    written = (tmp_path / "b.tmx").read_text().replace("<note/>", "<note></note>")
    for line in (properties, english, french.replace("<note/>", "<note></note>")):
        assert line in written
    import_file(tmp_path / "b.tmx", str(tmp_path / "other.sqlite"))
    with Memory.open(memory) as first, Memory.open(tmp_path / "other.sqlite") as second:
        entries = list(first.store.entries())
        assert list(second.store.entries()) == entries
    assert [entry.unit.origin.date for entry in entries] == ["2023-08-31", ""]
    assert entries[0].unit.target == "Une route."


def test_attributes_that_a_memory_kept_as_a_mapping_are_read(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        memory.add([Unit("", *PAIRS[0])])
        memory.store.connection.execute("""UPDATE unit SET attributes = '{"prop:x-client": "C"}'""")
        (entry,) = memory.store.entries()
    assert entry.attributes == (("prop:x-client", "C"),)


BAD = {
    "cut.tmx": (tmx(tu("A", "B") * 3)[:-40], ":12", "ends too early"),
    "encoding.tmx": (
        tmx(tu("A road.", "Une route.")).replace('"?>', '" encoding="big5"?>', 1), ":1", "an encoding that is not known"
    ),
    "tag.tmx": (tmx(tu("A road.", "Une route.") + tu("x", "y").replace("</tuv>", "</tuw>", 1)), ":9", "malformed"),
    "bomb.tmx": (
        tmx(tu("&b;", "y"), '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n'), "", "entities"
    ),
    "external.tmx": (
        tmx(tu("&e;", "y"), '<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'), "", "entities"
    ),
    "parameter.tmx": (
        tmx(tu("a", "y"), '<!DOCTYPE tmx [<!ENTITY % p SYSTEM "http://localhost:1/x"> %p;]>\n'), "", "entities"
    ),
    "undeclared.tmx": (tmx(tu("&nope;", "y"), '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'), ":7", "not declared"),
    "german.tmx": (tmx(tu("Eine Straße.", "Une route.", ("de", "fr"))), ":5", "without a segment in en"),
    "hollow.tmx": (tmx(tu("A road.", " ")), ":5", "empty segment"),
    "seg.tmx": (tmx('<tu><tuv xml:lang="en"/></tu>'), ":5", "without <seg>"),
    "other.tmx": ("<html/>", "", "not TMX"),
    "empty.tmx": ("", ":1", "ends too early"),
    "deep.tmx": (tmx("<tu><tuv><seg>" + "<hi>" * 5000), ":5", "within one another"),
    "three.tsv": ("A\tB\nC\tD\tE\n", ":2", "3 columns"),
    "bytes.tsv": ("A\tB\nC\t\udcff\n", ":2", "UTF-8"),
    "bytes.csv": ("A,B\nC,D\nE,\udcff\n", ":3", "UTF-8"),
    "quote.csv": ('A,B\nC,"D\n', "", "not CSV"),
    "one.csv": ("A,B\nC\n", ":2", "1 columns"),
    "german.xlf": (XLIFF_12.replace('"fr"', '"de"'), ":3", "from en to de"),
    "german2.xlf": (XLIFF_20.replace('"fr-CA"', '"de"'), ":2", "from en to de"),
    "second.xlf": (
        XLIFF_12.replace("</xliff>", '<file source-language="en" target-language="de"><body/></file></xliff>'),
        ":11", "from en to de",
    ),
    "cut.xlf": (XLIFF_12[:-50], ":", "malformed"),
    "spanish.po": (PO.replace("Language: fr", "Language: es"), ":1", "not in French"),
    "cut.po": (PO + 'msgid "A', ":", ""),
    "what.docx": ("x", "", "no format"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line_exit_2_and_nothing_touched(name: str, tmp_path: Path) -> None:
    text, line, said = BAD[name]
    file, memory = tmp_path / name, tmp_path / "m.sqlite"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    done = run("memory", "import", file, "-m", memory)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert said in done.stderr and f"{name}{line}" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_a_failed_import_takes_away_the_memory_it_made_and_its_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.tsv"
    file.write_text("".join(f"road {n}\troute {n}\n" for n in range(10_000)) + "bad\n")
    monkeypatch.setattr(addition, "MANY", 100)
    for memory in ("new.sqlite", "new.sqlite?patience=9"):
        with pytest.raises(RirError, match="1 column"):
            import_file(file, str(tmp_path / memory))
        assert list(tmp_path.iterdir()) == [file]


def test_skip_errors_imports_the_rest_and_names_each_line(tmp_path: Path) -> None:
    file, memory = tmp_path / "a.tmx", tmp_path / "m.sqlite"
    good = tu(*PAIRS[0])
    file.write_text(tmx(good + tu("x", "") + tu("y", "z", ("de", "fr")) + tu(*PAIRS[1]))[:-10])
    done = run("memory", "import", file, "-m", memory, "--skip-errors")
    assert done.returncode == 0 and "2 new" in done.stdout and "3 refused" in done.stdout
    assert [f"a.tmx:{line}" in done.stderr for line in (8, 11, 17)] == [True] * 3, done.stderr
    assert held(memory) == PAIRS[:2]
    files, other = tmp_path / "a.xlf", tmp_path / "other.sqlite"
    german = XLIFF_12[XLIFF_12.index("<file") : -len("</xliff>")].replace('"fr"', '"de"')
    files.write_text(XLIFF_12.replace("<file ", f"{german}\n<file ", 1))
    added = import_file(files, str(other), skip_errors=True)
    assert (added.new, [error.place for error in added.refused]) == (3, [f"{files}:3"])
    assert held(other) == PAIRS
    rows = tmp_path / "a.tsv"
    rows.write_text("A\tB\nC\nD\tE\n")
    added = import_file(rows, str(memory), skip_errors=True)
    assert (added.new, [error.place for error in added.refused]) == (2, [f"{rows}:2"])


def big(path: Path, count: int, name: str) -> None:
    write_tmx(
        (Unit("", f"{name} sentence number {n} of many words", f"phrase {n}") for n in range(count)), path
    )


@pytest.mark.parametrize("seconds", [0.4, 0.9, 1.6])
def test_a_killed_import_leaves_all_or_nothing_and_can_be_run_again(seconds: float, tmp_path: Path) -> None:
    file, memory = tmp_path / "a.tmx", tmp_path / "m.sqlite"
    with Memory.open(memory, create=True) as opened:
        opened.add([Unit("", *pair) for pair in PAIRS])
    big(file, 25_000, "killed")
    process = subprocess.Popen([str(COMMAND), "memory", "import", str(file), "-m", str(memory)])
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(held(memory)) in (3, 25_003)
    assert import_file(file, str(memory)).new in (25_000, 0)
    assert len(held(memory)) == 25_003
    with Memory.open(memory) as opened:
        assert opened.match("killed sentence number 24999 of many words")[0].score == 100
        assert opened.match("killed sentence number of many words")
        assert opened.problems() == []


@pytest.mark.parametrize("signalled", [signal.SIGTERM, signal.SIGINT])
def test_a_command_that_is_told_to_end_leaves_nothing_behind(
    signalled: signal.Signals, tmp_path: Path
) -> None:
    def ended(*arguments: str | Path) -> None:
        """Run it, and end it once it has begun a file."""
        there = set(tmp_path.iterdir())
        process = subprocess.Popen([str(COMMAND), *map(str, arguments)], stderr=subprocess.PIPE, text=True)
        while set(tmp_path.iterdir()) == there:
            assert process.poll() is None
            time.sleep(0.01)
        time.sleep(0.5)
        process.send_signal(signalled)
        _, said = process.communicate(timeout=60)
        assert (process.returncode, said.count("\n")) == (128 + signalled, 1), said
        assert set(tmp_path.iterdir()) == there

    big(tmp_path / "a.tmx", 60_000, "a")
    ended("memory", "import", tmp_path / "a.tmx", "-m", tmp_path / "new.sqlite")
    import_file(tmp_path / "a.tmx", str(tmp_path / "m.sqlite"))
    ended("memory", "export", tmp_path / "b.tmx", "-m", tmp_path / "m.sqlite")


def test_two_processes_that_write_at_once_both_succeed(tmp_path: Path) -> None:
    memory = tmp_path / "m.sqlite"
    done: list[subprocess.CompletedProcess[str]] = []
    threads = []
    for name in ("one", "two"):
        big(tmp_path / f"{name}.tmx", 3000, name)
        command = ("memory", "import", tmp_path / f"{name}.tmx", "-m", memory)
        threads.append(threading.Thread(target=lambda c=command: done.append(run(*c))))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.returncode for process in done] == [0, 0], [process.stderr for process in done]
    assert len(held(memory)) == 6000


def test_an_index_made_while_units_are_added_is_the_one_made_afterwards(tmp_path: Path) -> None:
    file, memory = tmp_path / "a.tmx", tmp_path / "m.sqlite"
    big(file, 21_000, "many")
    import_file(file, str(memory))
    (layer,) = memory.with_name("m.sqlite.index").glob("*.layer")
    with Memory.open(memory) as opened:
        first = opened.match_many([f"many sentence number {n} of any words" for n in range(5)], limit=3)
        assert layer.exists()  # it was taken in, not built again
        opened.index.drop()
        assert not layer.exists()
    with Memory.open(memory) as opened:
        again = opened.match_many([f"many sentence number {n} of any words" for n in range(5)], limit=3)
    assert first == again and all(first)


def test_a_memory_that_another_program_locks_is_named(tmp_path: Path) -> None:
    memory = tmp_path / "m.sqlite"
    with Memory.open(memory, create=True) as opened:
        opened.add([Unit("", *PAIRS[0])])
    other = sqlite3.connect(memory, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Memory.open(memory, patience=0.2) as opened:
        assert opened.match("a road")[0].score == 99  # reading goes on
        with pytest.raises(RirError, match="another program is writing"):
            opened.add([Unit("", *PAIRS[1])])
    other.close()


def test_a_full_disk_leaves_the_memory_as_it_was(tmp_path: Path) -> None:
    memory = tmp_path / "m.sqlite"
    with Memory.open(memory, create=True) as opened:
        opened.add([Unit("", *PAIRS[0])])
        pages = opened.store.connection.execute("PRAGMA page_count").fetchone()[0]
        opened.store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(RirError, match="the disk is full"):
            opened.add([Unit("", f"{n} words " * 50, "x") for n in range(1000)])
    assert held(memory) == PAIRS[:1]


def test_read_only_memories_are_read_and_not_written(tmp_path: Path) -> None:
    memory = tmp_path / "m.sqlite"
    with Memory.open(memory, create=True) as opened:
        opened.add([Unit("", *PAIRS[0])])
    with Memory.open(f"{memory}?read-only&penalty=5") as opened:
        assert (opened.penalty, opened.match("a road.")[0].target) == (5, "Une route.")
        with pytest.raises(RirError, match="only be read"):
            opened.add([Unit("", *PAIRS[1])])
    with pytest.raises(RirError, match="penalty"):
        Memory.open(f"{memory}?penalty=much")


def test_a_memory_that_may_not_be_written_is_read_without_being_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "m.sqlite"
    with Memory.open(memory, create=True) as opened:
        opened.add([Unit("", *PAIRS[0])])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if os.geteuid():
        tmp_path.chmod(0o555)
    else:  # root may write anything
        monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    try:
        with Memory.open(memory) as opened:
            assert opened.match("a road!")[0].target == "Une route."
            with pytest.raises(RirError, match="only be read"):
                opened.add([Unit("", *PAIRS[1])])
    finally:
        tmp_path.chmod(0o755)


def test_an_import_without_room_is_whole_or_not_at_all(tmp_path: Path) -> None:
    file, memory = tmp_path / "a.tsv", tmp_path / "m.sqlite"
    import_file(_tsv(tmp_path / "b.tsv", "Before"), str(memory))
    _tsv(file, "After")
    before = memory.read_bytes()
    import_file(file, str(memory))
    whole = memory.stat().st_size
    codes = []
    # The second has room for the log, but not for bringing it into the file.
    for limit in (200_000, whole - 8192, 2 * whole):
        copy = tmp_path / f"{limit}.sqlite"
        copy.write_bytes(before)
        done = run("memory", "import", file, "-m", copy, most_bytes=limit)
        assert done.stderr.count("\n") == (done.returncode == 2), done.stderr
        with Memory.open(copy) as opened:
            assert opened.count() == (12_000 if done.returncode == 2 else 24_000)
            assert opened.problems() == []
        codes.append(done.returncode)
    assert codes == [2, 0, 0]


def _tsv(file: Path, word: str) -> Path:
    file.write_text("".join(f"{word} the {n}th river came road {n}.\tEt {n}.\n" for n in range(12_000)))
    return file


def test_a_penalty_ranks_and_does_not_show() -> None:
    from rirbilingual.translation_memory import match_many

    near = Memory.of([Unit("", "The road to the old port is closed at night.", "1")], "near")
    far = Memory.of([Unit("", "The road to the port is closed at night.", "2")], "far")
    far.penalty = 30
    (found,) = match_many([far, near], ["The road to the port is closed at all night."])
    assert [(m.target, m.score) for m in found] == [("1", 80), ("2", 88)] or found[0].target == "1"
    assert found[0].score < found[1].score


def test_a_memory_of_the_first_version_is_taken_over(tmp_path: Path) -> None:
    from rirbilingual.memory import rows, schema

    path = tmp_path / "old.sqlite"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("pair_hash", 4, rows.pair_hash)
    for statement in schema.MIGRATIONS[0]:
        connection.execute(statement)
    connection.execute(
        "INSERT INTO memory VALUES ('identity', 'x'), ('source_language', 'en'), ('target_language', 'fr')"
    )
    connection.execute(
        "INSERT INTO unit (key, pair, neighbours, source, target, state, date, uid, kind, place, previous, next,"
        " report, section, origin_date, rule) VALUES (?, 5, 0, 'A road.', 'Une route.', 3, '', '', 'paragraph', '',"
        " '', '', '', '', '', '')",
        (rows.key("A road."),),
    )
    connection.execute(
        "INSERT INTO quotation (reference, english, original, language, report) VALUES ('r', 'e', 'f', '', '')"
    )
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with Memory.open(path) as opened:
        assert opened.problems() == []
        assert opened.add([Unit("", "A road.", "Une route.")]).same == 1
        assert opened.quotations("r") == (LedgerQuotation("r", "e", "f"),)


def test_the_ledger_gives_the_newest_wording_first(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        first = LedgerQuotation("AP 2023", "closed", "fermée", "es", "ABC202301")
        assert (memory.add_quotations([first]), memory.add_quotations([first])) == (1, 0)
        memory.add_quotations([LedgerQuotation("AP 2023", "closed", "close", "es", "ABC202302")])
        assert [q.french for q in memory.quotations("AP 2023")] == ["close", "fermée"]
        assert memory.quotations("AP 2024") == () and len(memory.quotations()) == 2
        assert (memory.add_terms([Term("a", "b")]), memory.add_terms([Term("a", "b")])) == (1, 0)
        assert memory.add_terms([Term("a", "b", status="deprecated")]) == 1
        assert memory.terms() == (Term("a", "b", status="deprecated"),)


def test_search_ranks_the_phrase_then_its_forms_then_the_words(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "m.sqlite", create=True) as memory:
        memory.add(
            Unit("", source, target)
            for source, target in [
                ("The police of the capital say that the roads were closed by force for weeks.", "1"),
                ("In the old town of the north the road closes at nine in the evening, always.", "2"),
                ("Everybody in the village knows that the road closed long before the war began.", "3"),
                ("A ministry of roads.", "4"),
                ("Nothing.", "La route a été fermée."),
            ]
        )
        assert [m.target for m in memory.search("road closed")] == ["3", "2", "1"]
        assert [m.unit.source for m in memory.search("routes fermees")] == ["Nothing."]
        assert [m.target for m in memory.search_expression(source=r"roads?\b.*closed", target="[13]")] == [
            "1",
            "3",
        ]
        with pytest.raises(RirError, match="regular expression"):
            memory.search_expression(source="(")


def test_a_recalled_unit_names_its_reports_and_is_not_offered_again(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    with Memory.open(path, create=True) as memory:
        for report in ("ABC202301.E", "ABC202302.E"):
            approval = Approval("A. Roy", "2023-01-02T00:00:00Z", "d")
            memory.add([Unit("u1", *PAIRS[0], State.FINAL, origin=Origin(report), approvals=(approval,))])
    done = run("memory", "recall", "u1", "-m", path, "--reason", "wrong")
    assert (done.returncode, "ABC202301.E, ABC202302.E" in done.stdout) == (0, True)
    with Memory.open(path) as memory:
        assert memory.match("A road.") == () and memory.summary().superseded == 1
        assert (
            memory.add([Unit("u1", *PAIRS[0], State.FINAL)]).new == 0
        )  # importing again brings nothing back
        assert memory.match("A road.") == ()
    assert run("memory", "recall", "u1", "-m", path).returncode == 2


def test_backup_and_check(tmp_path: Path) -> None:
    path, copy = tmp_path / "m.sqlite", tmp_path / "copy.sqlite"
    with Memory.open(path, create=True) as memory:
        memory.add([Unit("", *pair) for pair in PAIRS])
        done = run("memory", "backup", copy, "-m", path)
        assert done.returncode == 0 and held(copy) == PAIRS
    assert run("memory", "backup", copy, "-m", path).returncode == 2
    assert run("memory", "check", "-m", path).returncode == 0
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE unit SET source = 'Another.' WHERE id = 2")
    connection.close()
    done = run("memory", "check", "-m", path)
    assert done.returncode == 1 and "unit 2 is not found by its words" in done.stdout
