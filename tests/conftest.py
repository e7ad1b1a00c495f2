"""What all tests share: where the shared data is, and hypothesis without deadlines (the machine is not ours)."""

import os
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("rirbilingual", deadline=None, max_examples=100)
hypothesis.settings.load_profile("rirbilingual")

SHARED = Path(os.environ.get("RIRBILINGUAL_SHARED", Path(__file__).parent.parent.parent / "shared"))


@pytest.fixture(scope="session")
def real_report() -> Path:
    """The real report of the shared data; the test is skipped where that is missing."""
    path = SHARED / "seeds" / "MEX201603.E.txt"
    if not path.is_file():
        pytest.skip(f"no shared data: {path} is missing (set RIRBILINGUAL_SHARED)")
    return path
