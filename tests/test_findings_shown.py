"""Findings to what is printed of them."""

import pytest

from rirbilingual.cli.findings import counted, findings_object, print_findings
from rirbilingual.model import Finding, Place, Severity

ERROR = Finding("marker.missing", Severity.ERROR, "no marker", ("u1", "u2"), 0, 4, "[traduction] «")
WARNING = Finding("date.value", Severity.WARNING, "another date", place=Place("report.txt", 12, 340))
INFO = Finding("unit.untouched", Severity.INFO, "nobody has touched it", ("u1", "u2", "u3", "u4", "u5"))
ABOUT_A_FILE = Finding("verify.missing", Severity.ERROR, "site/X: missing", place=Place("site/X", 1, 0))


def test_a_finding_is_a_line_with_its_place_and_its_fix(capsys: pytest.CaptureFixture[str]) -> None:
    places = {"u1": "X:1 ¶1", "u2": "X:1 ¶2"}
    print_findings([ERROR, WARNING, INFO, ABOUT_A_FILE], where=places)
    assert capsys.readouterr().out.splitlines() == [
        "error X:1 ¶1 u1, X:1 ¶2 u2: no marker (marker.missing)",
        "  fix: [traduction] «",
        "warning report.txt:12: another date (date.value)",
        "info X:1 ¶1 u1, X:1 ¶2 u2, u3 and 2 more: nobody has touched it (unit.untouched)",
        "error site/X: missing (verify.missing)",
        "2 errors, 1 warning, 1 for information",
    ]


def test_no_findings_are_said_to_be_none() -> None:
    assert counted([]) == "no findings"
    assert findings_object([]) == {"findings": [], "errors": 0, "warnings": 0}


def test_a_finding_for_scripts_names_its_units_and_the_first_of_them() -> None:
    made = findings_object([ERROR, WARNING])
    assert (made["errors"], made["warnings"]) == (1, 1)
    assert made["findings"] == [
        {
            "check": "marker.missing",
            "severity": "error",
            "unit": "u1",
            "units": ["u1", "u2"],
            "message": "no marker",
            "start": 0,
            "end": 4,
            "fix": "[traduction] «",
            "place": None,
        },
        {
            "check": "date.value",
            "severity": "warning",
            "unit": None,
            "units": [],
            "message": "another date",
            "start": None,
            "end": None,
            "fix": None,
            "place": "report.txt:12",
        },
    ]
