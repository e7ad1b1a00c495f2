"""A search to the page of concordance: both sides, the words sought lit, the source report linked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rirbilingual.memory.stems import stem
from rirbilingual.render.environment import environment, inlined, policy, rendered
from rirbilingual.service import schemas
from rirbilingual.service.access import may_read
from rirbilingual.service.bodies import query
from rirbilingual.text.normalise import folded

if TYPE_CHECKING:
    from starlette.requests import Request

_WORD = re.compile(r"\w+")
_KEY = re.compile(r"([A-Z]{3}\d{5,6})\.(?:EF|FE|E|F)\b")
_ASKED: schemas.Schema = {
    "type": "object",
    "properties": {"q": {**schemas.WORDS, "minLength": 0}},
    "additionalProperties": False,
}

Part = tuple[str, bool]  # text, and whether it was sought


async def page(request: Request) -> Any:
    """GET /: the page; with `?q=`, what was found."""
    from starlette.responses import Response

    may_read(request)
    sought = query(request, _ASKED).get("q", "").strip()
    reading = request.app.state.reading
    found = (
        await reading.ask(lambda memory: memory.search(sought, limit=50, progress=reading.going))
        if folded(sought)
        else ()
    )
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
    wanted = {stem(word) for word in _WORD.findall(folded(sought))}
    parts: list[Part] = []
    last = 0
    for word in _WORD.finditer(text):
        if stem(folded(word[0])) in wanted:
            parts += [(text[last : word.start()], False), (word[0], True)]
            last = word.end()
    return [part for part in (*parts, (text[last:], False)) if part[0]]


def link(report: str, site: str) -> str:
    """The published page of a unit's report, "" where the site's address or the report's number is not known."""
    key = _KEY.match(report)
    return f"{site.rstrip('/')}/{key[1]}/en-fr.html" if site and key else ""
