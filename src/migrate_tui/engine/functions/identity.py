"""Identity: the same id and the same checksum for the same content, on every database and rerun."""

from __future__ import annotations

import hashlib
import uuid

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_text, helper, python
from migrate_tui.engine.functions.casts_json import as_json
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine, quote_text
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.jsontext import canonical
from migrate_tui.engine.functions.values import Value, canonical_text, json_of


def _checksum(arguments: Arguments) -> Compiled:
    document = as_json(arguments.values[0], arguments)
    if arguments.postgresql:
        return combine(helper("checksum", document.value), "text", [document])
    return python("checksum", [document], arguments, "text")


def _hash(value: Value) -> Value:
    document = json_of(value)
    if document is None:
        return None
    return hashlib.sha256(canonical(document.data).encode()).hexdigest()


def _uuid_for(arguments: Arguments) -> Compiled:
    kind, *rest = arguments.values
    if not isinstance(kind.literal, str):
        raise PlanError("the first argument of uuid_for must be text in quotes: what the id is for")
    texts = [_canonical(value, arguments) for value in rest]
    if not arguments.postgresql:
        return python("uuid_for", [kind, *texts], arguments, "uuid")
    parts = [quote_text(prefixed(kind.literal)), *(helper("part", t.value) for t in texts)]
    return combine(helper("uuid8", " || ".join(parts)), "uuid", texts)


def _canonical(value: Compiled, arguments: Arguments) -> Compiled:
    sql = f"({value.value})"
    if value.family == c.JSON and arguments.postgresql:
        document = as_json(value, arguments)
        return combine(helper("canonical", document.value), "text", [document])
    if value.family == c.JSON:
        return python("canonical", [value], arguments, "text")
    if arguments.postgresql and value.family == c.BOOL:
        return combine(f"{sql}::int::text", "text", [value])
    if arguments.postgresql and value.family in (c.NUMERIC, c.FLOAT):
        return combine(f"trim_scale({sql}::text::numeric)::text", "text", [value])
    if arguments.postgresql or value.family == c.BYTES:
        return as_text(value, arguments)
    return value


def prefixed(text: str) -> str:
    """A part with its length in bytes before it, so that no two lists of parts look the same."""
    return f"{len(text.encode())}:{text}"


def _identifier(*values: Value) -> Value:
    texts = [canonical_text(value) for value in values]
    if None in texts:
        return None
    digest = hashlib.sha256("".join(prefixed(text or "") for text in texts).encode()).digest()
    raw = bytearray(digest[:16])
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(raw)))


def canonical_json(value: Value) -> Value:
    document = json_of(value)
    return None if document is None else canonical(document.data)


FUNCTIONS = (
    Function(
        "checksum",
        "checksum(x)",
        "SHA-256 of the canonical JSON: keys sorted, no spaces, numbers without exponent and "
        "trailing zeros. Text is read as JSON.",
        "checksum(new.data)",
        _checksum,
        _hash,
    ),
    Function(
        "uuid_for",
        "uuid_for('kind', x, …)",
        "An id that is the same whenever the values are: a UUID made of their SHA-256; "
        "NULL if a value is NULL.",
        "uuid_for('student', lower(trim(email)))",
        _uuid_for,
        _identifier,
        2,
        None,
        literals=(0,),
    ),
)
