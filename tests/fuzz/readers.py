"""Damaged files into a reader: each must give its value, or a RirError; nothing else, and not slowly.

    python tests/fuzz/readers.py FORMAT SECONDS [--seed N] [--corpus FOLDER]

FORMAT: text, html, docx, markdown, tmx, tbx, xliff, po. With atheris installed (`make fuzz` does it) the damage is
guided by the lines of the program that it reaches; without, it is made at random from the seeds. What breaks a reader
is written to `fuzz-FORMAT-….bin` in the folder where this runs, and the program ends with an error.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from rirbilingual.errors import RirError

SEEDS = Path(__file__).parent / "seeds"
LONGEST = 16_384  # bytes of an input
SLOWEST = 20  # seconds that a reader may take over one
_PART = b"\x00PART\x00"  # between the parts of a Word document, as they are damaged before they are packed
_DOCX_PARTS = ("document.xml", "footnotes.xml", "styles.xml", "numbering.xml")


@dataclass(frozen=True)
class Reader:
    """A reader under test: what its files are called, what reads them, what good ones look like."""

    suffix: str
    read: Callable[[Path], object]
    seeds: tuple[str, ...]


def _report(path: Path) -> None:
    from rirbilingual.read import read
    from rirbilingual.segment import segments

    report = read(path)
    found = segments(report)
    for index, block in enumerate(report.blocks):
        parts = [segment.text + segment.tail for segment in found if segment.block == index]
        assert not parts or "".join(parts) == block.text, "segments do not tile their block"


def _entries(path: Path) -> None:
    from rirbilingual.formats import read_entries

    refused: list[RirError] = []
    for _ in read_entries(path, refused=refused.append):
        pass
    if refused:
        raise refused[0]


def _terms(path: Path) -> None:
    from rirbilingual.formats.termbases import read_terms

    read_terms(path)


def _xliff(path: Path) -> None:
    from rirbilingual.formats.foreign import read_foreign
    from rirbilingual.formats.xliff_read import read_xliff

    _by_any(path, _entries, read_foreign, read_xliff)


def _po(path: Path) -> None:
    from rirbilingual.formats.foreign import read_foreign
    from rirbilingual.formats.po import read_po, read_returned

    _by_any(path, _entries, read_foreign, read_returned, read_po)


def _by_any(path: Path, *readers: Callable[[Path], object]) -> None:
    """All of them, whatever the others say; refused where all refuse it."""
    answers = [_refused_or_read(read, path) for read in readers]
    if not any(answers):
        raise RirError("no reader takes it", str(path), "it is damaged")


def _refused_or_read(read: Callable[[Path], object], path: Path) -> bool:
    """Whether it was read; a RirError is an answer too."""
    try:
        read(path)
    except RirError as error:
        assert "\n" not in str(error), "an error of more than one line"
        return False
    return True


READERS = {
    "text": Reader(".txt", _report, ("report.txt",)),
    "html": Reader(".html", _report, ("report.html",)),
    "docx": Reader(".docx", _report, _DOCX_PARTS),
    "markdown": Reader(".md", _report, ("report.md",)),
    "tmx": Reader(".tmx", _entries, ("memory.tmx",)),
    "tbx": Reader(".tbx", _terms, ("terms.tbx", "terms3.tbx")),
    "xliff": Reader(".xlf", _xliff, ("working.xlf", "other.xlf")),
    "po": Reader(".po", _po, ("working.po",)),
}


def seeds(form: str) -> list[bytes]:
    """Good files of the format; those of Word as parts, not yet packed."""
    held = [(SEEDS / name).read_bytes() for name in READERS[form].seeds]
    return [_PART.join(held)] if form == "docx" else held


def file_of(form: str, data: bytes) -> bytes:
    """The bytes of the file: those of Word are packed, unless they are an archive already."""
    if form != "docx" or data.startswith(b"PK"):
        return data
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in zip(_DOCX_PARTS, data.split(_PART), strict=False):
            archive.writestr(f"word/{name}", part)
    return buffer.getvalue()


def run_one(form: str, data: bytes, folder: Path) -> bool:
    """Read one damaged file; gives whether it was read. Raises what no reader may raise."""
    path = folder / f"report{READERS[form].suffix}"
    path.write_bytes(file_of(form, data))
    return _refused_or_read(READERS[form].read, path)


_WORDS = (
    b"<", b">", b"&", b'"', b"'", b"(", b")", b"[", b"]", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n", b"\n\n", b"\\",
    b"<!DOCTYPE x [", b"<!ENTITY a 'b'>", b"&a;", b"&#0;", b"&#x110000;", b"]]>", b"<![CDATA[", b"<?xml version='1.0'?>", b"xml:lang",
    b"References", b"[translation]", b"(AP 2023-06-23)", b"MEX201603.E", b"31 August 2023", "«\u00a0".encode(), "’".encode(),
    b"msgid \"", b"msgctxt", b"#, fuzzy", b"99999999999999999999", b"-1", b"1.1.1.1.", b"\xc2\xa0", b"\xf0\x9f\x8f\xb4",
)  # fmt: skip


def damaged(data: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """A few random edits: stretches cut, doubled, moved, taken from another seed, bytes changed, words put in."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out) + 1)
        to = min(len(out), at + int(chance.expovariate(1 / 20)))
        match chance.randrange(6):
            case 0:
                del out[at:to]
            case 1:
                out[at:at] = out[at:to] * chance.choice((1, 1, 2, 40))
            case 2:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                out[at:to] = other[start : start + 40]
            case 3:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 4:
                piece = out[at:to]
                del out[at:to]
                where = chance.randrange(len(out) + 1)
                out[where:where] = piece
            case _:
                out[at:at] = chance.choice(_WORDS)
    return bytes(out[:LONGEST])


