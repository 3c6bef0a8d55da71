"""Events that somebody looks at on their way.

Invariant: what is thrown at whoever takes them reaches whoever makes them, who may tell more first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

E = TypeVar("E")


def passing(events: Iterator[E], seen: Callable[[E], None]) -> Iterator[E]:
    event = next(events, None)
    while event is not None:
        seen(event)
        try:
            yield event
        except Exception as stop:
            event = _thrown(events, stop)
        else:
            event = next(events, None)


def _thrown(events: Iterator[E], stop: Exception) -> E | None:
    """What they tell when they are stopped; raises the error where that is nothing."""
    throw = getattr(events, "throw", None)
    if throw is None:
        raise stop
    try:
        found: E = throw(stop)
    except StopIteration:
        return None
    return found
