"""Machine translation: what is sent is masked and counted, what comes back is labelled, what fails is said."""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from rirbilingual.cli.group import rirbilingual
from rirbilingual.config import load
from rirbilingual.draft.machine import Machine, MachineFailed, Provider, machine
from rirbilingual.draft.machine.masks import french_figures, masked, unmasked
from rirbilingual.errors import RirError
from rirbilingual.formats.po import read_po
from rirbilingual.model import MatchKind, Unit
from translation_model import write_model

REPORT = """\
31 August 2023

ABC202301.E

A Land: The port

1. Overview

Nobody knows the "old quay" [translation] "is shut" here (Ledger 2023-01-02). Some ships came; see ABC201234.E.

References

Ledger, The. 2023-01-02. "A Port." [Accessed 2023-02-03]
"""
# A translator that puts French quotation marks and says nothing else in French.
ECHO = """\
import sys
for line in sys.stdin:
    sys.stdout.write("fr: " + line.replace(' "', " «\\u00a0").replace('" ', "\\u00a0» "))
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "rirbilingual" / "machine.json"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "ABC202301.E.txt"
    file.write_text(REPORT, encoding="utf-8")
    return file


def program(tmp_path: Path, text: str) -> str:
    script = tmp_path / "translator.py"
    script.write_text(text, encoding="utf-8")
    return f"command:{sys.executable} {script}"


def draft(report: Path, *options: str) -> tuple[str, dict[str, Unit]]:
    done = CliRunner().invoke(
        rirbilingual, ["draft", str(report), *options], env={"PYTHONIOENCODING": "utf-8"}
    )
    assert done.exit_code == 0, done.output
    catalog = read_po(report.with_name("ABC202301.EF.po"))
    return done.output, {unit.source: unit for unit in catalog.units}


def sentence(units: dict[str, Unit], start: str) -> Unit:
    return next(unit for source, unit in units.items() if source.startswith(start))


def test_without_being_asked_nothing_is_sent(report: Path, cache: Path) -> None:
    _, units = draft(report)
    assert sentence(units, "Nobody").target == ""
    assert not cache.exists()


def test_a_command_fills_what_is_left_and_the_rules_of_quotation_hold(report: Path, tmp_path: Path) -> None:
    output, units = draft(report, "--machine", program(tmp_path, ECHO))
    unit = sentence(units, "Nobody")
    assert unit.match is not None
    assert unit.match.kind is MatchKind.MACHINE
    assert "(Ledger 2023-01-02)" in unit.target
    assert unit.target.count("[traduction]") == 1
    assert "see ABC201234." in sentence(units, "Some ships").target
    assert sentence(units, "References").target == "Références"
    assert "characters sent" in output


def test_a_second_draft_sends_nothing(report: Path, tmp_path: Path, cache: Path) -> None:
    first, before = draft(report, "--machine", program(tmp_path, ECHO))
    assert json.loads(cache.read_text(encoding="utf-8"))
    second, after = draft(report, "--machine", program(tmp_path, ECHO))
    assert " 0 characters sent" not in first
    assert " 0 characters sent" in second
    assert before == after


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("raise SystemExit('no model')", "stopped with 1: no model"),
        ("print('one line')", "wrote 1 lines for"),
        ("import time; time.sleep(30)", "took more than"),
    ],
)
def test_a_program_that_fails_leaves_its_units_empty_and_says_so(
    report: Path, tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "rirbilingual.toml").write_text("[draft]\ntimeout = 1\n")
    output, units = draft(report, "--machine", program(tmp_path, text))
    unit = sentence(units, "Nobody")
    assert unit.target == ""
    assert why in output
    assert any(why in note for note in unit.notes)


def test_a_translation_that_lost_a_mask_is_not_taken(report: Path, tmp_path: Path) -> None:
    losing = "import sys, re\nfor line in sys.stdin: print(re.sub(r'\\[\\d\\]', '', line.strip()))"
    _, units = draft(report, "--machine", program(tmp_path, losing))
    assert sentence(units, "Nobody").target == ""
    assert any("lost or changed what was masked" in note for note in sentence(units, "Nobody").notes)


def test_a_french_sources_quotation_is_never_made_up(report: Path, tmp_path: Path) -> None:
    draft(report)
    table = report.with_name("ABC202301.sources.toml")
    text = table.read_text(encoding="utf-8")
    assert 'key = "Ledger 2023-01-02"' in text
    head, language, rest = text.rpartition("language = ")
    table.write_text(
        f'{head}language = "fr"\n{rest.partition(chr(10))[2]}' if language else f'{text}language = "fr"\n',
        encoding="utf-8",
    )
    _, units = draft(report, "--machine", program(tmp_path, ECHO))
    assert sentence(units, "Nobody").target == ""
    assert sentence(units, "Some ships").target


def test_a_quoted_name_is_kept_and_an_official_versions_words_are_not_made_up(
    report: Path, tmp_path: Path
) -> None:
    name = """The boss, known as "'El Gato'," lives here (Ledger 2023-01-02)."""
    official = 'They call it [UN English version] "a grave matter" (Ledger 2023-01-02).'
    report.write_text(
        REPORT.replace("Some ships came", f"{name} {official} Some ships came"), encoding="utf-8"
    )
    loud = "import sys\nfor line in sys.stdin: print(line.strip().upper())"
    _, units = draft(report, "--machine", program(tmp_path, loud))
    assert units[name].target == ("THE BOSS, KNOWN AS «\u00a0El Gato\u00a0», LIVES HERE (Ledger 2023-01-02).")
    assert units[official].target == ""
    assert any("an official version" in note for note in units[official].notes)


def test_masks_come_back_as_their_french_or_not_at_all() -> None:
    text = masked("See [translation] it (US n.d., 3) at https://a.org/b.", lambda _: "(É.-U. s.d., 3)")
    assert text.text == "See it [1] at [2]."
    assert unmasked("Voir [ 1 ] à [2].", text.behind) == "Voir (É.-U. s.d., 3) à https://a.org/b."
    assert unmasked("Voir [1].", text.behind) is None
    assert masked('([translation] "the Hand")', lambda _: "").text == '("the Hand")'
    assert unmasked("Voir [1] [2] [2].", text.behind) is None
    assert unmasked("Voir [1] [2] [3].", text.behind) is None


def test_figures_that_a_machine_leaves_are_written_as_french_does() -> None:
    source = "Some 12,500 ships, 2.5 percent of 1,250,000, and 42% (5,000) left in 1,25 for 1,204.50."
    french = "12,500 bateaux, 2.5 pour cent de 1,250,000, et 42% (5,000) sont partis en 1,25 pour 1,204.50."
    wanted = (
        "12~500 bateaux, 2,5~p.~100 de 1~250~000, et 42~p.~100 (5~000) sont partis en 1,25 pour 1~204,50."
    )
    assert french_figures(french, source, "\u00a0p.\u00a0100") == wanted.replace("~", "\u00a0")


def test_many_texts_go_in_batches_each_text_once_and_stop_at_a_failure() -> None:
    batches: list[int] = []

    def translate(texts: object, argument: str, timeout: float) -> list[str]:
        assert isinstance(texts, list)
        batches.append(len(texts))
        if len(batches) > 2:
            raise MachineFailed("enough")
        return [text.upper() for text in texts]

    asked = Machine("m", Provider("m", translate), "", price=10.0, cache={})
    found = asked.translations([f"text {n}" for n in range(100)] + ["text 0"])
    assert batches == [32, 32, 32]
    assert found[0] == found[-1] == "TEXT 0"
    assert found[64:100] == [None] * 36
    assert asked.failure == "enough"
    assert asked.cost == pytest.approx(asked.sent / 100_000)


class _LibreTranslate(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        state = getattr(self.server, "state", "good")
        if state == "moved":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            return
        self.send_response(200 if state != "refused" else 403)
        self.end_headers()
        answer: object = {
            "translatedText": [f"{asked['source']}>{asked['target']} {text}" for text in asked["q"]]
        }
        if state == "odd":
            answer = {"error": "none"}
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), _LibreTranslate)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_service_that_speaks_as_libretranslate_is_asked(report: Path, service: HTTPServer) -> None:
    _, units = draft(report, "--machine", f"http://127.0.0.1:{service.server_port}")
    assert sentence(units, "Nobody").target.startswith("en>fr ")


@pytest.mark.parametrize(
    ("state", "why"),
    [("refused", "answered 403"), ("moved", "answered 302"), ("odd", "without translatedText")],
)
def test_a_service_that_answers_otherwise_is_said_to(
    report: Path, service: HTTPServer, state: str, why: str
) -> None:
    service.state = state  # type: ignore[attr-defined]
    output, units = draft(report, "--machine", f"http://127.0.0.1:{service.server_port}")
    assert why in output
    assert not sentence(units, "Nobody").target


def test_a_service_that_is_not_there_is_said_to(report: Path) -> None:
    output, _ = draft(report, "--machine", "http://127.0.0.1:9")
    assert "cannot be reached" in output


def test_apertium_goes_by_way_of_spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "bin" / "apertium"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\n[ "$1" = -l ] && printf "eng-spa\\nes-fr\\n" || sed "s/^/$2 /"\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    assert machine("apertium", place="test").translations(["word"]) == ["es-fr eng-spa word"]


@pytest.mark.skipif(
    not shutil.which("apertium") or "eng-spa" not in os.popen("apertium -l").read().split(),
    reason="no apertium-eng-spa on this machine",
)
def test_apertium_itself_drafts_what_is_left(report: Path) -> None:
    """English to Spanish to French, by the programs of Debian; masks come back, rules have the last word."""
    output, units = draft(report, "--machine", "apertium")
    ships = sentence(units, "Some ships")
    assert ships.match is not None
    assert ships.match.kind is MatchKind.MACHINE
    assert {"bateaux", "navires"} & set(re.findall(r"\w+", ships.target)), ships.target
    assert "ABC201234" in ships.target
    nobody = sentence(units, "Nobody")
    assert "(Ledger 2023-01-02)" in nobody.target
    assert nobody.target.count("[traduction]") == 1
    assert "apertium: 3 units, " in output


def test_a_model_in_a_folder_is_used(report: Path, tmp_path: Path) -> None:
    """CTranslate2 itself, with a model of one sentence; where that lost a mask it is not taken."""
    pytest.importorskip("ctranslate2", reason="ctranslate2 is not installed")
    pytest.importorskip("sentencepiece", reason="sentencepiece is not installed")
    folder = tmp_path / "model"
    folder.mkdir()
    write_model(folder, ["Nobody knows the port.", "Some ships came."], "Personne ne connaît le port.")
    asked = machine(f"ctranslate2:{folder}", place="test")
    assert asked.translations(["Some ships came.", "Nobody knows."]) == ["Personne ne connaît le port."] * 2
    text = report.read_text(encoding="utf-8").replace("Some ships came; see ABC201234.E.", "Some ships came.")
    report.write_text(text, encoding="utf-8")
    _, units = draft(report, "--machine", f"ctranslate2:{folder}")
    ships = sentence(units, "Some ships")
    assert ships.target == "Personne ne connaît le port."
    assert ships.match is not None
    assert ships.match.kind is MatchKind.MACHINE
    assert sentence(units, "Nobody").target == ""


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    asked = machine(f"ctranslate2:{tmp_path}", place="test")
    assert asked.translations(["a"]) == [None]
    assert "has no model.bin" in asked.failure


def test_an_unknown_machine_is_bad_input(report: Path) -> None:
    with pytest.raises(RirError, match="no machine translation is called"):
        machine("oracle", place="--machine")
    done = CliRunner().invoke(rirbilingual, ["draft", str(report), "--machine", "oracle"])
    assert done.exit_code != 0
    assert not report.with_name("ABC202301.EF.po").exists()


def test_settings_name_the_machine(tmp_path: Path) -> None:
    (tmp_path / "rirbilingual.toml").write_text('[draft]\nmachine = "ctranslate2: model"\nprice = 20\n')
    settings = load(tmp_path).draft
    assert settings.machine == f"ctranslate2:{tmp_path / 'model'}"
    assert settings.price == 20
