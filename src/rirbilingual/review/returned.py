"""A file as it came back, its ids perhaps stripped, to units known again by source and neighbours."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rirbilingual.formats.po import identified
from rirbilingual.model import Catalog
from rirbilingual.review.pairing import links


@dataclass(frozen=True)
class Returned:
    """A catalog and the name of the file that it came in."""

    name: str
    catalog: Catalog


def placed_by_source(returned: Catalog, whole: Catalog) -> Catalog:
    """The returned catalog, each unit without an id given that of the whole's unit with the same source.

    Of several with one source it is the one at the same place in the order, or with the same neighbours. A
    unit that the whole does not have gets an id of its own.
    """
    nameless = [i for i, unit in enumerate(returned.units) if not unit.id]
    if not nameless or returned is whole:
        return identified(returned)
    named = {unit.id for unit in returned.units}
    candidates = [unit for unit in whole.units if unit.id not in named]
    theirs = [" ".join(returned.units[i].source.split()) for i in nameless]
    known = links([" ".join(unit.source.split()) for unit in candidates], theirs)
    units = list(returned.units)
    for link in known:
        i = nameless[link.new[0]]
        units[i] = replace(units[i], id=candidates[link.old[0]].id)
    return identified(replace(returned, units=tuple(units)))
