"""The fuzz harness (`make fuzz`): its seeds are read, and a short run of it breaks no reader."""

from pathlib import Path

import pytest

from fuzz.readers import READERS, at_random, run_one, seeds


@pytest.mark.parametrize("form", READERS)
def test_the_seeds_are_good_files(form: str, tmp_path: Path) -> None:
    assert all(run_one(form, data, tmp_path) for data in seeds(form))


@pytest.mark.parametrize("form", READERS)
def test_damaged_files_are_read_or_refused(form: str, tmp_path: Path) -> None:
    done, read = at_random(form, 60, 1, tmp_path, most=40)
    assert done == 40
    assert 0 < read < done
