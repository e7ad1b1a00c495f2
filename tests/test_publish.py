"""Both languages or neither: what is refused, what is kept, and what a killed publisher leaves."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from published import WHEN, pages, sample
from rirbilingual.errors import RirError
from rirbilingual.model import Finding, Pair, Severity, State
from rirbilingual.publish import gate, pair
from rirbilingual.publish.keys import valid_key
from rirbilingual.publish.site import refresh
from rirbilingual.publish.verify import verify
from rirbilingual.render.index import indexes

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


def test_a_pair_of_final_units_may_be_published(made: Pair) -> None:
    assert gate.blocks(made, ()) == ()


@pytest.mark.parametrize(
    "values", [{"state": State.REVIEWED}, {"target": "Autre chose."}, {"target": ""}, {"approvals": ()}]
)
def test_a_unit_that_nobody_answers_for_stops_it(made: Pair, values: dict[str, object]) -> None:
    assert gate.blocks(changed(made, **values), ())


def test_an_error_or_another_english_text_stops_it(made: Pair) -> None:
    assert gate.blocks(made, (Finding("x", Severity.ERROR, "wrong"),))
    assert not gate.blocks(made, (Finding("x", Severity.WARNING, "odd"),))
    assert gate.blocks(made, (), report_digest="0" * 64)


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
    assert not folder.exists() and (kept / "fr.html").is_file()


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


_PUBLISH = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from published import WHEN, pages, sample
from rirbilingual.publish import pair
made = sample()
content = pages(made)
print("ready", flush=True)
for _ in range(200):
    pair.publish(made, content, site=Path(sys.argv[1]), when=WHEN, version="0", replace=True)
"""


def killed(site: Path, after: float) -> None:
    tests = str(Path(__file__).parent)
    process = subprocess.Popen([sys.executable, "-c", _PUBLISH, str(site), tests], stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.readline() == b"ready\n"
    end = time.monotonic() + after
    while time.monotonic() < end:
        whole_or_absent(site)
    process.send_signal(signal.SIGKILL)
    process.wait()
    whole_or_absent(site)


def whole_or_absent(site: Path) -> None:
    """A reader sees every file of the pair, or no pair."""
    try:
        names = {p.name for p in (site / "VLM202404").iterdir()}
    except FileNotFoundError:
        return
    assert names in (NAMES, set()), names  # empty: the folder was exchanged while it was read


def kills(site: Path, count: int, made: Pair) -> None:
    for number in range(count):
        killed(site, 0.004 * (number % 25))
    put(made, site, again=True)
    assert {p.name for p in (site / "VLM202404").iterdir()} == NAMES


def test_a_killed_publisher_leaves_a_whole_pair_or_none(made: Pair, tmp_path: Path) -> None:
    kills(tmp_path, 30, made)


@pytest.mark.soak
def test_a_thousand_killed_publishers_leave_whole_pairs(made: Pair, tmp_path: Path) -> None:
    kills(tmp_path, 1000, made)
