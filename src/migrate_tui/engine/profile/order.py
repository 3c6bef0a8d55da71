"""Tables in the order of their foreign keys: a parent before its children, circles by name."""

from __future__ import annotations

from collections.abc import Mapping


def in_order(parents: Mapping[str, set[str]]) -> list[str]:
    """Every name once. Of a circle the first name in the alphabet comes first."""
    waiting = {name: needed & parents.keys() - {name} for name, needed in parents.items()}
    done: list[str] = []
    while waiting:
        ready = sorted(name for name, needed in waiting.items() if not needed - set(done))
        chosen = ready or [_least_bound(waiting, done)]
        done += chosen
        for name in chosen:
            del waiting[name]
    return done


def _least_bound(waiting: Mapping[str, set[str]], done: list[str]) -> str:
    return min(waiting, key=lambda name: (len(waiting[name] - set(done)), name))
