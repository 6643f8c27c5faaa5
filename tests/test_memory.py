"""Python and Arrow are left as they were found, and nothing is remembered for good."""

import gc

import pyarrow as pa
import pytest

from analysis.memory import MANY_RECORDS, give_memory_back, made_for_much, remembered


def test_collection_and_pools_are_as_before_also_after_an_error():
    pool = pa.default_memory_pool().backend_name
    with pytest.raises(RuntimeError), made_for_much():
        assert not gc.isenabled() and pa.default_memory_pool().backend_name == "system"
        raise RuntimeError
    assert gc.isenabled() and gc.get_freeze_count() == 0
    assert pa.default_memory_pool().backend_name == pool


def test_collection_stays_off_where_it_was_off():
    gc.disable()
    try:
        with made_for_much(), made_for_much():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_remembered_is_forgotten_after_many_records_only():
    asked = []
    known = remembered(lambda name: asked.append(name) or name)
    for records in (0, 1, MANY_RECORDS):
        known("Ek")
        known("Ek")
        give_memory_back(records)
    known("Ek")
    assert asked == ["Ek", "Ek"]
