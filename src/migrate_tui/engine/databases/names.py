"""Names that say where they come from and still fit into the 63 bytes that PostgreSQL keeps."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container

LONGEST = 63
RESERVED = ("mt_", "new.", "old.", "why.")  # what names of the engine's own columns begin with


def fitting(stem: str, suffix: str = "") -> str:
    """The stem with its suffix; a stem that is too long is cut and marked by its hash."""
    name = stem + suffix
    if len(name.encode()) <= LONGEST:
        return name
    mark = "_" + hashlib.sha256(stem.encode()).hexdigest()[:8]
    room = LONGEST - len((mark + suffix).encode())
    return stem.encode()[:room].decode(errors="ignore") + mark + suffix


def free(stem: str, suffix: str, taken: Container[str]) -> str:
    """The first name that nobody has: with the suffix, then with _2, _3 and so on after it."""
    number, name = 1, fitting(stem, suffix)
    while name in taken:
        number += 1
        name = fitting(stem, f"{suffix}_{number}")
    return name


def carries(name: str, table: str, *, fold: bool = False) -> re.Match[str] | None:
    """Where an index's or constraint's name holds the table's name as a word of its own."""
    flags = re.IGNORECASE if fold else 0
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(table)}(?![A-Za-z0-9])", name, flags)


def renamed(name: str, table: str, new: str, taken: Container[str], *, fold: bool = False) -> str:
    """The name with the table's new name in the place of the old one."""
    found = carries(name, table, fold=fold)
    assert found is not None
    return free(name[: found.start()] + new + name[found.end() :], "", taken)
