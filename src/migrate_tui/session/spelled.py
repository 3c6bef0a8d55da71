"""Databases and commands in few letters, as somebody would type them."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from migrate_tui.engine.secrets import mask


def short(url: str) -> str:
    """A database in few letters: its file, or database@host."""
    masked = mask(url)
    if masked.startswith("sqlite"):
        return masked.rpartition("/")[2]
    address = masked.partition("://")[2].partition("?")[0]
    place, _, name = address.rpartition("/")
    return f"{name}@{place.rpartition('@')[2]}" if name else masked


def shown(words: Sequence[str]) -> str:
    """A command as somebody would type it."""
    return shlex.join(("migrate-tui", *words))
