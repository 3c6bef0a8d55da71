"""Events on their way: seen once each, and a stop reaches whoever makes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from migrate_tui.engine.passing import passing


def made(told: list[str]) -> Iterator[str]:
    try:
        yield "one"
        yield "two"
    except ValueError:
        told.append("stopped")
        yield "three"
        raise
    finally:
        told.append("ended")


def test_each_is_seen_as_it_passes() -> None:
    seen: list[str] = []
    assert list(passing(made([]), seen.append)) == seen == ["one", "two"]


def test_what_stops_the_taker_reaches_the_maker_who_may_tell_more() -> None:
    seen: list[str] = []
    told: list[str] = []
    events = passing(made(told), seen.append)
    assert next(events) == "one"
    assert events.throw(ValueError("enough")) == "three"  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="enough"):
        next(events)
    assert (seen, told) == (["one", "three"], ["stopped", "ended"])


def test_a_maker_that_ends_when_it_is_stopped_ends_it() -> None:
    def quiet() -> Iterator[str]:
        try:
            yield "one"
        except ValueError:
            return

    events = passing(quiet(), lambda _: None)
    next(events)
    with pytest.raises(StopIteration):
        events.throw(ValueError())  # type: ignore[attr-defined]


def test_what_makes_no_generator_is_only_stopped() -> None:
    events = passing(iter(["one", "two"]), lambda _: None)
    next(events)
    with pytest.raises(ValueError, match="enough"):
        events.throw(ValueError("enough"))  # type: ignore[attr-defined]
