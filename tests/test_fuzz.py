"""No changed copy of any sample ends in an exception, takes long, or loses records without a word.

A short run with each test run; `make fuzz` tries many more copies.
"""

import zlib
from pathlib import Path

import pytest
from fuzz import changed, faults

HERE = Path(__file__).parent
SAMPLES = sorted(
    path for folder in ("exports", "pages") for path in (HERE / folder).iterdir() if path.is_file()
)


def seeds_of(path, number):
    start = zlib.crc32(path.name.encode()) % 10_000
    return range(start, start + number)


def wrong(path, number):
    content = path.read_bytes()
    tried = {seed: faults(path.name, changed(content, seed)) for seed in seeds_of(path, number)}
    return {seed: found[:3] for seed, found in tried.items() if found}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_read_without_fault(path):
    assert faults(path.name, path.read_bytes()) == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_some_changed_copies(path):
    assert wrong(path, 12) == {}


@pytest.mark.long
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_many_changed_copies(path):
    assert wrong(path, 300) == {}
