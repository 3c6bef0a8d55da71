"""Python's case mapping as tables, for servers that know only ASCII."""

from __future__ import annotations

from functools import cache

LAST_CASED = 0x1E944  # beyond it no character has a case


@cache
def case_mapping(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Characters that change into one character, and those that change into several."""
    characters = (chr(i) for i in range(0x80, LAST_CASED) if not 0xD800 <= i < 0xE000)
    changed = {c: getattr(c, name)() for c in characters}
    pairs = {c: new for c, new in changed.items() if new != c}
    ascii = {chr(i): getattr(chr(i), name)() for i in range(0x41, 0x7B)}
    single = {c: new for c, new in (ascii | pairs).items() if len(new) == 1 and new != c}
    return single, {c: new for c, new in pairs.items() if len(new) > 1}