def at_random(form: str, seconds: float, seed: int, folder: Path, most: int = 0) -> tuple[int, int]:
    """Executions made in the time (or `most`), and how many of them the reader read."""
    chance, good = random.Random(seed), seeds(form)
    pool = list(good)
    done = whole = 0
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and not (most and done >= most):
        data = damaged(chance.choice(pool), chance, good)
        began = time.process_time()
        try:
            read = run_one(form, data, folder)
        except BaseException:
            sys.stderr.write(f"written to {_kept(form, data)}\n")
            raise
        if time.process_time() - began > SLOWEST:
            raise AssertionError(f"slower than {SLOWEST} s: {_kept(form, data)}")
        done, whole = done + 1, whole + read
        if read and len(pool) < 500:  # damage upon damage goes further
            pool.append(data)
    return done, whole


def _kept(form: str, data: bytes) -> Path:
    path = Path(f"fuzz-{form}-{hashlib.sha256(data).hexdigest()[:12]}.bin")
    path.write_bytes(data)
    return path


def guided(form: str, seconds: int, seed: int, folder: Path, corpus: Path) -> None:
    """Fuzz with atheris, which ends the process: 0, or not where it found something."""
    import atheris

    with atheris.instrument_imports(include=["rirbilingual"]):
        import rirbilingual.formats.catalogs
        import rirbilingual.formats.foreign
        import rirbilingual.formats.po
        import rirbilingual.formats.termbases
        import rirbilingual.formats.tmx
        import rirbilingual.formats.xliff_entries
        import rirbilingual.formats.xliff_read
        import rirbilingual.read.docx
        import rirbilingual.read.html
        import rirbilingual.read.markdown
        import rirbilingual.segment  # noqa: F401

    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds(form):
        (corpus / hashlib.sha256(data).hexdigest()).write_bytes(data)
    words = folder / "words"
    words.write_text("".join('"' + "".join(f"\\x{b:02x}" for b in word) + '"\n' for word in _WORDS))
    options = [f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}",
               f"-artifact_prefix=fuzz-{form}-", f"-dict={words}", "-rss_limit_mb=2048", "-print_final_stats=1",
               "-verbosity=0"]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: run_one(form, data, folder) and None)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("format", choices=READERS)
    parser.add_argument("seconds", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, help="keep what was found to reach new lines here (atheris)")
    parser.add_argument("--random", action="store_true", help="at random, though atheris is installed")
    given = parser.parse_args()
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as held:
        folder = Path(held)
        try:
            if given.random:
                raise ImportError
            import atheris  # noqa: F401
        except ImportError:
            print(f"{given.format}: at random, without atheris")
            done, whole = at_random(given.format, given.seconds, given.seed, folder)
            print(f"{given.format}: {done:,} executions, {whole:,} of them read, no finding")
            return 0
        print(f"{given.format}: with atheris")
        corpus = given.corpus or folder / "corpus"
        # It ends its process without a word to Python: not this one, which has the folder to take away.
        child = get_context("fork").Process(
            target=guided, args=(given.format, given.seconds, given.seed, folder, corpus)
        )
        child.start()
        child.join()
        return child.exitcode or 0


if __name__ == "__main__":
    sys.exit(main())
