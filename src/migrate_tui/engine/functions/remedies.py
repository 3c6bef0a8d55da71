"""Remedies for values that a target would refuse."""

from __future__ import annotations

import re

from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_text, helper, python
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.values import Value, text_of

_UNDECODED = re.compile("[\ud800-\udfff]")


def _or_null(arguments: Arguments) -> Compiled:
    (value,) = arguments.again()
    if value.reason is None:
        return value
    return Compiled(f"(case when {value.reason} is null then {value.value} end)", type=value.type)


def _same(value: Value) -> Value:
    return value


def _strip_nul(arguments: Arguments) -> Compiled:
    text = as_text(arguments.values[0], arguments)
    return text if arguments.postgresql else python("strip_nul", [text], arguments, "text")


def _without_nul(value: Value) -> Value:
    text = text_of(value)
    return None if text is None else text.replace("\x00", "")


def _fix_utf8(arguments: Arguments) -> Compiled:
    value = arguments.values[0]
    if arguments.postgresql and value.family == c.BYTES:
        return combine(helper("fix_utf8", value.value), "text", [value])
    if value.family not in (c.UNKNOWN, c.TEXT, c.BYTES):
        return as_text(value, arguments)
    if arguments.postgresql:
        return as_text(value, arguments)
    raw = combine(f"cast({value.value} as blob)", "bytea", [value])
    return python("fix_utf8", [raw], arguments, "text")


def _decoded(value: Value) -> Value:
    text = value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else text_of(value)
    if text is None:
        return None
    return _UNDECODED.sub("\ufffd", text).replace("\x00", "")


def _hex(arguments: Arguments) -> Compiled:
    value = arguments.values[0]
    if value.family == c.BYTES:
        null = f"case when {value.value} is not null then lower(hex({value.value})) end"
        call = f"encode({value.value}, 'hex')" if arguments.postgresql else null
        return combine(call, "text", [value])
    if arguments.postgresql or value.family != c.UNKNOWN:
        return as_text(value, arguments)
    text, bytes_ = as_text(value, arguments), f"typeof({value.value}) = 'blob'"
    read = f"case when {bytes_} then lower(hex({value.value})) else {text.value} end"
    why = text.reason and f"case when not ({bytes_}) then {text.reason} end"
    return Compiled(read, why, text.raises, "text")


def _digits(value: Value) -> Value:
    return value.hex() if isinstance(value, bytes) else text_of(value)


def _bytes_of(arguments: Arguments) -> Compiled:
    value = arguments.values[0]
    if value.family == c.BYTES:
        return value
    if not arguments.postgresql and value.family in (c.UNKNOWN, c.TEXT):
        return combine(f"cast({value.value} as blob)", "bytea", [value])
    text = as_text(value, arguments)
    call = "convert_to({}, 'UTF8')" if arguments.postgresql else "cast({} as blob)"
    return Compiled(call.format(text.value), text.reason, text.raises, "bytea")


def _encoded(value: Value) -> Value:
    if isinstance(value, bytes):
        return value
    text = text_of(value)
    return None if text is None else text.encode("utf-8", "surrogateescape")


FUNCTIONS = (
    Function(
        "or_null",
        "or_null(x)",
        "NULL where x would reject the row.",
        "or_null(int_of(age))",
        _or_null,
        _same,
    ),
    Function(
        "strip_nul",
        "strip_nul(x)",
        "Text without NUL characters, which PostgreSQL cannot hold.",
        "strip_nul(notes)",
        _strip_nul,
        _without_nul,
    ),
    Function(
        "fix_utf8",
        "fix_utf8(x)",
        "Text from bytes; each byte that is not UTF-8 becomes U+FFFD, NUL is left out.",
        "fix_utf8(notes)",
        _fix_utf8,
        _decoded,
    ),
    Function(
        "hex",
        "hex(x)",
        "Text as it is; bytes as their hexadecimal digits.",
        "hex(token)",
        _hex,
        _digits,
    ),
    Function(
        "bytes_of",
        "bytes_of(x)",
        "Bytes as they are; text as its bytes in UTF-8.",
        "bytes_of(data)",
        _bytes_of,
        _encoded,
    ),
)
