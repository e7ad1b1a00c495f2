"""A folder of working files to their alignment reports, and the index over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from rirbilingual import pipeline
from rirbilingual.config import USUAL_CHECKS, Checks
from rirbilingual.errors import RirError
from rirbilingual.files import refuse_to_overwrite, write_whole
from rirbilingual.formats.foreign import is_foreign
from rirbilingual.translation_memory import Memory


def archive(
    folder: Path,
    index: Path,
    *,
    terms: Path | None = None,
    memories: Sequence[Memory] = (),
    checks: Checks = USUAL_CHECKS,
    signatures: int = 1,
    templates: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[Path, ...]:
    """Write KEY.html beside `index` for every working file under the folder, and the index; gives the reports.

    Raises RirError where the folder holds none, or two of one report.
    """
    from rirbilingual.match.leverage import leverage
    from rirbilingual.render import environment
    from rirbilingual.render.archive import archive_index, listed

    files = [path for path in sorted(folder.rglob("*.po")) if not is_foreign(path)] if folder.is_dir() else []
    if not files:
        raise RirError("no working file in it", str(folder), "name a folder with KEY.EF.po files")
    made: dict[str, Path] = {}
    read: list[Path] = []
    lines = []
    pages: list[tuple[Path, bytes]] = []
    for path in files:
        work = pipeline.working(path)
        if work.catalog.key in made:
            raise RirError(
                f"{work.catalog.key} is also in {made[work.catalog.key]}",
                str(path),
                "keep one of the two there",
            )
        made[work.catalog.key] = path
        read += work.files
        page = index.parent / f"{work.catalog.key}.html"
        found = pipeline.findings(work, terms=terms, memories=memories, checks=checks)
        stops = pipeline.against_publishing(work, found, signatures=signatures)
        shares = leverage(work.catalog.key, work.catalog.units)
        lines.append(listed(quote(page.name), work.pair, found, shares, stops))
        pages.append((page, pipeline.alignment_page(work, found, stops, templates=templates)))
        if progress:
            progress(1)
    refuse_to_overwrite([index, *(page for page, _ in pages)], read)
    for page, content in pages:
        write_whole(page, content)
    write_whole(index, archive_index(lines, templates=environment.environment(templates)))
    return tuple(page for page, _ in pages)
