"""A folder of the user's templates to a jinja2 environment: theirs by name, ours for the rest."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import Any

import jinja2
from markupsafe import Markup

from rirbilingual import files
from rirbilingual.config import NO_FURNITURE, BothFurniture
from rirbilingual.errors import RirError


def environment(folder: Path | None = None, furniture: BothFurniture = NO_FURNITURE) -> jinja2.Environment:
    """Templates by name: from `folder` where it has one of that name, else those that came with the program.

    furniture: of the user's pages; templates see it as `furniture`. Raises RirError where `folder` is none.
    """
    if folder is not None and not folder.is_dir():
        raise RirError("no such folder of templates", str(folder), "check the path")
    return _environment(folder, furniture)


class _Loader(jinja2.FileSystemLoader):
    """Templates of those folders, ours the last. Raises RirError for one that is no UTF-8."""

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError:
            places = (Path(folder) / template for folder in self.searchpath)
            place = next(path for path in places if path.is_file())
            raise RirError("not UTF-8 text", str(place), "save it as UTF-8") from None


@cache
def _environment(folder: Path | None, furniture: BothFurniture) -> jinja2.Environment:
    folders = [path for path in (folder, files.shipped("templates")) if path is not None]
    made = jinja2.Environment(
        loader=_Loader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.globals["furniture"] = furniture
    return made


def rendered(templates: jinja2.Environment, name: str, values: Mapping[str, Any]) -> bytes:
    """The template's page as UTF-8. Raises RirError with the template's file and line where it is wrong, or fails."""
    try:
        return templates.get_template(name).render(values).encode("utf-8", "replace")
    except jinja2.TemplateSyntaxError as error:
        place = f"{error.filename or error.name or name}:{error.lineno}"
        raise RirError(f"not a template: {error.message}", place, "correct it there") from None
    except jinja2.TemplateNotFound as error:
        raise RirError("no such template", str(error), "put it into the folder of templates") from None
    except jinja2.UndefinedError as error:
        raise RirError(
            f"the template asks for what is not there: {error.message}",
            _place_in_own(templates, error) or name,
            "see docs/render.md",
        ) from None
    except RirError:
        raise
    except Exception as error:
        place = _place_in_own(templates, error)
        if not place:
            raise  # a mistake of ours
        raise RirError(f"the template fails: {error}", place, "correct it there") from None


def _place_in_own(templates: jinja2.Environment, error: Exception) -> str:
    """The file and line of the user's own templates that the error came from; "" where they took no part."""
    assert isinstance(templates.loader, _Loader)
    own = templates.loader.searchpath[:-1]  # the last is ours
    called = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    places = (f"{file}:{line}" for file, line in reversed(called) if str(Path(file).parent) in own)
    return next(places, "")


@cache
def inlined(templates: jinja2.Environment, *names: str) -> Markup:
    """Style sheets or scripts, joined, as they go into a page: what `source_hash` allows. Read once, as templates are.

    Without white space at the ends, which the Nu HTML checker leaves out of its hash and browsers do not.
    """
    loader = templates.loader
    assert loader is not None
    parts = []
    for name in names:
        try:
            parts.append(loader.get_source(templates, name)[0])
        except jinja2.TemplateNotFound:
            raise RirError("no such template", name, "put it into the folder of templates") from None
    return Markup("\n".join(parts).strip())


def source_hash(inline: str) -> str:
    """How a Content-Security-Policy names one inline style sheet or script: 'sha256-…'."""
    digest = hashlib.sha256(inline.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def policy(*, style: str, script: str) -> str:
    """A page's Content-Security-Policy: that style sheet and that script, and nothing from anywhere."""
    scripts = source_hash(script) if script else "'none'"
    return (
        f"default-src 'none'; style-src {source_hash(style)}; script-src {scripts}; "
        "base-uri 'none'; form-action 'none'"
    )
