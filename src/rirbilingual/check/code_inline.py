"""Units to those whose inline codes or placeholders differ between the languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.compared import surplus
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity

_CODE = re.compile(
    r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>"
    r"|%(?:\d+\$)?(?:\([A-Za-z_]\w*\))?[-+0#]*\d*(?:\.\d+)?[sdifgxu](?![^\W\d_])"
    r"|\{[A-Za-z_0-9.:!]*\}|&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]+);|\$\{\w+\}"
)


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        for unit in passage.units:
            english, french = _CODE.findall(unit.source), _CODE.findall(unit.target)
            if unit.target.strip() and sorted(english) != sorted(french):
                lost, added = surplus(english, french), surplus(french, english)
                said = [f"missing: {' '.join(lost)}"] if lost else []
                said += [f"not in the English: {' '.join(added)}"] if added else []
                yield Found(f"inline codes: {'; '.join(said)}", (unit.id,))


PLUGIN = Check(
    id="code.inline",
    severity=Severity.ERROR,
    why="Codes carry italics, links and values into the page; one that is lost takes them along.",
    find=_find,
    good=(Example("The <i>Port Monitor</i> has %s pages.", "Le <i>Port Monitor</i> compte %s pages."),),
    bad=(
        Example("The <i>Port Monitor</i> has %s pages.", "Le <i>Port Monitor compte %s pages."),
        Example("The file {name} is closed.", "Le fichier {nom} est fermé."),
    ),
)
