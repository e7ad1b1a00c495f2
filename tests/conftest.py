"""What all tests share: where the shared data is, and hypothesis without deadlines (the machine is not ours)."""

import os
from pathlib import Path

import hypothesis
import pytest

from rirbilingual import config
from rirbilingual.align import kernel as align_kernel
from rirbilingual.match import kernel as match_kernel

hypothesis.settings.register_profile("rirbilingual", deadline=None, max_examples=100)
hypothesis.settings.load_profile("rirbilingual")

SHARED = Path(os.environ.get("RIRBILINGUAL_SHARED", Path(__file__).parent.parent.parent / "shared"))


@pytest.fixture(autouse=True)
def no_settings_of_another_test() -> None:
    """A command that ran in this process has chosen its settings for the whole of it."""
    config.choose(None)


@pytest.fixture(scope="session")
def real_report() -> Path:
    """The real report of the shared data; the test is skipped where that is missing."""
    path = SHARED / "seeds" / "MEX201603.E.txt"
    if not path.is_file():
        pytest.skip(f"no shared data: {path} is missing (set RIRBILINGUAL_SHARED)")
    return path


@pytest.fixture(params=["kernel", "numpy"])
def by_kernel_and_numpy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Everything is asked of both: the compiled kernels, where there are some, and numpy."""
    if request.param == "numpy":
        for room in (align_kernel, match_kernel):
            monkeypatch.setattr(room, "loaded", lambda: None)
    elif align_kernel.loaded() is None or match_kernel.loaded() is None:
        pytest.skip("no compiled kernel here: no C compiler when the project was installed")
    return str(request.param)
