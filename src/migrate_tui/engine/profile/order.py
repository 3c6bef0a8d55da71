"""Tables in the order of their foreign keys: a parent before its children, and those last that
nobody refers to, the larger ones first: what is left to do for a table when it is full (indexes,
keys) is done while the next is loaded, and for the last one nothing is.

Where keys run in a circle, a table goes first whose rows can wait for their parents: one with no
key there that must be set from the start.
"""

from __future__ import annotations

from collections.abc import Mapping

Parents = Mapping[str, set[str]]


def in_order(
    parents: Parents, firm: Parents | None = None, rows: Mapping[str, int] | None = None
) -> list[str]:
    """Every name once; `firm` are the parents without whom a row cannot stand. Of the numbers of
    rows only their magnitude counts: a few more of them are no reason for another plan."""
    order = _parents_first(parents, firm or {})
    needed = {parent for name, found in parents.items() for parent in found - {name}}
    last = [name for name in order if name not in needed]
    magnitude = {name: len(str(number)) for name, number in (rows or {}).items()}
    last.sort(key=lambda name: (-magnitude.get(name, 0), name))
    return [*(name for name in order if name in needed), *last]


def _parents_first(parents: Parents, firm: Parents) -> list[str]:
    waiting = {name: needed & parents.keys() - {name} for name, needed in parents.items()}
    done: list[str] = []
    while waiting:
        ready = sorted(name for name, needed in waiting.items() if not needed - set(done))
        chosen = ready or [_least_bound(waiting, firm, set(done))]
        done += chosen
        for name in chosen:
            del waiting[name]
    return done


def _least_bound(waiting: Parents, firm: Parents, done: set[str]) -> str:
    def bound(name: str) -> tuple[int, int, str]:
        needed = waiting[name] - done
        return len(firm.get(name, set()) & needed), len(needed), name

    return min(waiting, key=bound)
