"""Hostile files at every reader of XML or archives: refused in one line, or read without what they try."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rirbilingual.errors import RirError
from rirbilingual.formats import read_entries
from rirbilingual.formats.foreign import read_foreign
from rirbilingual.formats.termbases import read_terms
from rirbilingual.formats.xliff_read import read_xliff
from rirbilingual.read import read

SEEDS = Path(__file__).parent / "fuzz" / "seeds"
SECRET = "the words of a file that is nobody's business"

READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "a memory": ("memory.tmx", lambda path: list(read_entries(path))),
    "a memory to check": ("memory.tmx", read_foreign),
    "a termbase": ("terms.tbx", read_terms),
    "a termbase of the third version": ("terms3.tbx", read_terms),
    "another's XLIFF": ("other.xlf", lambda path: list(read_entries(path))),
    "another's XLIFF to check": ("other.xlf", read_foreign),
    "our XLIFF": ("working.xlf", read_xliff),
    "a Word document": ("document.xml", read),
    "its notes": ("footnotes.xml", read),
    "its styles": ("styles.xml", read),
}
LAUGHS = "<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)  # a hundred thousand million of them
ATTACKS = {
    "a thousand million laughs": f"<!DOCTYPE x [{LAUGHS}]>",
    "a file of this machine": "<!DOCTYPE x [<!ENTITY a11 SYSTEM 'SECRET'>]>",
    "a parameter entity": "<!DOCTYPE x [<!ENTITY % p SYSTEM 'SECRET'> %p; <!ENTITY a11 'x'>]>",
    "laughs behind a long comment": f"<!--{' ' * 70_000}--><!DOCTYPE x [{LAUGHS}]>",
    "an entity of a document type elsewhere": "<!DOCTYPE x SYSTEM 'SECRET'>",
    "a file behind a long comment": f"<!--{' ' * 70_000}--><!DOCTYPE x [<!ENTITY a11 SYSTEM 'SECRET'>]>",
}


def hostile(seed: str, attack: str, secret: Path) -> bytes:
    """The good file with the attack's document type, and its entity in every text of some length."""
    text = (SEEDS / seed).read_text(encoding="utf-8")
    declaration, _, rest = (
        text.partition("?>") if text.startswith("<?xml") else ("<?xml version='1.0'", "", text)
    )
    head, end, body = rest.partition(">")
    body = body.replace("</", "&a11;</", 3)
    return f"{declaration}?>{attack.replace('SECRET', secret.as_uri())}{head}{end}{body}".encode()


def packed(seed: str, part: bytes) -> bytes:
    """A Word document with this part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("document.xml", "footnotes.xml", "styles.xml"):
            archive.writestr(f"word/{name}", part if name == seed else (SEEDS / name).read_bytes())
    return buffer.getvalue()


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("reader", READERS)
def test_no_entity_is_expanded_and_no_file_fetched(reader: str, attack: str, tmp_path: Path) -> None:
    seed, opened = READERS[reader]
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    data = hostile(seed, ATTACKS[attack], secret)
    is_word = seed in ("document.xml", "footnotes.xml", "styles.xml")
    path = tmp_path / ("report.docx" if is_word else seed)
    path.write_bytes(packed(seed, data) if is_word else data)
    with pytest.raises(RirError) as refused:
        opened(path)
    assert "entit" in str(refused.value) and SECRET not in str(refused.value)


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/tmp/evil.xml", "word/../../evil.xml", "C:\\evil.xml", "word/\x00"]
)
def test_a_part_outside_the_archive_is_never_written(name: str, tmp_path: Path) -> None:
    buffer = io.BytesIO(packed("", b""))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"evil")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "report.docx").write_bytes(buffer.getvalue())
    before = sorted(tmp_path.rglob("*"))
    with contextlib.suppress(RirError):
        assert "evil" not in read(inner / "report.docx").text
    assert sorted(tmp_path.rglob("*")) == before and not Path("/tmp/evil.xml").exists()


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A part that says it is small and is not, and one that says it is large."""
    path = tmp_path / "report.docx"
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1024):
            part.write(b" " * 2**20)
    assert len(buffer.getvalue()) < 2**21
    path.write_bytes(buffer.getvalue())
    with pytest.raises(RirError, match="unpacks to more than"):
        read(path)
    small = buffer.getvalue().replace((2**30).to_bytes(8, "little"), (10).to_bytes(8, "little"))
    path.write_bytes(small.replace((2**30).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(RirError):
        read(path)
