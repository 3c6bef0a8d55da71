"""Single values on their way from one database into another: as they are, converted, or why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from migrate_tui.engine.databases.spelling import float_text

if TYPE_CHECKING:
    from migrate_tui.engine.databases.base import Row

Convert = Callable[[Any], Any]
_UNDECODED = re.compile("[\udc80-\udcff]")


class Text(bytes):
    """Text as SQLite stores it, not decoded yet."""


def as_text(value: Any) -> Any:
    if isinstance(value, float):
        return float_text(value)
    return value if isinstance(value, bytes | str) else str(value)


def as_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(as_text(value)).encode()


def converted(row: Row, wanted: Sequence[tuple[int, Convert]]) -> Row:
    """The row with the conversions of these places."""
    values = list(row)
    for place, convert in wanted:
        if values[place] is not None:
            values[place] = convert(values[place])
    return tuple(values)


def mend(value: bytes, remedy: str) -> bytes | str:
    """Text by a plan's remedy; what that does not mend stays as it is."""
    if remedy == "hex" and not isinstance(value, Text):
        return value.hex()
    if remedy == "bytes_of":
        return bytes(value)
    if remedy == "fix_utf8":
        return _UNDECODED.sub("\ufffd", value.decode(errors="surrogateescape")).replace("\0", "")
    if remedy == "strip_nul" and isinstance(value, Text):
        return Text(value.replace(b"\0", b""))
    return value


def loadable(
    value: Any, convert: Convert | None, *, nul: bool, remedy: str = ""
) -> tuple[Any, str | None]:
    """The value as a load takes it, or NULL and why it cannot be text; `nul` lets NUL pass."""
    if remedy and isinstance(value, bytes):
        value = mend(value, remedy)
    if isinstance(value, Text):
        try:
            value = value.decode()
        except UnicodeDecodeError as error:
            return None, f"invalid UTF-8 at byte {error.start}"
        if "\0" in value and not nul:
            return None, f"NUL byte at character {value.index(chr(0)) + 1}"
    elif isinstance(value, bytes) and convert is as_text:
        return None, "a blob among text"
    return (value if convert is None or value is None else convert(value)), None
