"""A language to the words of the pages' own interface (words.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from rirbilingual.model import Language


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    text = (resources.files("rirbilingual.render") / "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words(language: Language) -> Mapping[str, str]:
    """The interface's words by name; the same names in both languages."""
    return _tables()[language]


def other(language: Language) -> Language:
    """The pair's other language."""
    return "fr" if language == "en" else "en"
