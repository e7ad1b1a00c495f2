"""Texts through a CTranslate2 model in a folder that the user has: model.bin, source.spm and target.spm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from rirbilingual.draft.machine.provider import MachineFailed, Provider

_FILES = ("model.bin", "source.spm", "target.spm")


def translate(texts: Sequence[str], argument: str, timeout: float) -> Sequence[str]:
    """argument: the folder. The model runs in this process: `timeout` does not bound it."""
    model, source, target = _model(argument)
    cut = [[*source.encode(text, out_type=str), "</s>"] for text in texts]
    try:
        found = model.translate_batch(cut, beam_size=4, max_batch_size=1024, batch_type="tokens")
    except (RuntimeError, ValueError) as error:
        raise MachineFailed(f"the model in {argument} failed: {error}") from None
    return [str(target.decode(result.hypotheses[0])).strip() for result in found]


@cache
def _model(argument: str) -> tuple[Any, Any, Any]:
    folder = Path(argument).expanduser()
    missing = [name for name in _FILES if not (folder / name).is_file()]
    if not argument or missing:
        raise MachineFailed(f"{argument or 'no folder'} has no {missing[0]}")
    try:
        import ctranslate2
        import sentencepiece
    except ImportError:
        raise MachineFailed("ctranslate2 is not installed: pip install 'rirbilingual[ctranslate2]'") from None
    try:
        model = ctranslate2.Translator(str(folder), device="cpu")
        pieces = [sentencepiece.SentencePieceProcessor(model_file=str(folder / name)) for name in _FILES[1:]]
    except (RuntimeError, ValueError, OSError) as error:
        raise MachineFailed(f"the model in {argument} cannot be read: {error}") from None
    return (model, *pieces)


PLUGIN = Provider("ctranslate2", translate)
