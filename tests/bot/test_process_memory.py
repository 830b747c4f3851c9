"""Garbage is looked for again after an import, whatever comes of it."""

import gc
import importlib
import sys

import pytest

from bot.run import process_memory


def test_garbage_is_left_alone_only_while_something_is_imported():
    with process_memory.gc_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_import_that_fails_leaves_nothing_switched_off():
    with pytest.raises(ImportError), process_memory.gc_paused():
        raise ImportError
    assert gc.isenabled()


def test_a_library_is_missing_within_the_block_alone():
    loaded = sys.modules.pop("this", None)
    with process_memory.without("this", "gc"):
        with pytest.raises(ImportError):
            importlib.import_module("this")
        assert importlib.import_module("gc") is gc  # what is loaded stays
    assert "this" not in sys.modules
    sys.modules.update({"this": loaded} if loaded else {})
