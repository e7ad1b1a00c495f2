"""Both languages or neither: what is refused, what is kept, and what a killed publisher leaves."""

import hashlib
import json
import os
import resource
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from stat import S_IMODE
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from published import WHEN, pages, sample
from rirbilingual import demo, pipeline, publication
from rirbilingual.cli.group import rirbilingual
from rirbilingual.config import BothFurniture, Checks, Furniture
from rirbilingual.errors import RirError
from rirbilingual.files import parse_xml
from rirbilingual.formats.tmx import read_tmx
from rirbilingual.model import TRANSLATED, BlockKind, Finding, Pair, Severity, State, Unit
from rirbilingual.publish import gate, history, pair
from rirbilingual.publish.catalogue import read_catalogue
from rirbilingual.publish.difference import differences
from rirbilingual.publish.keys import valid_key
from rirbilingual.publish.site import refresh
from rirbilingual.publish.verify import verify
from rirbilingual.read import read
from rirbilingual.render.index import indexes

KEY = "VLM202404"
NAMES = {"en.html", "fr.html", "en-fr.html", "manifest.json"}


@pytest.fixture(scope="module")
def made() -> Pair:
    return sample()


def put(made: Pair, site: Path, *, again: bool = False) -> pair.Published:
    done = pair.publish(made, pages(made), site=site, when=WHEN, version="0", replace=again)
    refresh(site, indexes)
    return done


def changed(made: Pair, **values: object) -> Pair:
    passages = list(made.passages)
    at = next(i for i, p in enumerate(passages) if p.units)
    unit = replace(passages[at].units[0], **values)  # type: ignore[arg-type]
    passages[at] = replace(passages[at], units=(unit, *passages[at].units[1:]))
    return replace(made, passages=tuple(passages))


def changed_unit(made: Pair, unit: str, **values: object) -> Pair:
    passages = tuple(
        replace(p, units=tuple(replace(u, **values) if u.id == unit else u for u in p.units))  # type: ignore[arg-type]
        for p in made.passages
    )
    return replace(made, passages=passages)


@pytest.mark.parametrize(("second", "said"), [("a. tremblay ", True), ("B. Roy", False)])
def test_two_signatures_are_of_two_people(made: Pair, second: str, *, said: bool) -> None:
    def signed(unit: Unit) -> Unit:
        return replace(unit, approvals=(*unit.approvals, replace(unit.approvals[0], reviewer=second)))

    passages = tuple(replace(p, units=tuple(map(signed, p.units))) for p in made.passages)
    found = gate.blocks(replace(made, passages=passages), (), signatures=2)
    assert ("publish.one-signature" in {f.check for f in found}) is said


def test_a_pair_of_final_units_may_be_published(made: Pair) -> None:
    assert gate.blocks(made, ()) == ()


@pytest.mark.parametrize(
    "values", [{"state": State.REVIEWED}, {"target": "Autre chose."}, {"target": ""}, {"approvals": ()}]
)
def test_a_unit_that_nobody_answers_for_stops_it(made: Pair, values: dict[str, object]) -> None:
    assert gate.blocks(changed(made, **values), ())


@pytest.mark.parametrize(
    ("check", "said", "told"),
    [
        ("", "nothing stands against publishing it\nwarning ", 1),
        ('severity = { "read.*" = "error" }', "not published, for these reasons:\nerror ", 1),
        ('severity = { "read.*" = "error", "read.verbatim" = "info" }', "against publishing it\n", 0),
        (f'silence = ["read.verbatim@{KEY}"]', "against publishing it\n", 0),
    ],
)
def test_what_stays_in_english_on_the_french_page_is_said(
    tmp_path: Path, check: str, said: str, told: int
) -> None:
    demo.run(tmp_path, when=WHEN, version="0")
    report, po = tmp_path / f"{KEY}.E.txt", tmp_path / f"{KEY}.EF.po"
    old = pipeline.text_digest(read(report))
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("\nReferences\n", "\n2. Further words\n\nReferences\n"), encoding="utf-8")
    po.write_text(
        po.read_text(encoding="utf-8").replace(old, pipeline.text_digest(read(report))), encoding="utf-8"
    )
    (tmp_path / "rirbilingual.toml").write_text(f"[check]\n{check}\n")
    asked = ["publish", str(po), "--site", str(tmp_path / "new"), "--dry-run"]
    outputs = [CliRunner().invoke(rirbilingual, asked).output for asked in (asked, ["check", str(po)])]
    assert said in outputs[0]
    assert [output.count("in English on the French page too") for output in outputs] == [told, told]


