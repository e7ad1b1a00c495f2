"""Memory and texts in, translate-toolkit's drafts out: its own `pretranslate`, run as a program of its own.

Its matcher drops what is longer than 1,000 characters; here it takes 10,000, by the parameter that the program
itself leaves at its default. Everything else is as `pretranslate --tm=memory.tmx report.po draft.po` does it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Sequence
from os import environ
from pathlib import Path
from tempfile import TemporaryDirectory

import polib

from rirbilingual.formats.tmx import write_tmx
from rirbilingual.model import Unit

LONGEST = 10_000  # characters
PROGRAM = f"""
import sys
from translate.tools import pretranslate
tm, template, report, draft = sys.argv[1:]
pretranslate.memory([tm], max_candidates=1, min_similarity=75, max_length={LONGEST})  # the program asks for it once
pretranslate.main(["--progress=none", "--tm", tm, "-t", template, report, draft])
"""


def pretranslated(memory: Sequence[Unit], sources: Sequence[str]) -> tuple[list[str], float]:
    """The French of each source, "" where there is none, and the processor seconds of it all."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_tmx(memory, folder / "memory.tmx")
        report = _po(sources)
        report.save(str(folder / "report.po"))
        _po([]).save(
            str(folder / "template.po")
        )  # without one it writes nothing, and says that all went well
        files = [str(folder / f) for f in ("memory.tmx", "template.po", "report.po", "draft.po")]
        seconds = cpu([sys.executable, "-c", PROGRAM, *files])
        drafts = {entry.msgctxt: entry.msgstr for entry in polib.pofile(str(folder / "draft.po"))}
    return [drafts.get(str(n), "") for n in range(len(sources))], seconds


def _po(sources: Sequence[str]) -> polib.POFile:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    file.extend(polib.POEntry(msgctxt=str(n), msgid=source) for n, source in enumerate(sources))
    return file


def cpu(command: Sequence[str]) -> float:
    """The processor seconds of a command and its children: time by the clock is the machine's other work too."""
    # Installed programs have their bytecode beside them, whatever the shell says of writing it.
    environment = {name: value for name, value in environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
