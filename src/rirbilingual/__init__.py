"""The public names: `import rirbilingual as rir`; a script can do all that the command does.

    report = rir.read("MEX201603.E.txt")
    for segment in rir.segment(report): ...
    memory = rir.Memory.open("office.sqlite")

Each name is found at its first use, so that importing the package costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rirbilingual.alignment import align
    from rirbilingual.check import unit_findings as check
    from rirbilingual.errors import RirError
    from rirbilingual.pipeline import draft
    from rirbilingual.read import read
    from rirbilingual.segment import segments as segment
    from rirbilingual.translation_memory import Memory

__version__ = "0.1.0"
__all__ = ["Memory", "RirError", "align", "check", "draft", "read", "segment"]

_HOMES = {
    "Memory": ("rirbilingual.translation_memory", "Memory"),
    "RirError": ("rirbilingual.errors", "RirError"),
    "align": ("rirbilingual.alignment", "align"),
    "check": ("rirbilingual.check", "unit_findings"),
    "draft": ("rirbilingual.pipeline", "draft"),
    "read": ("rirbilingual.read", "read"),
    "segment": ("rirbilingual.segment", "segments"),
}


class _Name:
    """A public name, taken from its module when asked for.

    A plain module attribute would not do: `rirbilingual.read` is a room as well as a function, and importing
    the room would put its module in the function's place.
    """

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def __get__(self, package: ModuleType | None, owner: type[ModuleType]) -> Any:
        return getattr(import_module(self._module), self._name)

    def __set__(self, package: ModuleType, value: object) -> None:
        """The import system's wish to put the room's module here is passed over."""


class _Package(ModuleType):
    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


for _name, (_home, _attribute) in _HOMES.items():
    setattr(_Package, _name, _Name(_home, _attribute))
sys.modules[__name__].__class__ = _Package