@pytest.mark.parametrize("sign", ["\x01", "\r", "\x85", "\ufffe", "\uffff"])
def test_what_no_page_can_show_stops_it(made: Pair, sign: str) -> None:
    assert "publish.control" in {f.check for f in gate.blocks(changed(made, target=f"Un{sign}mot."), ())}


def test_an_error_or_another_english_text_stops_it(made: Pair) -> None:
    assert gate.blocks(made, (Finding("x", Severity.ERROR, "wrong"),))
    assert not gate.blocks(made, (Finding("x", Severity.WARNING, "odd"),))
    assert gate.blocks(made, (), report_digest="0" * 64)
    assert gate.blocks(made, (), asked=(next(iter(made.units)).id,))


def test_a_pair_is_there_whole_and_is_not_written_over(made: Pair, tmp_path: Path) -> None:
    done = put(made, tmp_path)
    assert {p.name for p in done.folder.iterdir()} == NAMES
    assert json.loads((done.folder / "manifest.json").read_text(encoding="utf-8"))
    with pytest.raises(RirError, match="published already"):
        put(made, tmp_path)
    assert put(made, tmp_path, again=True).replaced
    assert verify(tmp_path) == ()


def test_half_a_pair_or_other_words_are_refused(made: Pair, tmp_path: Path) -> None:
    half = {name: data for name, data in pages(made).items() if name != "fr.html"}
    with pytest.raises(RirError, match="half a pair"):
        pair.publish(made, half, site=tmp_path, when=WHEN, version="0")
    edited = pages(made) | {"fr.html": pages(made)["en.html"]}
    with pytest.raises(RirError):
        pair.publish(made, edited, site=tmp_path, when=WHEN, version="0")
    assert not (tmp_path / made.report.key).exists()


def test_a_withdrawn_pair_is_kept_in_the_history(made: Pair, tmp_path: Path) -> None:
    folder = put(made, tmp_path).folder
    kept = pair.withdraw(made.report.key, site=tmp_path, when=WHEN)
    assert not folder.exists() and kept is not None and (kept / "fr.html").is_file()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_file_that_was_changed_or_is_missing_is_named(made: Pair, tmp_path: Path, name: str) -> None:
    folder = put(made, tmp_path).folder
    assert verify(tmp_path) == ()
    (folder / name).write_bytes((folder / name).read_bytes().replace(b"a", b"e", 1) + b" ")
    assert verify(tmp_path)
    (folder / name).unlink()
    assert verify(tmp_path)


@pytest.mark.parametrize("key", ["../x", "a/b", "", ".", "..", "MEX201603/..", "mex\x00"])
def test_a_key_cannot_climb_out_of_the_site(key: str) -> None:
    with pytest.raises(RirError):
        valid_key(key)


def test_a_pair_that_is_gone_but_in_the_indexes_may_be_withdrawn(made: Pair, tmp_path: Path) -> None:
    shutil.rmtree(put(made, tmp_path).folder)
    assert pipeline.withdraw(KEY, site=tmp_path, when=WHEN) is None
    assert verify(tmp_path) == ()
    put(made, tmp_path)
    kept = pair.withdraw(KEY, site=tmp_path, when=WHEN)  # interrupted: the indexes did not follow
    assert pipeline.withdraw(KEY, site=tmp_path, when=WHEN) == kept
    with pytest.raises(RirError, match="no such pair"):
        pipeline.withdraw(KEY, site=tmp_path, when=WHEN)
    assert verify(tmp_path) == ()


def test_a_withdrawal_heeds_what_stands_beside_it(tmp_path: Path) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site, po = tmp_path / "demo" / "site", tmp_path / "demo" / f"{KEY}.EF.po"

    def publish(*asked: str) -> Any:
        return CliRunner().invoke(rirbilingual, ["publish", "--site", str(site), "--withdraw", KEY, *asked])

    for beside in ([str(po)], ["--replace"], ["--resume"], ["--formats", "txt"], ["--source", str(po)]):
        done = publish(*beside)
        assert done.exit_code == 2 and "no place beside it" in done.output
    said = publish("--dry-run")
    assert (said.exit_code, said.output) == (0, f"{KEY}: nothing stands against withdrawing it\n")
    assert json.loads(publish("--dry-run", "--json").output) == {"key": KEY, "withdrawn": False, "kept": None}
    assert whole_or_absent(site) == 1 and verify(site) == ()
    kept = str(site / ".history" / KEY / "1")
    assert json.loads(publish("--json").output) == {"key": KEY, "withdrawn": True, "kept": kept}
    assert whole_or_absent(site) == 0 and verify(site) == ()
    assert isinstance(publish("--dry-run").exception, RirError)


