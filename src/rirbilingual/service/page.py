"""A search to the page of concordance: both sides, the words sought lit, the source report linked."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from rirbilingual.render.environment import environment, inlined, policy, rendered
from rirbilingual.service import schemas
from rirbilingual.service.access import may_read
from rirbilingual.service.bodies import query
from rirbilingual.text.normalise import folded

if TYPE_CHECKING:
    from starlette.requests import Request

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_KEY = re.compile(r"([A-Z]{3}\d{5,6})\.(?:EF|FE|E|F)\b")
_STEM, _ENDING = 4, 2  # letters that forms of a word share at least, and that may differ at its end
_ASKED: schemas.Schema = {
    "type": "object",
    "properties": {"q": {**schemas.TEXT, "minLength": 0, "maxLength": 500}},
    "additionalProperties": False,
}

Part = tuple[str, bool]  # text, and whether it was sought


async def page(request: Request) -> Any:
    """GET /: the page; with `?q=`, what was found."""
    from starlette.responses import Response

    may_read(request)
    sought = query(request, _ASKED).get("q", "").strip()
    found = await request.app.state.desk.ask(lambda memory: memory.search(sought, limit=50)) if sought else ()
    rows = [
        {
            "source": lit(match.unit.source, sought),
            "target": lit(match.target, sought),
            "score": match.score,
            "kind": match.kind.name.lower(),
            "origin": str(match.unit.origin),
            "href": link(match.unit.origin.report, request.app.state.site),
        }
        for match in found
    ]
    templates = environment()
    style = inlined(templates, "base.css", "concordance.css")
    allowed = policy(style=style, script="").replace("form-action 'none'", "form-action 'self'")
    values = {"style": style, "policy": allowed, "sought": sought, "rows": rows}
    return Response(
        rendered(templates, "concordance.html", values),
        media_type="text/html",
        headers={"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"},
    )


def lit(text: str, sought: str) -> list[Part]:
    """The text in parts; joined they are the text. Words that are a sought one, or another form of it, are marked."""
    wanted = {folded(word) for word in _WORD.findall(sought)}
    parts: list[Part] = []
    last = 0
    for word in _WORD.finditer(text):
        if any(_alike(folded(word[0]), other) for other in wanted):
            parts += [(text[last : word.start()], False), (word[0], True)]
            last = word.end()
    return [part for part in (*parts, (text[last:], False)) if part[0]]


def _alike(word: str, other: str) -> bool:
    """Whether both begin alike but for an ending: "harbour", "harbours"; "proteger", "protege"."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    return word == other or shared >= max(_STEM, min(len(word), len(other)) - _ENDING)


def link(report: str, site: str) -> str:
    """The published page of a unit's report, "" where the site's address or the report's number is not known."""
    key = _KEY.match(report)
    return f"{site.rstrip('/')}/{key[1]}/en-fr.html" if site and key else ""
