"""Tables in the order of their foreign keys: a parent before its children.

Where keys run in a circle, a table goes first whose rows can wait for their parents: one with no
key there that must be set from the start.
"""

from __future__ import annotations

from collections.abc import Mapping

Parents = Mapping[str, set[str]]


def in_order(parents: Parents, firm: Parents | None = None) -> list[str]:
    """Every name once; `firm` are the parents without whom a row cannot stand."""
    waiting = {name: needed & parents.keys() - {name} for name, needed in parents.items()}
    done: list[str] = []
    while waiting:
        ready = sorted(name for name, needed in waiting.items() if not needed - set(done))
        chosen = ready or [_least_bound(waiting, firm or {}, set(done))]
        done += chosen
        for name in chosen:
            del waiting[name]
    return done


def _least_bound(waiting: Parents, firm: Parents, done: set[str]) -> str:
    def bound(name: str) -> tuple[int, int, str]:
        needed = waiting[name] - done
        return len(firm.get(name, set()) & needed), len(needed), name

    return min(waiting, key=bound)
