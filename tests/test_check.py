"""Every check finds what its bad examples show and is quiet about the good ones; findings can be silenced."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rirbilingual.check import checks, findings, is_safe, source_findings, unit_findings
from rirbilingual.check.documentation import page
from rirbilingual.check.example import pair_of
from rirbilingual.check.fixes import fixed
from rirbilingual.check.rule import Check, Example
from rirbilingual.formats.sarif import sarif_bytes
from rirbilingual.model import Finding, Pair, Severity, State, Unit

CHECKS = checks()
GOOD = [(check, example) for check in CHECKS for example in check.good]
BAD = [(check, example) for check in CHECKS for example in check.bad]


def named(case: tuple[Check, Example]) -> str:
    return case[0].id


def found_in(example: Example, check: Check) -> tuple[Finding, ...]:
    if reason := check.without():
        pytest.skip(reason)
    pair = pair_of(example)
    if check.needs == "source":
        return source_findings(pair.report)
    memory = [Unit("m", english, french) for english, french in example.memory]
    return findings(pair, terms=example.terms, memory=memory, percent=example.percent)


def test_there_are_checks_and_each_has_examples() -> None:
    assert len(CHECKS) >= 50
    assert [check.id for check in CHECKS if not (check.good and check.bad and check.why)] == []


@pytest.mark.parametrize("case", GOOD, ids=named)
def test_good_examples_are_quiet(case: tuple[Check, Example]) -> None:
    check, example = case
    found = found_in(example, check)
    # What is right in French is right for every check; English examples are fragments of reports.
    assert [f for f in found if check.needs != "source" or f.check == check.id] == []


@pytest.mark.parametrize("case", BAD, ids=named)
def test_bad_examples_are_found(case: tuple[Check, Example]) -> None:
    check, example = case
    found = [f for f in found_in(example, check) if f.check == check.id]
    assert found
    pair = pair_of(example)
    ids = {unit.id: unit for unit in pair.units}
    for finding in found:
        assert finding.units or check.needs == "source" or not ids
        for unit in finding.units:
            assert unit in ids
        if check.needs != "source" and finding.start is not None:
            assert finding.end is not None
            assert 0 <= finding.start <= finding.end <= len(ids[finding.units[0]].target)


@pytest.mark.parametrize("case", BAD, ids=named)
def test_what_stops_a_publication_is_found_without_the_checks_that_weigh_less(
    case: tuple[Check, Example],
) -> None:
    _, example = case
    pair = pair_of(example)
    memory = [Unit("m", english, french) for english, french in example.memory]
    for severities in ({}, {"term.*": Severity.ERROR, "balance": Severity.WARNING}):
        every, errors = (
            findings(pair, terms=example.terms, memory=memory, severities=severities, errors_only=only)
            for only in (False, True)
        )
        assert [f for f in errors if f.severity is Severity.ERROR] == [
            f for f in every if f.severity is Severity.ERROR
        ]


@pytest.mark.parametrize("case", [(c, e) for c, e in BAD if e.fixed is not None], ids=named)
def test_applying_a_fix_cures_the_finding(case: tuple[Check, Example]) -> None:
    check, example = case
    pair = pair_of(example)
    ours = [f for f in found_in(example, check) if f.check == check.id]
    units, done = fixed(tuple(pair.units), ours)
    assert done
    cured = "\n\n".join(_joined(pair_of(example), units))
    assert example.fixed is not None
    assert cured == example.fixed.replace("~", "\u00a0")
    after = found_in(replace(example, french=example.fixed), check)
    assert [f for f in after if f.check == check.id] == []


@pytest.mark.parametrize("example", [e for c, e in BAD if c.id == "marker.mixed"])
def test_a_span_of_french_and_other_sources_is_asked_about_once(example: Example) -> None:
    found = [f for f in findings(pair_of(example)) if f.check.startswith("marker.")]
    assert [(f.check, f.severity) for f in found] == [("marker.mixed", Severity.WARNING)]


def test_a_fuller_label_is_another_person() -> None:
    (example,) = [e for c, e in BAD if c.id == "choice.gender" and len(e.sources) > 1]
    pair = pair_of(example)
    (found,) = [f for f in findings(pair) if f.check == "choice.gender"]
    units = list(pair.units)
    assert [units[n].id in found.units for n in (0, 1)] == [False, True]


def _joined(pair: Pair, units: tuple[Unit, ...]) -> list[str]:
    left = iter(units)
    return ["\n".join(next(left).target for _ in passage.units) for passage in pair.passages]


SLIP = Example("The port is closed.", "Le le port est fermé.")


def test_findings_are_silenced_by_check_by_report_and_by_unit() -> None:
    pair = pair_of(SLIP)
    (unit,) = pair.units
    assert [f.check for f in findings(pair)] == ["word.doubled"]
    for name in ("word.doubled", "word.*", f"word.doubled@{pair.report.key}", f"word.doubled@{unit.id}"):
        assert findings(pair, silenced=[name]) == ()
    assert findings(pair, silenced=["word.doubled@MEX201603", "number.value"]) != ()


def test_a_translators_comment_silences_a_check_for_its_unit() -> None:
    pair = pair_of(SLIP)
    (passage,) = pair.passages
    unit = replace(passage.units[0], comments=("silence: word.doubled, typography",))
    quiet = replace(pair, passages=(replace(passage, units=(unit,)),))
    assert findings(quiet) == ()


def test_settings_change_a_severity() -> None:
    pair = pair_of(SLIP)
    (finding,) = findings(pair, severities={"word.doubled": Severity.ERROR, "word.*": Severity.INFO})
    assert finding.severity is Severity.ERROR


def test_units_without_a_report_keep_silent_about_drafts_and_sources() -> None:
    units = [
        Unit("a", "The port is closed.", "Le port est fermé.", State.TRANSLATED),
        Unit(
            "b",
            'It is [translation] "closed" (CSI 2023-11).',
            "Il est [traduction] «\u00a0fermé\u00a0» (CSI 2023-11).",
        ),
        Unit("c", "In 2023, 85 officers came.", "En 2023, 58 agents sont venus.", State.TRANSLATED),
    ]
    assert [(f.check, f.units) for f in unit_findings(units)] == [("number.value", ("c",))]


def test_a_cause_that_touches_many_units_is_one_finding() -> None:
    english = "\n\n".join(f"Gate {n} is closed." for n in ("A", "B", "C"))
    (finding,) = findings(pair_of(Example(english, state=State.INITIAL)))
    assert finding.check == "unit.untranslated"
    assert len(finding.units) == 3


def test_fixes_that_overlap_are_not_both_applied() -> None:
    unit = Unit("a", "x", "un deux trois", State.FINAL)
    both = [
        Finding("one", Severity.INFO, "", ("a",), 0, 7, "1 2"),
        Finding("two", Severity.INFO, "", ("a",), 3, 13, "2 3"),
    ]
    (after,), done = fixed((unit,), both)
    assert after.target == "1 2 trois"
    assert after.state is State.REVIEWED
    assert [finding.check for finding in done] == ["one"]


def test_only_checks_that_say_so_are_safe_to_fix() -> None:
    assert is_safe("typography")
    assert not is_safe("number.value")


def test_docs_are_generated_from_the_checks() -> None:
    path = Path(__file__).parent.parent / "docs" / "check.md"
    text = path.read_text(encoding="utf-8")
    head = text.partition("\n## The checks\n")[0] + "\n## The checks\n"
    assert text == page(head, CHECKS), (
        "write it again: python -m rirbilingual.check.documentation docs/check.md"
    )


def test_sarif_names_rule_level_file_and_units() -> None:
    pair = pair_of(SLIP)
    found = findings(pair)
    log = json.loads(
        sarif_bytes(
            [("VLM202404.EF.po", finding) for finding in found],
            version="1.0",
            reasons={check.id: check.why for check in CHECKS},
            lines={("VLM202404.EF.po", found[0].units[0]): 12},
        )
    )
    (run,) = log["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    (result,) = run["results"]
    assert log["version"] == "2.1.0"
    assert (rule["id"], result["ruleId"], result["ruleIndex"]) == ("word.doubled", "word.doubled", 0)
    assert result["level"] == "warning"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "VLM202404.EF.po"},
        "region": {"startLine": 12},
    }
    assert location["logicalLocations"] == [{"name": found[0].units[0], "kind": "unit"}]
