"""An SRX 2.0 file to its rules for a language. The rules are data: the house's, LanguageTool's, a user's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rirbilingual.errors import RirError
from rirbilingual.files import line_of, parse_xml, read_bytes

if TYPE_CHECKING:
    from lxml.etree import _Element

_SRX = "{http://www.lisa.org/srx20}"
_MOST = 4 * 1024 * 1024  # bytes; LanguageTool's own file, for forty languages, has under 1 MB


@dataclass(frozen=True, slots=True)
class Rule:
    """Whether a text breaks at a place, by the expressions for what stands before and after it."""

    breaks: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """An SRX file: its rules by name, and the maps (a pattern for languages, a name) that choose among them.

    cascade: whether all maps that fit a language count, or the first of them alone.
    """

    rules: dict[str, tuple[Rule, ...]]
    maps: tuple[tuple[str, str], ...]
    cascade: bool

    def of(self, language: str) -> tuple[Rule, ...]:
        """The language's rules, in order."""
        names = [name for pattern, name in self.maps if compiled(pattern).fullmatch(language)]
        return tuple(rule for name in (names if self.cascade else names[:1]) for rule in self.rules[name])


def read_srx(path: Path, *, tried: bool = True) -> RuleSet:
    """The rules of an SRX 2.0 file. Raises RirError with the line of what is wrong.

    tried: every expression is compiled, to know that it is one; the program's own files need no trial.
    """
    name = str(path)
    root = parse_xml(read_bytes(path, _MOST), name)
    if root.tag != f"{_SRX}srx" or root.get("version") != "2.0":
        raise RirError("not an SRX 2.0 file", name, 'begin it with <srx version="2.0" xmlns=…>')
    rules = {
        _attribute(group, "languagerulename", name): tuple(_rules(group, name, tried=tried))
        for group in root.iter(f"{_SRX}languagerule")
    }
    maps = tuple(_maps(root, rules, name))
    if not maps:
        raise RirError("rules for no language", name, "add a <languagemap> for en and fr")
    header = root.find(f"{_SRX}header")
    return RuleSet(rules, maps, header is None or header.get("cascade") == "yes")


def _maps(root: _Element, rules: dict[str, tuple[Rule, ...]], name: str) -> Iterator[tuple[str, str]]:
    for element in root.iter(f"{_SRX}languagemap"):
        pattern = _attribute(element, "languagepattern", name)
        chosen = _attribute(element, "languagerulename", name)
        if chosen not in rules:
            place = f"{name}:{line_of(element)}"
            raise RirError(f"no rules named “{chosen}”", place, "name a <languagerule> of this file")
        _try(pattern, element, name)
        yield pattern, chosen


def _rules(group: _Element, name: str, *, tried: bool) -> Iterator[Rule]:
    for element in group.iter(f"{_SRX}rule"):
        said = element.get("break", "yes")
        if said not in ("yes", "no"):
            raise RirError(f'break="{said}"', f"{name}:{line_of(element)}", "write yes or no")
        before, after = (element.findtext(f"{_SRX}{side}break") or "" for side in ("before", "after"))
        if not before and not after:
            place = f"{name}:{line_of(element)}"
            raise RirError("a rule without an expression", place, "add <beforebreak> or <afterbreak>")
        if tried:
            for part in element.iter(f"{_SRX}beforebreak", f"{_SRX}afterbreak"):
                _try(part.text or "", part, name)
        yield Rule(said == "yes", before, after)


def _attribute(element: _Element, attribute: str, name: str) -> str:
    value = element.get(attribute)
    if not value:
        raise RirError(f"no {attribute}", f"{name}:{line_of(element)}", "add it")
    return value


def _try(pattern: str, element: _Element, name: str) -> None:
    import regex

    try:
        compiled(pattern)
    except (regex.error, RecursionError) as error:
        place = f"{name}:{line_of(element)}"
        raise RirError(f"not a regular expression ({error})", place, "correct it there") from None


def compiled(pattern: str) -> Any:
    """A Java expression, as SRX files have them, compiled."""
    import regex

    return regex.compile(translated(pattern), regex.V1)


def translated(pattern: str) -> str:
    r"""A Java expression as the `regex` module writes it: \Q…\E, \h, \v and (?U)."""
    if not any(java in pattern for java in (r"\Q", r"\h", r"\v", "(?U)")):
        return pattern
    import regex

    pattern = regex.sub(r"(?s)\\Q(.*?)(?:\\E|$)", lambda found: regex.escape(found[1]), pattern)
    java = {r"\h": r"\p{H}", r"\v": r"\p{V}", "(?U)": ""}
    return str(regex.sub(r"\\.|\(\?U\)", lambda found: java.get(found[0], found[0]), pattern))
