"""JSON: read strictly, taken apart with -> and ->>, put together with its own types."""

from __future__ import annotations

from collections.abc import Sequence

from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.functions import compiled as c
from migrate_tui.engine.functions.casts import as_text, python
from migrate_tui.engine.functions.casts_json import as_json, not_finite
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine, quote_text
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.jsontext import Json, jsonb_text
from migrate_tui.engine.functions.values import Value, data_of, json_of

MOST = 40  # members a call; PostgreSQL takes 100 arguments, SQLite 127


def _json(arguments: Arguments) -> Compiled:
    return as_json(arguments.values[0], arguments)


def _member(arguments: Arguments) -> Compiled:
    source, key = arguments.values[0], arguments.values[1].literal
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise PlanError(f"what stands behind {arguments.name} must be a key or an index")
    text = arguments.name == "->>"
    type_ = "text" if text else "jsonb"
    read_there = not arguments.postgresql and source.family in (c.UNKNOWN, c.TEXT)
    document = source if read_there else as_json(source, arguments)
    if not arguments.postgresql:
        name = "json_text" if text else "json_get"
        return python(name, [document], arguments, type_, _literal(key))
    value = f"({document.value} {arguments.name} {_literal(key)})"
    if isinstance(key, int):
        is_array = f"jsonb_typeof({document.value}) = 'array'"
        value = f"(case when {is_array} then {value} end)"
    return combine(value, type_, [document])


def _literal(key: str | int) -> str:
    return quote_text(key) if isinstance(key, str) else f"({key})"


def json_get(value: Value, key: Value) -> Value:
    """The member; None where there is none."""
    document = json_of(value)
    data = None if document is None else document.data
    if isinstance(data, dict) and isinstance(key, str) and key in data:
        return Json(data[key])
    if isinstance(data, list) and isinstance(key, int) and -len(data) <= key < len(data):
        return Json(data[key])
    return None


def json_text(value: Value, key: Value) -> Value:
    """The member as text; None also where it is null."""
    member = json_get(value, key)
    if not isinstance(member, Json) or member.data is None:
        return None
    return member.data if isinstance(member.data, str) else jsonb_text(member.data)


def _in_document(value: Compiled, arguments: Arguments) -> Compiled:
    """A value as PostgreSQL's json builders take it."""
    if value.family in (c.JSON, c.NULL):
        return as_json(value, arguments)
    if value.family == c.BOOL:
        return value
    if value.family in c.NUMBERS:
        return combine(value.value, value.type, [value], not_finite(value))
    return as_text(value, arguments)


def _tagged(values: Sequence[Compiled], arguments: Arguments) -> tuple[str, list[Compiled]]:
    """For SQLite, which knows no types: what each value is, and the values."""
    tags = {c.JSON: "j", c.BOOL: "b", c.BYTES: "v"}
    return "".join(tags.get(value.family, "v") for value in values), list(values)


def _object(arguments: Arguments) -> Compiled:
    keys = [key.literal for key in arguments.values[::2]]
    if len(arguments.values) % 2:
        raise PlanError("json_object takes pairs of key and value")
    if not all(isinstance(key, str) for key in keys):
        raise PlanError("a key of json_object must be text in quotes")
    if len(set(keys)) < len(keys):
        raise PlanError("json_object has a key twice")
    names = [quote_text(str(key)) for key in keys]
    return _built(names, arguments.values[1::2], arguments)


def _array(arguments: Arguments) -> Compiled:
    return _built(None, arguments.values, arguments)


def _built(names: list[str] | None, values: Sequence[Compiled], arguments: Arguments) -> Compiled:
    starts = range(0, max(len(values), 1), MOST)
    parts = [_piece(names and names[i : i + MOST], values[i : i + MOST], arguments) for i in starts]
    if len(parts) == 1:
        return parts[0]
    if arguments.postgresql:
        return combine("(" + " || ".join(p.value for p in parts) + ")", "jsonb", parts)
    return python("json_join", parts, arguments, "jsonb")


def _piece(names: list[str] | None, values: Sequence[Compiled], arguments: Arguments) -> Compiled:
    kind = "array" if names is None else "object"
    if arguments.postgresql:
        used = [_in_document(value, arguments) for value in values]
        given = [_typed(value) for value in used]
        members = (
            given if names is None else [x for pair in zip(names, given, strict=True) for x in pair]
        )
        return combine(f"jsonb_build_{kind}({', '.join(members)})", "jsonb", used)
    tags, used = _tagged(values, arguments)
    keys = names or []
    return python(f"json_{kind}_of", used, arguments, "jsonb", quote_text(tags), *keys)


def _typed(value: Compiled) -> str:
    return (
        f"{value.value}::text"
        if value.literal is not None and value.type == "text"
        else value.value
    )


def _marked(value: Value, tag: str) -> object:
    if tag == "j":
        return data_of(json_of(value))
    return bool(value) if tag == "b" and value is not None else data_of(value)


def json_object_of(*given: Value) -> Value:
    """SQLite's json_object: values, then what each is, then the keys."""
    count = len(given) // 2
    values, tags, keys = given[:count], str(given[count]), given[count + 1 :]
    return Json({str(k): _marked(v, t) for k, v, t in zip(keys, values, tags, strict=True)})


def json_array_of(*given: Value) -> Value:
    """SQLite's json_array: values, then what each is."""
    *values, tags = given
    return Json([_marked(v, t) for v, t in zip(values, str(tags), strict=True)])


def json_join(*documents: Value) -> Value:
    """Arrays or objects as one."""
    parts = [json_of(document) for document in documents]
    found = [part.data for part in parts if part is not None]
    if isinstance(found[0], dict):
        return Json({k: v for part in found if isinstance(part, dict) for k, v in part.items()})
    return Json([item for part in found if isinstance(part, list) for item in part])


def _as_object(*values: Value) -> Value:
    return Json({str(k): data_of(v) for k, v in zip(values[::2], values[1::2], strict=True)})


def _as_array(*values: Value) -> Value:
    return Json([data_of(value) for value in values])


GET = Function(
    "->", "x -> key", "A member of a JSON document.", "a -> 'b'", _member, json_get, 2, 2
)
GET_TEXT = Function("->>", "x ->> key", "A member as text.", "a ->> 'b'", _member, json_text, 2, 2)

FUNCTIONS = (
    Function(
        "json",
        "json(x)",
        "Text read as JSON; invalid JSON, \\u0000 and lone surrogates reject the row.",
        "json(nullif(settings, ''))",
        _json,
        json_of,
    ),
    Function(
        "json_array",
        "json_array(x, …)",
        "A JSON array of the values; booleans stay booleans, JSON stays JSON.",
        "json_array(1, 'two', true)",
        _array,
        _as_array,
        0,
        None,
    ),
    Function(
        "json_object",
        "json_object('key', x, …)",
        "A JSON object; booleans stay booleans, JSON stays JSON, NULL is null.",
        "json_object('id', id, 'tags', json(tags))",
        _object,
        _as_object,
        0,
        None,
    ),
)
