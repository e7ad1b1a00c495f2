"""Look-ups in the JSON protocol of Translate Toolkit's tmserver and of amaGama, which Virtaal and Weblate speak.

Source: amaGama's documentation of its API. A unit is asked for by its text in the path (or `?source=`), an
answer is a list of `source`, `target`, `quality` (percent); languages are `en`, `en_CA`, `fr-ca` …
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rirbilingual.service.access import may_read
from rirbilingual.service.bodies import checked
from rirbilingual.service.schemas import MOST_MATCHES, TEXT

if TYPE_CHECKING:
    from starlette.requests import Request

_CANDIDATES = 5
_SIMILARITY = 70  # percent


async def languages(request: Request) -> Any:
    """GET /languages/: what the memory translates from and into."""
    may_read(request)
    source, target = await _own(request)
    return {"sourceLanguages": _written(source), "targetLanguages": _written(target)}


async def unit(request: Request) -> Any:
    """GET /SOURCE/TARGET/unit/TEXT: the matches of a text; none for other languages than the memory's."""
    may_read(request)
    text = checked(request.path_params.get("text") or request.query_params.get("source", ""), TEXT)
    asked = tuple(_primary(request.path_params[side]) for side in ("source", "target"))
    if asked != tuple(_primary(own) for own in await _own(request)):
        return []
    limit = _number(request, "max_candidates", _CANDIDATES, 1, MOST_MATCHES)
    threshold = _number(request, "min_similarity", _SIMILARITY, 1, 100)
    found = await request.app.state.desk.ask(
        lambda memory: memory.match(text, limit=limit, threshold=threshold)
    )
    return [
        {
            "source": match.unit.source,
            "target": match.target,
            "quality": match.score,
            "rank": match.score,
            "context": str(match.unit.origin),
        }
        for match in found
    ]


# Below "/tmserver", where Virtaal looks, and "/api/v1", as amaGama has it.
PREFIXES = ("/tmserver", "/api/v1")
ROUTES = (
    ("/languages/", languages),
    ("/{source}/{target}/unit/{text:lines}", unit),
    ("/{source}/{target}/unit", unit),
)


def take_lines() -> None:
    """Teach Starlette's routes the type `lines`: the rest of a path, which its own `path` ends at a line's end, and
    Weblate asks for texts of several lines."""
    from starlette.convertors import PathConvertor, register_url_convertor

    class Lines(PathConvertor):
        regex = r"[\s\S]*"

    register_url_convertor("lines", Lines())


async def _own(request: Request) -> tuple[str, str]:
    languages: tuple[str, str] = await request.app.state.desk.ask(lambda memory: memory.languages)
    return languages


def _written(language: str) -> list[str]:
    """A language as clients write it: "fr", "fr_ca" (Weblate), "fr_CA", "fr-CA"."""
    underscored = language.replace("-", "_")
    return list(dict.fromkeys((_primary(language), underscored.lower(), underscored, language)))


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def _number(request: Request, name: str, default: int, least: int, most: int) -> int:
    """As amaGama does: what is no number is passed over."""
    text = request.query_params.get(name, "")
    return (
        min(max(int(text), least), most) if text.isascii() and text.isdigit() and len(text) < 10 else default
    )
