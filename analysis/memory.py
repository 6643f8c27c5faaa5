"""Memory while millions of records are read: what is remembered is forgotten, what is free is given back."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

import pyarrow as pa

Given = ParamSpec("Given")
Found = TypeVar("Found")
MOST = 1 << 16  # answers of one function that are remembered
MANY_RECORDS = 20_000

_remembering: list[Any] = []


def remembered(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """Remember what a function said of a text that comes again: a name, an address, a reference.

    It is forgotten by `give_memory_back`: a few answers would else keep much memory from being free, as
    they lie scattered between records that are long gone.

    Examples
    --------
    >>> @remembered
    ... def shouted(text):
    ...     print("once")
    ...     return text.upper()
    >>> shouted("moss") + shouted("moss")
    once
    'MOSSMOSS'
    """
    remembering = lru_cache(maxsize=MOST)(function)
    _remembering.append(remembering)
    return cast(Callable[Given, Found], remembering)


@contextmanager
def made_for_much() -> Iterator[None]:
    """Let Arrow and Python handle their memory as suits the reading of millions of records.

    Arrow takes it from the system, as its own pools hold on to much more than is in use. Python does not
    search for objects that hold one another: readers make none, and the search takes a fifth of the time.
    """
    before, searching = pa.default_memory_pool(), gc.isenabled()
    pa.set_memory_pool(pa.system_memory_pool())
    gc.disable()
    gc.freeze()  # what was there before is not searched for what is free
    try:
        yield
    finally:
        give_memory_back()
        gc.unfreeze()
        pa.set_memory_pool(before)
        if searching:
            gc.enable()


def give_memory_back(records: int = MANY_RECORDS) -> None:
    """Forget what is remembered, and give free memory back to the system, as far as Arrow knows how.

    After few records there is little of it, and nothing is done.
    """
    if records < MANY_RECORDS:
        return
    for function in _remembering:
        function.cache_clear()
    gc.collect()  # also empties Python's stock of tuples, which would keep much from being free
    pa.default_memory_pool().release_unused()
