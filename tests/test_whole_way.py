"""The installed command, the whole way: draft, check, report, approve, publish; and what it refuses."""

import html
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polib
import pytest

import rirbilingual
from rirbilingual.formats.po import read_po, write_po
from rirbilingual.match.leverage import leverage
from rirbilingual.model import State

COMMAND = Path(sys.executable).parent / "rirbilingual"
SAMPLES = Path(rirbilingual.__file__).parent / "sample"


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(COMMAND), *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the sample, its reviewed French and the earlier pair's memory."""
    for name in ("VLM202404.E.txt", "VLM202404.EF.po", "VLM202404.sources.toml", "VLM202301.tmx"):
        shutil.copy(SAMPLES / name, tmp_path)
    assert run(tmp_path, "memory", "import", "VLM202301.tmx", "-m", "m.sqlite").returncode == 0
    return tmp_path


def test_the_real_report_is_drafted(real_report: Path, tmp_path: Path) -> None:
    done = run(tmp_path, "draft", real_report, "-o", "out", "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["key"] == "MEX201603" and sum(figures["leverage"].values()) == figures["words"]
    assert sorted(files(tmp_path)) == ["out/MEX201603.EF.po", "out/MEX201603.sources.toml"]
    catalog = read_po(tmp_path / "out" / "MEX201603.EF.po")
    assert (
        len(catalog.units) == figures["units"]
        and sum(len(u.source.split()) for u in catalog.units) == figures["words"]
    )
    assert all(unit.state <= State.TRANSLATED for unit in catalog.units)
    french = {unit.source: unit.target for unit in catalog.units}
    assert french["1. Overview"] == "1. Aperçu"
    assert french["References"] == "Références"
    assert french["[translation]"] == "[traduction]"
    entries = [u for u in catalog.units if u.kind.value == "reference"]
    assert len(entries) == 42 and all(u.target for u in entries)
    assert not any(re.search(r"Accessed|N\.d\.|Interview with", u.target) for u in entries)
    assert any("S.d." in u.target and "[Date de consultation\u00a0: " in u.target for u in entries)
    refused = run(tmp_path, "publish", "out/MEX201603.EF.po", "--site", "site")
    assert refused.returncode == 1 and "not published" in refused.stdout
    assert not (tmp_path / "site").exists()


def test_msgfmt_takes_the_draft(desk: Path) -> None:
    msgfmt = shutil.which("msgfmt")
    if msgfmt is None:
        pytest.skip("gettext is not installed")
    assert run(desk, "draft", "VLM202404.E.txt", "-m", "m.sqlite", "-o", "out").returncode == 0
    done = subprocess.run(
        [msgfmt, "-c", "-o", "/dev/null", desk / "out" / "VLM202404.EF.po"], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_memory_of_an_earlier_pair_drafts_part_of_the_sample(desk: Path) -> None:
    figures = json.loads(
        run(desk, "draft", "VLM202404.E.txt", "-m", "m.sqlite", "-o", "out", "--json").stdout
    )
    assert all(figures["leverage"][band] for band in ("exact", "repaired", "85-94", "formula", "none"))


def test_drafting_again_gives_the_same_bytes_and_refuses_reviewed_work(desk: Path) -> None:
    arguments = ("draft", "VLM202404.E.txt", "-m", "m.sqlite", "-o", "out")
    assert run(desk, *arguments).returncode == 0
    first = files(desk / "out")
    assert run(desk, *arguments).returncode == 0
    assert files(desk / "out") == first
    refused = run(desk, "draft", "VLM202404.E.txt")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "holds reviewed work" in refused.stderr and "rirbilingual update" in refused.stderr


def test_the_reviewed_sample_is_checked_approved_and_published(desk: Path) -> None:
    checked = json.loads(run(desk, "check", "VLM202404.EF.po", "--json").stdout)
    assert checked["errors"] == 0, checked
    before = files(desk)
    refused = run(desk, "publish", "VLM202404.EF.po", "--site", "site")
    assert refused.returncode == 1 and files(desk) == before
    approved = run(desk, "approve", "VLM202404.EF.po", "--reviewer", "A. Tremblay", "-m", "m.sqlite")
    assert approved.returncode == 0 and "now final" in approved.stdout
    assert all(unit.state is State.FINAL for unit in read_po(desk / "VLM202404.EF.po").units)
    before = files(desk)
    assert run(desk, "approve", "VLM202404.EF.po", "--reviewer", "M. Reviewer").returncode == 0
    assert run(desk, "publish", "VLM202404.EF.po", "--site", "site", "--dry-run").returncode == 0
    assert files(desk) == before
    published = run(desk, "publish", "VLM202404.EF.po", "--site", "site")
    assert published.returncode == 0, published.stdout + published.stderr
    assert {"en.html", "fr.html", "en-fr.html"} <= {p.name for p in (desk / "site" / "VLM202404").iterdir()}
    assert run(desk, "verify", "site").returncode == 0
    again = run(desk, "publish", "VLM202404.EF.po", "--site", "site")
    assert again.returncode == 2 and "--replace" in again.stderr
    assert run(desk, "publish", "--withdraw", "VLM202404", "--site", "site").returncode == 0
    assert not (desk / "site" / "VLM202404").exists()


def test_a_unit_edited_after_approval_stops_publication(desk: Path) -> None:
    assert run(desk, "approve", "VLM202404.EF.po", "--reviewer", "A. Tremblay").returncode == 0
    catalog = read_po(desk / "VLM202404.EF.po")
    edited = replace(catalog.units[3], target=catalog.units[3].target + " Et plus.")
    write_po(
        replace(catalog, units=(*catalog.units[:3], edited, *catalog.units[4:])), desk / "VLM202404.EF.po"
    )
    refused = run(desk, "publish", "VLM202404.EF.po", "--site", "site")
    assert refused.returncode == 1 and not (desk / "site").exists()


def test_a_changed_report_is_refused_until_it_is_taken_in(desk: Path) -> None:
    assert run(desk, "approve", "VLM202404.EF.po", "--reviewer", "A. Tremblay").returncode == 0
    report = desk / "VLM202404.E.txt"
    report.write_text(
        report.read_text(encoding="utf-8").replace("5. State Protection", "5. Protection by the State"),
        encoding="utf-8",
    )
    assert run(desk, "publish", "VLM202404.EF.po", "--site", "site").returncode == 1
    updated = run(desk, "update", "VLM202404.EF.po", "VLM202404.E.txt")
    assert updated.returncode == 0 and "1 change" in updated.stdout
    states = [unit.state for unit in read_po(desk / "VLM202404.EF.po").units]
    assert states.count(State.FINAL) == len(states) - 1


def test_the_report_is_one_file_that_asks_for_nothing(desk: Path) -> None:
    assert run(desk, "report", "VLM202404.EF.po", "-o", "r.html").returncode == 0
    page = (desk / "r.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in html.unescape(page) and not re.search(
        r"""(?:src|href)=["']https?:""", page
    )


BAD = {
    "a memory that is not one": (
        ["draft", "VLM202404.E.txt", "-m", "VLM202301.tmx", "-o", "out"],
        "not a memory",
    ),
    "a memory that is not there": (
        ["draft", "VLM202404.E.txt", "-m", "none.sqlite", "-o", "out"],
        "no such memory",
    ),
    "no PO": (["check", "none.po"], "no such file"),
    "a folder": (["draft", "."], "a folder"),
    "a report for a PO": (["check", "VLM202404.E.txt"], "VLM202404.E.txt"),
    "a PO of another report": (
        ["publish", "VLM202404.EF.po", "--site", "site", "--source", "other.txt"],
        "is ABC202404",
    ),
    "another report's PO under this report's name": (["draft", "other.txt"], "a PO of VLM202404"),
    "an update from another report": (["update", "VLM202404.EF.po", "other.txt"], "is ABC202404"),
    "no reviewer": (["approve", "VLM202404.EF.po"], "no reviewer"),
    "a blank reviewer": (
        ["approve", "VLM202404.EF.po", "--reviewer", " ", "-m", "new.sqlite"],
        "no reviewer",
    ),
    "a reviewer with a role": (
        ["approve", "VLM202404.EF.po", "--reviewer", "A (reviser)"],
        "ends with a role",
    ),
    "a unit that is not there": (
        ["approve", "VLM202404.EF.po", "--reviewer", "A", "--unit", "none"],
        "no unit none",
    ),
    "JSON and SARIF at once": (["check", "VLM202404.EF.po", "--json", "--sarif"], "exclude each other"),
    "no site": (["publish", "VLM202404.EF.po"], "--site"),
    "a termbase that is not one": (
        ["draft", "VLM202404.E.txt", "-t", "VLM202301.tmx", "-o", "out"],
        "not a termbase",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_changes_nothing(name: str, desk: Path) -> None:
    other = (desk / "VLM202404.E.txt").read_text(encoding="utf-8").replace("VLM202404.E", "ABC202404.E")
    (desk / "other.txt").write_text(other, encoding="utf-8")
    (desk / "ABC202404.EF.po").write_bytes((desk / "VLM202404.EF.po").read_bytes())
    arguments, said = BAD[name]
    before = files(desk)
    done = run(desk, *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr
    assert files(desk) == before


def test_the_demo_goes_the_whole_way_and_replaces_only_its_own_folder(tmp_path: Path) -> None:
    first = run(tmp_path, "demo", "-o", "made")
    assert first.returncode == 0, first.stderr
    for line in first.stdout.splitlines():
        if line.startswith("  made/"):
            assert (tmp_path / line.split()[0]).is_file()
    assert (tmp_path / "made" / "site" / "VLM202404" / "fr.html").is_file()
    assert run(tmp_path, "demo", "-o", "made").returncode == 2
    assert run(tmp_path, "demo", "-o", "made", "--replace").returncode == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work.txt").write_text("mine")
    assert run(tmp_path, "demo", "-o", "mine", "--replace").returncode == 2
    assert files(tmp_path / "mine") == {"work.txt": b"mine"}


def test_what_a_draft_says_of_its_matches_comes_back_from_its_po(desk: Path) -> None:
    figures = json.loads(
        run(desk, "draft", "VLM202404.E.txt", "-m", "m.sqlite", "-o", "out", "--json").stdout
    )
    catalog = read_po(desk / "out" / "VLM202404.EF.po")
    assert dict(leverage(catalog.key, catalog.units).bands) == figures["leverage"]


def test_a_working_file_goes_out_and_comes_back_in_every_format(desk: Path) -> None:
    before = read_po(desk / "VLM202404.EF.po")
    for form in ("xliff", "xliff12", "po"):
        assert (
            run(desk, "review", "export", "VLM202404.EF.po", "--to", form, "-o", f"x.{form}").returncode == 0
        )
        assert (
            run(desk, "review", "merge", "VLM202404.EF.po", f"x.{form}", "-o", f"{form}.po").returncode == 0
        )
        assert read_po(desk / f"{form}.po").units == before.units
    status = run(desk, "review", "status", "VLM202404.EF.po").stdout
    assert "reviewed, not approved (101 units)" in status
    assert run(desk, "review", "propagate", "VLM202404.EF.po", "--dry-run").returncode == 0
    assert run(desk, "review", "queries", "VLM202404.EF.po").stdout == ""


def test_a_draft_is_scored_against_its_reviewed_text(desk: Path) -> None:
    assert run(desk, "draft", "VLM202404.E.txt", "-m", "m.sqlite", "-o", "out").returncode == 0
    scored = run(desk, "score", "out/VLM202404.EF.po", "VLM202404.EF.po").stdout
    assert "chrF++" in scored and "nrefs:1" in scored and "exact" in scored


def test_safe_fixes_are_applied_and_said(desk: Path) -> None:
    po = desk / "VLM202404.EF.po"
    po.write_text(po.read_text(encoding="utf-8").replace("«\u00a0", "« "), encoding="utf-8")
    fixed = run(desk, "check", "VLM202404.EF.po", "--fix")
    assert fixed.returncode == 0 and "fixed" in fixed.stdout and fixed.stdout.endswith("no findings\n")
    again = run(desk, "check", "VLM202404.EF.po", "--fix").stdout
    assert again == "VLM202404.EF.po: nothing that is safe to fix\nno findings\n"


def test_a_check_that_cannot_run_here_says_what_it_lacks(desk: Path) -> None:
    def said(settings: str) -> str:
        (desk / "rirbilingual.toml").write_text(settings)
        done = subprocess.run(
            [COMMAND, "check", "VLM202404.EF.po"], cwd=desk, env={"PATH": ""}, capture_output=True, text=True
        )
        assert done.returncode == 0 and done.stdout == "no findings\n"
        return done.stderr

    assert said("").startswith("spelling is not checked: hunspell")
    assert said('[check]\nsilence = ["spelling"]\n') == ""


def test_two_fixes_of_one_stretch_are_applied_one_after_the_other(desk: Path) -> None:
    po = desk / "VLM202404.EF.po"
    right = po.read_text(encoding="utf-8")
    assert "[traduction] «\u00a0" in right
    po.write_text(right.replace("[traduction] «\u00a0", "« "), encoding="utf-8")
    fixed = run(desk, "check", "VLM202404.EF.po", "--fix").stdout
    assert "(marker.missing)" in fixed and "(typography)" in fixed and fixed.endswith("no findings\n")


def test_findings_are_told_to_code_hosts_with_their_reasons_and_lines(desk: Path) -> None:
    po = desk / "VLM202404.EF.po"
    po.write_text(po.read_text(encoding="utf-8").replace("«\u00a0", "« "), encoding="utf-8")
    log = json.loads(run(desk, "check", "VLM202404.EF.po", "--sarif").stdout)
    (made,) = log["runs"]
    rules = made["tool"]["driver"]["rules"]
    assert all(rule["fullDescription"]["text"] for rule in rules)
    lines = po.read_text(encoding="utf-8").splitlines()
    for result in made["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note") and result["message"]["text"]
        (location,) = result["locations"]
        at = location["physicalLocation"]["region"]["startLine"]
        message = "\n".join(lines[at - 1 :]).partition("\n\n")[0]
        assert f'msgctxt "{location["logicalLocations"][0]["name"]}"' in message


def test_another_programs_po_is_checked_by_its_units_alone(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "It has 85 boats."\nmsgstr "Il a 58 bateaux."\n'
    )
    found = json.loads(run(tmp_path, "check", "a.po", "--json").stdout)
    assert [f["check"] for f in found["findings"]] == ["number.value"]


@pytest.mark.parametrize(("form", "name"), [("xliff", "a.xlf"), ("xliff12", "b.xlf")])
def test_our_xliff_is_checked_as_the_po_that_it_holds(form: str, name: str, desk: Path) -> None:
    assert run(desk, "review", "export", "VLM202404.EF.po", "--to", form, "-o", name).returncode == 0
    assert run(desk, "check", name).stdout == "no findings\n"
    text = (desk / name).read_text(encoding="utf-8")
    (desk / name).write_text(text.replace(" que les ", " que que les "), encoding="utf-8")
    log = json.loads(run(desk, "check", name, "--sarif").stdout)
    assert log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] > 0
    assert "fixes are made in a PO" in run(desk, "check", name, "--fix").stderr


TMX = """<?xml version="1.0"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x"
 adminlang="en" srclang="{source}" datatype="plaintext"/><body>
<tu><tuv xml:lang="{source}"><seg>It is closed.</seg></tuv><tuv xml:lang="fr-CA"><seg>Il est fermé.</seg></tuv></tu>
<tu><tuv xml:lang="{source}"><seg>It has 85 boats.</seg></tuv><tuv xml:lang="fr-CA"><seg>Il a 58 bateaux.</seg></tuv></tu>
</body></tmx>
"""


@pytest.mark.parametrize("source", ["en", "en-US", "und"])
def test_another_programs_tmx_is_checked_and_an_unknown_language_is_taken_for_english(
    source: str, tmp_path: Path
) -> None:
    (tmp_path / "a.tmx").write_text(TMX.format(source=source), encoding="utf-8")
    found = run(tmp_path, "check", "a.tmx").stdout
    assert re.search(r"error a\.tmx:5 [0-9a-f]{12}: 85 became 58 \(number\.value\)", found), found


def test_the_table_of_units_made_by_rule_is_shown_and_approved_in_one_go(desk: Path) -> None:
    assert run(desk, "draft", "VLM202404.E.txt", "-o", "new").returncode == 0
    po = desk / "new" / "VLM202404.EF.po"
    assert run(desk, "report", po, "-o", "report.html").returncode == 0
    table = (
        (desk / "report.html")
        .read_text(encoding="utf-8")
        .partition('id="rule-made"')[2]
        .partition("</details>")[0]
    )
    done = json.loads(run(desk, "approve", po, "--rule-made", "--reviewer", "M. Reviewer", "--json").stdout)
    assert done["final"] and not done["left"]
    assert (
        all(f"#u-{unit}" in table for unit in done["final"]) and table.count("<tr>") == len(done["final"]) + 1
    )
    units = {unit.id: unit for unit in read_po(po).units}
    for name in done["final"]:
        assert units[name].rule and units[name].match is None and units[name].approvals[0].batch


def test_two_signatures_are_wanted_where_the_settings_say_so(desk: Path) -> None:
    (desk / "rirbilingual.toml").write_text("signatures = 2\n")
    assert run(desk, "draft", "VLM202404.E.txt", "-o", "new").returncode == 0
    po = desk / "new" / "VLM202404.EF.po"
    assert run(desk, "approve", po, "--rule-made", "--reviewer", "A").returncode == 2
    first = json.loads(
        run(desk, "approve", po, "--rule-made", "--reviewer", "A", "--as", "translator", "--json").stdout
    )
    assert first["signed"] and not first["final"]
    same = json.loads(
        run(desk, "approve", po, "--rule-made", "--reviewer", "A", "--as", "reviser", "--json").stdout
    )
    assert not same["final"]
    other = json.loads(
        run(desk, "approve", po, "--rule-made", "--reviewer", "B", "--as", "reviser", "--json").stdout
    )
    assert sorted(other["final"]) == sorted(first["signed"])


def test_publication_wants_both_signatures(desk: Path) -> None:
    assert run(desk, "approve", "VLM202404.EF.po", "--reviewer", "M. Reviewer").returncode == 0
    assert run(desk, "publish", "VLM202404.EF.po", "--site", "site", "--dry-run").returncode == 0
    (desk / "rirbilingual.toml").write_text("signatures = 2\n")
    done = run(desk, "publish", "VLM202404.EF.po", "--site", "site", "--dry-run", "--json")
    assert done.returncode == 1
    assert {f["check"] for f in json.loads(done.stdout)["findings"]} == {"publish.one-signature"}


def test_the_settings_silence_a_check_and_weigh_another(desk: Path) -> None:
    po = desk / "VLM202404.EF.po"
    text = po.read_text(encoding="utf-8")
    po.write_text(text.replace("[traduction] «", "«"), encoding="utf-8")
    before = json.loads(run(desk, "check", po, "--json").stdout)["findings"]
    missing = [f for f in before if f["check"] == "marker.missing"]
    assert missing and all(f["severity"] == "error" for f in missing)
    (desk / "rirbilingual.toml").write_text('[check.severity]\n"marker.*" = "warning"\n')
    after = json.loads(run(desk, "check", po, "--json").stdout)["findings"]
    assert {f["severity"] for f in after if f["check"] == "marker.missing"} == {"warning"}
    (desk / "rirbilingual.toml").write_text('[check]\nsilence = ["marker.missing"]\n')
    silent = json.loads(run(desk, "check", po, "--json").stdout)["findings"]
    assert not [f for f in silent if f["check"] == "marker.missing"]


@pytest.mark.parametrize(
    "settings",
    ['silence = ["number.valu"]', 'silence = ["number.valu@u1"]', '[check.severity]\n"number.valu" = "info"'],
)
def test_a_check_that_there_is_not_is_refused_with_the_nearest(settings: str, desk: Path) -> None:
    file = desk / "rirbilingual.toml"
    file.write_text(f"[check]\n{settings}\n")
    done = run(desk, "check", "VLM202404.EF.po")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f'{file}: no check "number.valu"; the nearest is "number.value"' in done.stderr
    file.write_text('[check]\nsilence = ["number.*", "number.value@MEX201603", "read.recovered", "*@u1"]\n')
    assert run(desk, "check", "VLM202404.EF.po").returncode == 0


def test_a_quotation_that_the_memory_has_otherwise_is_found(desk: Path) -> None:
    english, french = '"lookouts at every gate" (Port Monitor 2024-01-22)', "(Port Monitor 2024-01-22)"
    (desk / "m.tsv").write_text(
        f"It has {english}.\tIl a des [traduction] «\u00a0vigies à chaque porte\u00a0» {french}.\n"
    )
    assert run(desk, "memory", "import", "m.tsv", "-m", "own.sqlite").returncode == 0
    (desk / "a.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'msgid "It has {english}."\n'.replace('"lookouts at every gate"', '\\"lookouts at every gate\\"')
        + f'msgstr "Il a des [traduction] «\u00a0guetteurs à chaque porte\u00a0» {french}."\n',
        encoding="utf-8",
    )
    assert not json.loads(run(desk, "check", "a.po", "--json").stdout)["findings"]
    found = json.loads(run(desk, "check", "a.po", "-m", "own.sqlite", "--json").stdout)["findings"]
    assert "quotation.inconsistent" in {f["check"] for f in found}


def test_a_correction_is_not_held_against_what_the_memory_learnt_before(desk: Path) -> None:
    po = desk / "VLM202404.EF.po"
    approve = ("approve", po.name, "--reviewer", "A. Tremblay", "-m", "own.sqlite")
    assert run(desk, *approve).returncode == 0
    catalog = polib.pofile(str(po))
    entry = next(entry for entry in catalog if '"helps only if nobody there takes the ferry"' in entry.msgid)
    entry.msgstr = entry.msgstr.replace("n'est utile que si personne", "ne sert que si personne")
    catalog.save()
    first, second = (run(desk, *approve).stdout for _ in range(2))
    assert "approve again" in first and "1 unit now final" in second
    found = json.loads(run(desk, "check", po.name, "-m", "own.sqlite", "--json").stdout)["findings"]
    assert [f for f in found if f["check"].endswith(".inconsistent")] == []


def test_leverage_counts_repetitions_across_files_and_weighs_words(desk: Path) -> None:
    assert run(desk, "draft", "VLM202404.E.txt", "-o", "new").returncode == 0
    shutil.copy(desk / "new" / "VLM202404.EF.po", desk / "again.po")
    (desk / "rirbilingual.toml").write_text("[weights]\nrepetition = 0.25\n")
    rows = json.loads(run(desk, "leverage", "new/VLM202404.EF.po", "again.po", "--json").stdout)["bands"]
    by = {(row["file"], row["band"]): row for row in rows}
    across = by["again.po", "repetition in an earlier file"]
    assert across["words"] == by["VLM202404.EF.po", "none"]["words"] > 0 == by["again.po", "none"]["words"]
    assert by["VLM202404.EF.po", "repetition"]["weight"] == across["weight"] == 0.25
    printed = run(desk, "leverage", "again.po", "--csv").stdout.splitlines()
    assert printed[0] == "file,band,units,words,weight,weighted words" and len(printed) == 13


@pytest.mark.parametrize(
    "command",
    [
        "report VLM202404.EF.po -o VLM202404.EF.po",
        "report VLM202404.EF.po -o VLM202404.E.txt",
        "report VLM202404.EF.po -o VLM202404.sources.toml",
        "report VLM202404.EF.po -m m.sqlite?penalty=2 -o m.sqlite",
        "report --archive . -o VLM202404.E.txt",
        "report --archive . -o VLM202404.html",
        "score . . --plot VLM202404.EF.po",
        "align VLM202404.E.txt VLM202404.E.txt --report VLM202404.EF.po",
        "terms extract -m m.sqlite -t terms.csv -o terms.csv",
    ],
)
def test_no_output_takes_the_place_of_an_input(desk: Path, command: str) -> None:
    (desk / "terms.csv").write_text("english,french\nharbour,port\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in desk.iterdir() if path.is_file()}
    done = run(desk, *command.split())
    assert done.returncode == 2 and "name another file" in done.stderr
    assert {path: path.read_bytes() for path in before} == before


def test_an_update_wants_the_english_report(desk: Path) -> None:
    before = (desk / "VLM202404.EF.po").read_bytes()
    done = run(desk, "update", "VLM202404.EF.po", SAMPLES / "VLM202301.EF.txt")
    assert done.returncode == 2 and "the report is in French" in done.stderr
    assert (desk / "VLM202404.EF.po").read_bytes() == before


def test_nothing_is_approved_where_the_memory_cannot_learn(desk: Path) -> None:
    assert run(desk, "draft", "VLM202404.E.txt", "-o", "new").returncode == 0
    shutil.copy(desk / "VLM202404.E.txt", desk / "new")
    before = (desk / "new" / "VLM202404.EF.po").read_bytes()
    for options in (("--all", "-m", "m.sqlite?read-only"), ("--unit", "nope", "-m", "made.sqlite")):
        done = run(desk, "approve", "new/VLM202404.EF.po", "--reviewer", "A. Tremblay", *options)
        assert done.returncode == 2, done.stdout
    assert (desk / "new" / "VLM202404.EF.po").read_bytes() == before
    assert not (desk / "made.sqlite").exists()


def test_an_open_query_stands_against_publication(desk: Path) -> None:
    po = desk / "VLM202404.EF.po"
    assert run(desk, "approve", "VLM202404.EF.po", "--reviewer", "A. Tremblay", "--all").returncode == 0
    po.write_text(
        po.read_text(encoding="utf-8").replace("#. kind: title", "# Q(author): why?\n#. kind: title", 1)
    )
    done = run(desk, "publish", "VLM202404.EF.po", "--site", "site")
    assert done.returncode == 1 and "1 unit has an open query (publish.open-query)" in done.stdout
    po.write_text(po.read_text(encoding="utf-8").replace("why?\n", "why?\n# A: so.\n", 1))
    assert run(desk, "publish", "VLM202404.EF.po", "--site", "site").returncode == 0


def test_an_archive_has_its_index_and_a_series_its_plot(desk: Path) -> None:
    assert run(desk, "draft", "VLM202404.E.txt", "-o", "new").returncode == 0
    shutil.copy(desk / "VLM202404.E.txt", desk / "new")
    done = run(desk, "report", "--archive", "new", "-o", "reports/index.html")
    assert done.returncode == 0, done.stderr
    assert 'href="VLM202404.html"' in (desk / "reports" / "index.html").read_text(encoding="utf-8")
    assert (desk / "reports" / "VLM202404.html").is_file()
    assert run(desk, "report", "--archive", "reports", "-o", "x.html").returncode == 2
    assert not (desk / "x.html").exists()
    series = run(desk, "score", "new", ".", "--plot", "series.svg")
    assert series.returncode == 0 and "VLM202404" in series.stdout
    assert (desk / "series.svg").read_text().count("<circle") == 2


def test_what_an_editor_returned_is_imported_in_place(desk: Path) -> None:
    assert run(desk, "draft", "VLM202404.E.txt", "-o", "new").returncode == 0
    po = desk / "new" / "VLM202404.EF.po"
    for form, name in (("xliff", "a.xlf"), ("xliff12", "b.xlf"), ("po", "c.po")):
        assert run(desk, "review", "export", po, "--to", form, "-o", name).returncode == 0
    before = po.read_bytes()
    done = run(desk, "review", "import", po, "a.xlf", "b.xlf", "c.po", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["conflicts"] == []
    assert po.read_bytes() == before
