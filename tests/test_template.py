"""Lines by a template: each cell as the value is, NULL as nothing else is."""

from __future__ import annotations

import itertools

import pytest

from migrate_tui.engine.databases.cells import PART, TEXT, Cell
from migrate_tui.engine.databases.reading import NULL
from migrate_tui.engine.databases.template import speller

TEXT_CELL = Cell("a", '"%b"', TEXT)
PARTS = (Cell("b", "%a", PART), Cell("c", "%a", PART), Cell("d", "%a", PART))
NEVER = Cell("e", "%a", PART, nullable=False)


@pytest.mark.parametrize("width", [0, 1, 2, 3])
def test_doubles_are_null_in_every_combination(width: int) -> None:
    spell = speller([TEXT_CELL, *PARTS[:width], NEVER])
    for row in itertools.product((0.1, None, float("inf"), -0.0, 1e300), repeat=width):
        expected = ['"x"', *(NULL if v is None else repr(v) for v in row), "2.5"]
        assert spell((b"x", *row, 2.5)) == (",".join(expected) + "\n").encode()


def test_null_where_there_can_be_none_is_refused_or_no_number() -> None:
    with pytest.raises(TypeError):
        speller([TEXT_CELL])((None,))
    assert speller([NEVER])((None,)) == b"None\n"


def test_a_last_cell_tells_that_the_row_is_none() -> None:
    spell = speller([PARTS[0]], "%b\n")
    assert spell((0.5, b"")) == b"0.5\n"
    with pytest.raises(TypeError):
        spell((None, None))
