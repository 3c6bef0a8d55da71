"""Blocks between two threads: in order, never many, and nobody waits for one that has gone."""

from __future__ import annotations

import threading

import pytest

from migrate_tui.engine.pipe import Pipe


def putting(pipe: Pipe, blocks: list[bytes], took: list[bool]) -> threading.Thread:
    def put() -> None:
        took.extend(pipe.put(block) for block in blocks)
        pipe.end()

    thread = threading.Thread(target=put)
    thread.start()
    return thread


def test_blocks_come_in_their_order_however_little_room_there_is() -> None:
    pipe, took = Pipe(room=3), []
    blocks = [bytes([n]) * 2 for n in range(200)]
    thread = putting(pipe, blocks, took)
    assert list(pipe) == blocks
    thread.join()
    assert took == [True] * 200


def test_no_more_wait_than_there_is_room_for() -> None:
    pipe = Pipe(room=3)
    assert pipe.put(b"ab") and pipe.put(b"cd")  # one block may stand over the edge
    thread = putting(pipe, [b"ef"], [])
    thread.join(0.05)
    assert thread.is_alive()
    assert list(pipe) == [b"ab", b"cd", b"ef"]
    thread.join()


def test_the_error_of_the_reader_is_raised_where_its_blocks_are_taken() -> None:
    pipe = Pipe()
    pipe.put(b"a")
    pipe.end(ValueError("torn page"))
    taken = iter(pipe)
    assert next(taken) == b"a"
    with pytest.raises(ValueError, match="torn page"):
        next(taken)


def test_who_puts_into_a_pipe_that_nobody_empties_is_told() -> None:
    pipe, took = Pipe(room=1), []
    thread = putting(pipe, [b"a", b"b", b"c"], took)
    thread.join(0.05)
    pipe.end()
    thread.join()
    assert took == [True, False, False]
