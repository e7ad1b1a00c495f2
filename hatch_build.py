"""The kernels of rooms, compiled while the project is built or installed, where there is a C compiler.

Without one, or with RIRBILINGUAL_KERNEL=off, the project is pure Python: slower, the same answers.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any
from zlib import crc32

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOMS = ("rirbilingual/align", "rirbilingual/match")
LIBRARY = "_kernel.so"
OPTIONS = ("-O3", "-std=c11", "-shared", "-fPIC", "-s")
LIBRARIES = ("-lm",)


class KernelHook(BuildHookInterface):
    """The editable install has the library beside its source; a wheel has it inside, and its platform in its name."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        self._folder = tempfile.mkdtemp() if version != "editable" else None
        for name in ROOMS:
            room = Path(self.root, "src", name)
            made = Path(self._folder, room.name, LIBRARY) if self._folder else room / LIBRARY
            made.parent.mkdir(exist_ok=True)
            if not compiled(room, made):
                made.unlink(missing_ok=True)  # of an older source
            elif self._folder:
                build_data["pure_python"] = False
                build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"
                build_data["force_include"][str(made)] = f"{name}/{LIBRARY}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self._folder:
            shutil.rmtree(self._folder)


def compiled(room: Path, made: Path) -> bool:
    """Make the library at `made`; whether that could be done."""
    compiler = os.environ.get("CC", "cc").split()
    if os.environ.get("RIRBILINGUAL_KERNEL") == "off" or not shutil.which(compiler[0]):
        return False
    with tempfile.TemporaryDirectory(dir=made.parent) as folder:
        new = Path(folder, LIBRARY)
        # The source is named from its own folder, so that the library is the same wherever it is made.
        source = f"-DSOURCE={crc32(Path(room, 'kernel.c').read_bytes())}u"
        command = [*compiler, *OPTIONS, source, "-o", str(new), "kernel.c", *LIBRARIES]
        done = subprocess.run(command, cwd=room, capture_output=True)
        if done.returncode:
            return False
        new.replace(made)  # a running program keeps the old one
    return True
