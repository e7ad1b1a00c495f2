"""A room's folder to its plug-ins: the values named PLUGIN in its own modules, then in entry points."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, TypeVar

from rirbilingual.errors import RirError


class Plugin(Protocol):
    """All that is asked of a plug-in here: an id, unique among those of its kind."""

    @property
    def id(self) -> str: ...


P = TypeVar("P", bound=Plugin)


def plugins(package: str, kind: type[P]) -> tuple[P, ...]:
    """The plug-ins of `package`: its own modules' in the order of their names, then those that installed
    distributions offer under the entry-point group `package`, in the order of their names.

    A module without a PLUGIN is none. Raises RirError for an entry point that cannot be loaded, for a value
    that is not of `kind`, and for two plug-ins of one id.
    """
    found: dict[str, tuple[str, P]] = {}
    for place, value in [*_own(package), *_installed(package)]:
        if not isinstance(value, kind):
            raise RirError(
                f"a plug-in must be a {kind.__name__}, not a {type(value).__name__}",
                place,
                "mend or remove it",
            )
        if value.id in found:
            raise RirError(
                f'two plug-ins have the id "{value.id}"', f"{found[value.id][0]}, {place}", "remove one"
            )
        found[value.id] = (place, value)
    return tuple(plugin for _, plugin in found.values())


def _own(package: str) -> list[tuple[str, object]]:
    names = sorted(module.name for module in pkgutil.iter_modules(import_module(package).__path__))
    modules = [import_module(f"{package}.{name}") for name in names]
    return [(module.__name__, module.PLUGIN) for module in modules if hasattr(module, "PLUGIN")]


def _installed(package: str) -> list[tuple[str, object]]:
    found = []
    for point in sorted(entry_points(group=package), key=lambda point: point.name):
        try:
            found.append((point.value, point.load()))
        except Exception as error:  # noqa: BLE001 - whatever another's module does as it is loaded
            raise RirError(
                f"the plug-in {point.name} cannot be loaded ({type(error).__name__}: {error})",
                point.value,
                "install its distribution again, or remove it",
            ) from None
    return found