@pytest.mark.parametrize("template", ["index.html", "feed.xml", "door.html", "nope"])
def test_a_wrong_template_of_the_indexes_is_found_before_a_pair_is_touched(
    tmp_path: Path, template: str
) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site, po = tmp_path / "demo" / "site", tmp_path / "demo" / f"{KEY}.EF.po"
    if template != "nope":
        (tmp_path / "own").mkdir()
        (tmp_path / "own" / template).write_text(
            "{% for one in listed %}{{ one.nothing }}{% endfor %}{{ no }}"
        )
    own = ["--templates", str(tmp_path / "own")]
    for asked in ([str(po), "--replace", *own], [str(po), "--dry-run", *own], ["--withdraw", KEY, *own]):
        done = CliRunner().invoke(rirbilingual, ["publish", "--site", str(site), *asked])
        assert isinstance(done.exception, RirError)
        assert whole_or_absent(site) == 1 and verify(site) == ()
    with pytest.raises(RirError):
        pipeline.publish(po, site=tmp_path / "new", when=WHEN, version="0", templates=tmp_path / "own")
    assert not (tmp_path / "new").exists()


# --------------------------------------------------------------------------- interrupted, crowded, full


def child(act: Callable[[], object]) -> int:
    """The process id of a fork that does it; it ends with 0, or with 1 for a RirError."""
    started = os.fork()
    if started:
        return started
    code = 3
    try:
        act()
        code = 0
    except RirError:
        code = 1
    finally:
        os._exit(code)


def let_in(folder: Path) -> None:
    """Anybody may read the folder, and go through those above it that are ours."""
    for place in (folder, *folder.parents):
        if place.stat().st_uid == os.getuid():
            place.chmod(S_IMODE(place.stat().st_mode) | 0o055)


def ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def whole_or_absent(site: Path) -> int:
    """A reader sees every file of a pair as its manifest has it, or no pair; gives the revision, 0 for none.

    The folder is opened once, as one request of a reader: what is exchanged meanwhile stays whole.
    """
    try:
        folder = os.open(site / KEY, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return 0
    try:
        content = {}
        for name in os.listdir(folder):  # noqa: PTH208
            with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as stream:
                content[name] = stream.read()
        manifest = json.loads(content.pop("manifest.json"))
        assert {"en.html", "fr.html", "en-fr.html"} <= content.keys()
        assert {n: hashlib.sha256(d).hexdigest() for n, d in content.items()} == {
            name: held["sha256"] for name, held in manifest["files"].items()
        }
        return int(manifest["revision"])
    finally:
        os.close(folder)


def kills(site: Path, count: int, made: Pair) -> None:
    """Kill a publisher at `count` moments spread over its work; the next one starts from what it left."""
    content = pages(made)

    def publish(times: int = 50) -> None:
        for _ in range(times):
            pair.publish(made, content, site=site, when=WHEN, version="0", replace=True)
            refresh(site, indexes)

    # How long one takes is measured as the killed ones run: in a process of its own, with a reader beside it.
    start = time.monotonic()
    process = child(lambda: publish(1))
    while not os.waitpid(process, os.WNOHANG)[0]:
        whole_or_absent(site)
    took = time.monotonic() - start
    seen = {whole_or_absent(site)}
    assert seen == {1}
    for number in range(count):
        process = child(publish)
        end = time.monotonic() + 3 * took * ((number * 7) % 31) / 31
        while time.monotonic() < end:
            seen.add(whole_or_absent(site))
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        seen.add(whole_or_absent(site))
    assert max(seen) > 1, seen  # they did publish
    put(made, site, again=True)
    assert verify(site) == ()


def test_a_killed_publisher_leaves_a_whole_pair_or_none(made: Pair, tmp_path: Path) -> None:
    kills(tmp_path / "site", 30, made)


@pytest.mark.soak
def test_a_thousand_killed_publishers_leave_whole_pairs(made: Pair, tmp_path: Path) -> None:
    kills(tmp_path / "site", 1000, made)


def test_where_folders_cannot_be_exchanged_a_killed_publisher_leaves_a_whole_pair_too(
    made: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pair, "exchange", lambda *_: False)
    kills(tmp_path / "site", 10, made)


def test_a_withdrawal_that_was_interrupted_is_carried_out(made: Pair, tmp_path: Path) -> None:
    put(made, tmp_path)
    (tmp_path / ".aside" / f"{KEY}~x").mkdir(parents=True)
    history.note_withdrawal(tmp_path, KEY, 1, when=WHEN, reason="")
    history.recover(tmp_path)
    assert not (tmp_path / KEY).exists() and (tmp_path / ".history" / KEY / "1" / "fr.html").is_file()
    assert not (tmp_path / ".aside").exists()


def test_a_strange_file_among_what_is_written_aside_stops_nobody(made: Pair, tmp_path: Path) -> None:
    (tmp_path / ".aside").mkdir()
    (tmp_path / ".aside" / ".DS_Store").write_bytes(b"\0")
    (tmp_path / ".aside" / "link").symlink_to(tmp_path)
    put(made, tmp_path)
    assert not (tmp_path / ".aside").exists() and verify(tmp_path) == ()


def test_two_publishers_at_once_take_turns(made: Pair, tmp_path: Path) -> None:
    content = pages(made)

    def publish() -> None:
        for _ in range(5):
            pair.publish(made, content, site=tmp_path, when=WHEN, version="0", replace=True)
            refresh(tmp_path, indexes)

    processes = [child(publish) for _ in range(2)]
    assert [ended(process) for process in processes] == [0, 0]
    assert whole_or_absent(tmp_path) == 10
    assert {p.name for p in (tmp_path / ".history" / KEY).iterdir()} == {str(n) for n in range(1, 10)}
    assert verify(tmp_path) == ()


@pytest.mark.parametrize("room", [0, 1_000, 40_000])
def test_a_full_disk_publishes_nothing(made: Pair, tmp_path: Path, room: int) -> None:
    put(made, tmp_path)
    content = pages(made)

    def publish() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        pair.publish(made, content, site=tmp_path, when=WHEN, version="0", replace=True)

    assert ended(child(publish)) == 1
    assert whole_or_absent(tmp_path) == 1
    assert verify(tmp_path) == ()


def test_a_history_that_cannot_be_written_publishes_nothing(
    made: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(made, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(history, "keep", lambda *_: os.listdir("/nowhere"))  # noqa: PTH208
        with pytest.raises(RirError, match="nothing was published"):
            put(made, tmp_path, again=True)
    assert whole_or_absent(tmp_path) == 1 and verify(tmp_path) == ()
    shutil.rmtree(tmp_path / ".history")
    (tmp_path / ".history").write_bytes(b"")
    with monkeypatch.context() as patched:
        patched.setattr(pair, "exchange", lambda *_: pytest.fail("too late"))
        with pytest.raises(RirError, match="nothing was published"):
            put(made, tmp_path, again=True)
    assert whole_or_absent(tmp_path) == 1 and verify(tmp_path) == ()


def test_where_nothing_can_be_noted_a_pair_is_published_and_the_indexes_follow(tmp_path: Path) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site, po = tmp_path / "new", tmp_path / "demo" / f"{KEY}.EF.po"
    site.mkdir()
    (site / ".sources").write_bytes(b"")
    assert pipeline.publish(po, site=site, when=WHEN, version="0").folder == site / KEY
    assert read_catalogue(site).pairs.keys() == {KEY}


def test_what_an_interrupted_publisher_left_goes_with_the_next_indexes(made: Pair, tmp_path: Path) -> None:
    put(made, tmp_path)
    (tmp_path / ".aside" / f"{KEY}~x").mkdir(parents=True)
    assert [f.check for f in verify(tmp_path)] == ["verify.interrupted"]
    refresh(tmp_path, indexes)
    assert verify(tmp_path) == ()


def test_a_withdrawal_that_cannot_be_written_leaves_the_pair(
    made: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(made, tmp_path)
    monkeypatch.setattr(history, "note_withdrawal", lambda *_, **__: os.listdir("/nowhere"))  # noqa: PTH208
    with pytest.raises(RirError, match="the pair was not withdrawn"):
        pair.withdraw(KEY, site=tmp_path, when=WHEN)
    assert whole_or_absent(tmp_path) == 1 and verify(tmp_path) == ()


def test_a_folder_that_may_not_be_written_is_refused(made: Pair, tmp_path: Path) -> None:
    site = tmp_path / "site"
    put(made, site)
    content = pages(made)
    let_in(site)

    def publish() -> None:
        if os.getuid() == 0:
            os.setuid(65534)  # root may write everywhere
        else:
            site.chmod(0o555)
        pair.publish(made, content, site=site, when=WHEN, version="0", replace=True)

    assert ended(child(publish)) == 1
    site.chmod(0o755)
    assert whole_or_absent(site) == 1


def test_a_site_that_may_not_be_written_is_no_error_where_nothing_is_to_change(
    made: Pair, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    put(made, site)
    held = {name: (site / name).read_bytes() for name in read_catalogue(site).files}
    let_in(site)

    def follow(wanted: dict[str, bytes]) -> int:
        def run() -> None:
            if os.getuid() == 0:
                os.setuid(65534)  # root may write everywhere
            else:
                site.chmod(0o555)
            refresh(site, lambda _: wanted)

        return ended(child(run))

    assert follow(held) == 0
    assert follow({**held, "index.html": b"another"}) == 1
    assert follow({name: held[name] for name in ("index.html", "index.en.html")}) == 1
    site.chmod(0o755)
    assert whole_or_absent(site) == 1
    assert verify(site) == ()


# --------------------------------------------------------------------------- what the site knows


def test_a_source_newer_than_its_pair_is_named(tmp_path: Path) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site, po = tmp_path / "demo" / "site", tmp_path / "demo" / f"{KEY}.EF.po"
    assert verify(site) == ()
    with po.open("a", encoding="utf-8") as stream:
        stream.write("\n# laid out anew by an editor\n")
    assert verify(site) == ()
    po.write_text(po.read_text(encoding="utf-8").replace("extorsion", "racket"), encoding="utf-8")
    assert [f.check for f in verify(site)] == ["verify.source-newer"]
    report = tmp_path / "demo" / f"{KEY}.E.txt"
    report.write_text(report.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert [f.check for f in verify(site)] == ["verify.source-newer"] * 2


def test_a_pair_made_from_the_same_files_is_left_alone(tmp_path: Path) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site, po = tmp_path / "demo" / "site", tmp_path / "demo" / f"{KEY}.EF.po"
    again = partial(pipeline.publish, po, site=site, when=WHEN, replace_pair=True)
    assert again(version="0").unchanged
    assert not again(version="1").unchanged
    assert whole_or_absent(site) == 2
    assert verify(site) == ()


def test_a_table_of_decisions_that_has_come_since_makes_another_pair(tmp_path: Path) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site, po = tmp_path / "site", tmp_path / "demo" / f"{KEY}.EF.po"
    lenient = Checks((("*", Severity.WARNING),))  # the sample is wrong without its table
    again = partial(
        pipeline.publish, po, site=site, when=WHEN, version="0", replace_pair=True, checks=lenient
    )
    aside = po.with_name(f"{KEY}.sources.toml").rename(tmp_path / "aside")
    assert not again().unchanged and again().unchanged
    aside.rename(po.with_name(f"{KEY}.sources.toml"))
    assert again().replaced and again().unchanged


def test_what_has_not_been_touched_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site, po = tmp_path / "demo" / "site", tmp_path / "demo" / f"{KEY}.EF.po"
    for path in [*(tmp_path / "demo").glob(f"{KEY}.*"), site / KEY / "manifest.json"]:
        os.utime(path, ns=(10**18, 10**18))  # long ago: what was written this second is not trusted
    again = partial(pipeline.publish, po, site=site, when=WHEN, version="0", replace_pair=True)
    assert again().unchanged  # read, since their times are others; noted
    with monkeypatch.context() as patched:
        patched.setattr(publication, "read_manifest", lambda _: pytest.fail("read"))
        assert again().unchanged
        for path in (site / KEY / "manifest.json", *(tmp_path / "demo").glob(f"{KEY}.*")):
            os.utime(path, ns=(10**18, 10**18 + 1))
            with pytest.raises(pytest.fail.Exception):
                again()
            os.utime(path, ns=(10**18, 10**18))
    table = tmp_path / "demo" / f"{KEY}.sources.toml"
    table.write_text(table.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert not again().unchanged


def test_a_rebuild_right_after_publishing_reads_no_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site, po = tmp_path / "demo" / "site", tmp_path / "demo" / f"{KEY}.EF.po"
    for path in (tmp_path / "demo").glob(f"{KEY}.*"):
        os.utime(path, ns=(10**18, 10**18))  # the sources have lain there for long
    publish = partial(pipeline.publish, po, site=site, when=WHEN, replace_pair=True)
    assert publish(version="1").replaced
    monkeypatch.setattr(publication, "read_manifest", lambda _: pytest.fail("read"))
    assert publish(version="1").unchanged


@pytest.mark.parametrize("name", [*sorted(NAMES), "a stranger"])
def test_a_damaged_pair_is_repaired_by_replacing_it(tmp_path: Path, name: str) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site, po = tmp_path / "demo" / "site", tmp_path / "demo" / f"{KEY}.EF.po"
    again = partial(pipeline.publish, po, site=site, when=WHEN, version="0", replace_pair=True)
    with (site / KEY / name).open("ab") as stream:
        stream.write(b" ")
    assert verify(site)
    assert again().replaced and verify(site) == ()
    if name in NAMES - {"manifest.json"}:
        (site / KEY / name).unlink()
        assert again().replaced and verify(site) == ()
    assert again().unchanged


@pytest.mark.parametrize("damage", [b"{", b"", b"\xff"])
def test_a_pair_whose_manifest_is_damaged_is_replaced_and_kept(
    made: Pair, tmp_path: Path, damage: bytes
) -> None:
    folder = put(made, tmp_path).folder
    (folder / "manifest.json").write_bytes(damage)
    with pytest.raises(RirError, match="--replace"):
        put(made, tmp_path)
    assert put(made, tmp_path, again=True).revision == 2
    assert verify(tmp_path) == ()
    assert (tmp_path / ".history" / KEY / "1" / "manifest.json").read_bytes() == damage
    (folder / "manifest.json").unlink()
    assert put(made, tmp_path, again=True).revision == 3
    (folder / "manifest.json").write_bytes(damage)
    (tmp_path / "site.json").unlink()
    assert put(made, tmp_path, again=True).revision == 4
    assert {path.name for path in (tmp_path / ".history" / KEY).iterdir()} == {"1", "2", "3"}


def test_a_damaged_pair_stays_where_replacing_it_fails(
    made: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(made, tmp_path)
    folder = put(made, tmp_path, again=True).folder
    (folder / "manifest.json").write_bytes(b"{")
    monkeypatch.setattr(pair, "_reread", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(made, tmp_path, again=True)
    assert (folder / "manifest.json").read_bytes() == b"{" and not (tmp_path / ".aside").exists()


def test_a_dry_run_says_what_publishing_would(tmp_path: Path) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site, po = tmp_path / "demo" / "site", tmp_path / "demo" / f"{KEY}.EF.po"
    with pytest.raises(RirError, match="published already"):
        pipeline.publish(po, site=site, when=WHEN, version="0", dry_run=True)
    assert pipeline.publish(po, site=tmp_path / "new", when=WHEN, version="0", dry_run=True).folder is None
    assert not (tmp_path / "new").exists()


def test_a_site_that_was_emptied_is_not_well_and_another_folder_is_none(tmp_path: Path) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    site = tmp_path / "demo" / "site"
    for path in site.glob("[!.]*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert [f.check for f in verify(site)] == ["verify.index"]
    shutil.rmtree(site / ".sources")
    with pytest.raises(RirError, match="nothing was published"):
        verify(site)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--formats", "txt,xyz"], '--formats: no format "xyz"'),
        (["--templates", "nope"], "nope: no such folder of templates"),
        (["--site", "file/sub/site"], "file: a file, not a folder"),
        (["--address", "javascript:alert(1)"], "--address: not a public address"),
        (["--address", "https://example.org/rir?q=1"], "--address: not a public address"),
    ],
)
def test_a_dry_run_refuses_what_publishing_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str], said: str
) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    po = str(tmp_path / "demo" / f"{KEY}.EF.po")
    done = CliRunner().invoke(rirbilingual, ["publish", po, "--site", "new", "--dry-run", *asked])
    assert isinstance(done.exception, RirError) and said in str(done.exception)


def test_a_manifest_edited_by_hand_is_named_after_the_next_publication(made: Pair, tmp_path: Path) -> None:
    folder = put(made, tmp_path).folder
    manifest = folder / "manifest.json"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("A. Tremblay", "B. Roy"), encoding="utf-8"
    )
    refresh(tmp_path, indexes)
    assert [f.check for f in verify(tmp_path)] == ["verify.changed"]


def test_a_pair_whose_folder_was_removed_by_hand_is_published_anew(made: Pair, tmp_path: Path) -> None:
    shutil.rmtree(put(made, tmp_path).folder)
    assert put(made, tmp_path).revision == 2
    assert verify(tmp_path) == ()


def test_a_correction_is_told_in_both_languages(made: Pair, tmp_path: Path) -> None:
    put(made, tmp_path)
    first = next(p for p in made.passages if p.block.kind is BlockKind.PARAGRAPH).units[0]
    corrected = changed_unit(made, first.id, target=f"{first.target} Corrigé.")
    put(corrected, tmp_path, again=True)
    found = differences(tmp_path / ".history" / KEY / "1", tmp_path / KEY)
    assert [(c.old.french, c.new.french) for c in found if c.old and c.new] == [
        (first.target, f"{first.target} Corrigé.")
    ]
    assert differences(tmp_path / KEY, tmp_path / KEY) == ()


def test_other_outputs_say_what_the_units_say(made: Pair, tmp_path: Path) -> None:
    content = publication.files_of(made, formats=("txt", "tmx", "json"), templates=None)
    aligned = json.loads(content["vlm202404.json"])
    assert [(u["en"], u["fr"]) for u in aligned["units"]] == [(u.source, u.target) for u in made.units]
    path = tmp_path / "pair.tmx"
    path.write_bytes(content["vlm202404.tmx"])
    assert [(u.source, u.target) for u in read_tmx(path)] == [(u.source, u.target) for u in made.units]
    for language in ("en", "fr"):
        text = content[f"vlm202404.{language}.txt"].decode()
        assert all((u.source if language == "en" else u.target) in text for u in made.units)
    path = tmp_path / "VLM202404.E.txt"
    path.write_bytes(content["vlm202404.en.txt"])
    assert [b.text for b in read(path).blocks if b.kind in TRANSLATED] == [
        p.block.text for p in made.passages if p.units
    ]
    with pytest.raises(RirError, match="no format"):
        publication.files_of(made, formats=("odt",), templates=None)


def test_feeds_and_map_lead_to_both_languages(made: Pair, tmp_path: Path) -> None:
    put(made, tmp_path)
    titled = [entry.titled for entry in read_catalogue(tmp_path).pairs.values()]
    files = indexes(titled, address="https://example.org/rir")
    for language, other in (("en", "fr"), ("fr", "en")):
        feed = parse_xml(files[f"feed.{language}.xml"], "feed")
        hrefs = feed.xpath("//*[local-name()='entry']/*[local-name()='link']/@href")
        assert hrefs == [f"https://example.org/rir/{KEY}/{x}.html" for x in (language, other)]
    sitemap = parse_xml(files["sitemap.xml"], "sitemap")
    assert sitemap.xpath("count(//*[local-name()='url'])") == 2
    assert sitemap.xpath("//@hreflang") == ["en", "fr"] * 2
    assert "sitemap.xml" not in indexes(titled)


HOSTILE = "</title><script>alert(1)</script> ]]> <!-- \" ' &lt; {{ 7 * 7 }} ../../etc \u202egnp.exe\n2"


def test_a_map_goes_when_its_address_is_no_longer_known(made: Pair, tmp_path: Path) -> None:
    put(made, tmp_path)
    refresh(tmp_path, partial(indexes, address="https://example.org"))
    assert (tmp_path / "sitemap.xml").exists() and verify(tmp_path) == ()
    refresh(tmp_path, indexes)
    assert not (tmp_path / "sitemap.xml").exists() and verify(tmp_path) == ()


def test_hostile_metadata_comes_out_as_text_everywhere(made: Pair, tmp_path: Path) -> None:
    title = next(p for p in made.passages if p.block.kind is BlockKind.TITLE).units[0]
    bad = changed_unit(made, title.id, source=f"{HOSTILE} en", target=f"{HOSTILE} fr")
    bad = replace(bad, report=replace(bad.report, number=f"{HOSTILE}.E", date=HOSTILE, file=f"/x/{HOSTILE}"))
    furniture = BothFurniture(*(Furniture(HOSTILE, HOSTILE, HOSTILE) for _ in range(2)))
    content = publication.files_of(
        bad,
        formats=("txt", "tmx", "json"),
        templates=None,
        address="https://e.example/a?b&c",
        furniture=furniture,
    )
    pair.publish(bad, content, site=tmp_path, when=WHEN, version='0"<', inputs={HOSTILE: HOSTILE})
    publication.follow(tmp_path, templates=None, address="https://e.example/a?b&c", furniture=furniture)
    for path in tmp_path.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        if path.suffix == ".json":
            assert json.loads(data)
        elif path.suffix in (".xml", ".tmx"):
            assert b"<script" not in data
            parse_xml(data, path.name)
        elif path.suffix == ".html":
            assert data.count(b"<script") <= 1 and b"alert(1)</script>" not in data
            assert path.name == "index.html" or b"{{ 7 * 7 }}" in data
    assert json.loads((tmp_path / KEY / "manifest.json").read_bytes())["title"]["fr"] == f"{HOSTILE} fr"
    assert f"{HOSTILE} fr" in [e.titled.titles[1] for e in read_catalogue(tmp_path).pairs.values()]
    feed = parse_xml((tmp_path / "feed.fr.xml").read_bytes(), "feed")
    assert feed.xpath("string(//*[local-name()='entry']/*[local-name()='title'])") == f"{HOSTILE} fr"
    assert verify(tmp_path) == ()
    assert {p.name for p in tmp_path.iterdir() if not p.name.startswith(".")} - {KEY} == {
        "feed.en.xml", "feed.fr.xml", "index.en.html", "index.fr.html", "index.html", "site.json", "sitemap.xml"
    }  # fmt: skip


def page_of(text: str | bytes) -> Any:
    return etree.HTML(text)


def test_pages_lead_to_the_other_formats_that_there_are(made: Pair, tmp_path: Path) -> None:
    content = publication.files_of(made, formats=("txt", "json", "epub"), templates=None)
    pair.publish(made, content, site=tmp_path, when=WHEN, version="0")
    publication.follow(tmp_path, templates=None)
    for page, languages in (("en.html", ["en"]), ("fr.html", ["fr"]), ("en-fr.html", ["en", "fr"])):
        root = page_of((tmp_path / KEY / page).read_text(encoding="utf-8"))
        hrefs = root.xpath("//ul[@class='formats']//a/@href")
        wanted = [
            name
            for lang in languages
            for name in (f"vlm202404.{lang}.epub", f"vlm202404.{lang}.txt", "vlm202404.json")
        ]
        assert hrefs == wanted and all((tmp_path / KEY / href).is_file() for href in hrefs)
        size = f"({round(len(content['vlm202404.json']) / 1000)}\u00a0{'kB' if 'en' in languages else 'ko'})"
        assert size in "".join(root.xpath("//ul[@class='formats']")[0].itertext())
    index = page_of((tmp_path / "index.fr.html").read_text(encoding="utf-8"))
    assert index.xpath("//li[@data-key]//a[@type]/@href") == [
        f"{KEY}/vlm202404.fr.epub",
        f"{KEY}/vlm202404.fr.txt",
    ]
    assert "formats" not in "".join(page_of(pages(made)["en.html"]).xpath("//body//@class"))


def test_the_furniture_of_the_settings_stands_on_every_page_as_text(tmp_path: Path) -> None:
    demo.run(tmp_path / "demo", when=WHEN, version="0")
    settings = tmp_path / "demo" / "rirbilingual.toml"
    settings.write_text(
        '[furniture.en]\nheader = "The <b>Board"\ncontact = "Write & ask\\nor call"\n'
        '[furniture.fr]\nheader = "La <b>Commission"\ncontact = "Écrivez"\n',
        encoding="utf-8",
    )
    site, po = tmp_path / "demo" / "site", tmp_path / "demo" / f"{KEY}.EF.po"
    done = CliRunner().invoke(rirbilingual, ["publish", str(po), "--site", str(site), "--replace"])
    assert done.exit_code == 0, done.output
    for page, said, lines in (("index.en.html", "The <b>Board", 2), (f"{KEY}/en.html", "The <b>Board", 2),
                              ("index.fr.html", "La <b>Commission", 1), (f"{KEY}/fr.html", "La <b>Commission", 1),
                              (f"{KEY}/en-fr.html", "The <b>Board", 3)):  # fmt: skip
        root = page_of((site / page).read_text(encoding="utf-8"))
        assert root.xpath("string(//header//p[@class='banner'])") == said, page
        assert len(root.xpath("//footer//p[@class='contact']")) == lines, page
    settings.write_text('[furniture.en]\nheader = "Alone"\n', encoding="utf-8")
    done = CliRunner().invoke(rirbilingual, ["publish", str(po), "--site", str(site), "--replace"])
    assert isinstance(done.exception, RirError) and "furniture.fr" in str(done.exception)
