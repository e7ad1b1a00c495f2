"""A CTranslate2 model that says one sentence whatever it is asked: small enough to be made while a test runs."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path


def write_model(folder: Path, english: list[str], french: str) -> None:
    """model.bin, source.spm and target.spm. Its words are those of `english` and `french`; each word of `french`
    may stand in it once.

    The decoder is a chain: every layer adds nothing, a word's embedding is a direction of its own, and the
    projection turns each word's direction into the next word's.
    """
    import numpy as np
    import sentencepiece
    from ctranslate2.specs.transformer_spec import TransformerSpec

    for name, sentences in (("source", english), ("target", [french])):
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(sentences),
            model_writer=model,
            model_type="word",
            vocab_size=100,
            hard_vocab_limit=False,
            minloglevel=2,
        )
        (folder / f"{name}.spm").write_bytes(model.getvalue())
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))
    said = pieces.encode(french, out_type=str)
    words = ["<unk>", "<s>", "</s>", *said]
    heard = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    known = ["<unk>", "<s>", "</s>", *(heard.id_to_piece(n) for n in range(3, heard.get_piece_size()))]

    size = len(words)
    shapes = {
        "self_attention.linear[0]": (3 * size, size),
        "attention.linear[1]": (2 * size, size),
        "ffn.linear_0": (4 * size, size),
        "ffn.linear_1": (size, 4 * size),
    }

    spec = TransformerSpec.from_config(num_layers=1, num_heads=1)

    def zeros(*shape: int):  # type: ignore[no-untyped-def]
        return np.zeros(shape, dtype=np.float32)

    def fill(part, name: str = "") -> None:  # type: ignore[no-untyped-def]
        if hasattr(part, "gamma"):
            part.gamma, part.beta = zeros(size) + 1, zeros(size)
        elif hasattr(part, "weight") and "linear" in name:
            shape = next((shapes[end] for end in shapes if name.endswith(end)), (size, size))
            part.weight, part.bias = zeros(*shape), zeros(shape[0])
        elif hasattr(part, "encodings"):
            part.encodings = zeros(64, size)
        else:
            for field, value in vars(part).items():
                for n, inner in enumerate(value if isinstance(value, list) else [value]):
                    if hasattr(inner, "__dict__"):
                        fill(inner, f"{name}.{field}[{n}]" if isinstance(value, list) else f"{name}.{field}")

    fill(spec)
    spec.encoder.embeddings[0].weight = zeros(len(known), size)
    spec.decoder.embeddings.weight = np.eye(size, dtype=np.float32)
    spec.decoder.projection.weight = zeros(size, size)
    spec.decoder.projection.bias = zeros(size)
    chain = ["<s>", *said, "</s>"]
    for before, after in pairwise(chain):
        spec.decoder.projection.weight[words.index(after), words.index(before)] = 10
    spec.register_source_vocabulary(known)
    spec.register_target_vocabulary(words)
    spec.validate()
    spec.save(str(folder))
