"""Text: whole Unicode, counted in code points, compared by bytes."""

from __future__ import annotations

from migrate_tui.engine.functions.casts import as_int, as_text, helper, python, text_arguments
from migrate_tui.engine.functions.compiled import Arguments, Compiled, combine
from migrate_tui.engine.functions.entry import Function
from migrate_tui.engine.functions.patterns import LIKE
from migrate_tui.engine.functions.values import Bad, Value, int_of, text_of

SIGMA = ("\u03a3", "\u03c3")  # one lower case, wherever in the word it stands


def _case(arguments: Arguments) -> Compiled:
    (text,) = text_arguments(arguments)
    if arguments.postgresql:
        return combine(helper(arguments.name, text.value), "text", [text])
    return python(arguments.name, [text], arguments, "text")


def _lower(value: Value) -> Value:
    text = text_of(value)
    return None if text is None else text.replace(*SIGMA).lower()


def _upper(value: Value) -> Value:
    text = text_of(value)
    return None if text is None else text.upper()


def _trim(arguments: Arguments) -> Compiled:
    texts = text_arguments(arguments)
    name = "btrim" if arguments.postgresql else "trim"
    if len(texts) == 1:
        return combine(f"{name}({texts[0].value})", "text", texts)
    if arguments.postgresql:
        return combine(f"btrim({texts[0].value}, {texts[1].value})", "text", texts)
    return python("trim", texts, arguments, "text")


def _trimmed(value: Value, characters: Value = " ") -> Value:
    text, unwanted = text_of(value), text_of(characters)
    return None if text is None or unwanted is None else text.strip(unwanted) if unwanted else text


NEGATIVE = "a negative length"


def _substring(arguments: Arguments) -> Compiled:
    text = as_text(arguments.values[0], arguments)
    numbers = [as_int(value, arguments) for value in arguments.values[1:]]
    if not arguments.postgresql:
        return python("substring", [text, *numbers], arguments, "text")
    bounds = [_four_bytes(number.value) for number in numbers]
    why = None
    if len(bounds) == 2:
        known = f"{text.value} is not null and {numbers[0].value} is not null"
        why = f"case when {known} and {numbers[1].value} < 0 then '{NEGATIVE}' end"
        bounds[1] = f"case when {numbers[1].value} >= 0 then {bounds[1]} end"
    return combine(f"substring({text.value}, {', '.join(bounds)})", "text", [text, *numbers], why)


def _four_bytes(number: str) -> str:
    inside = f"least(greatest({number}, -2147483648), 2147483647)::int"
    return f"case when {number} is not null then {inside} end"


def _part(value: Value, start: Value, *count: Value) -> Value:
    text, first, number = text_of(value), int_of(start), [int_of(n) for n in count]
    if text is None or first is None or None in number:
        return None
    if not number:
        return text[max(first, 1) - 1 :]
    length = number[0] or 0
    if length < 0:
        raise Bad(NEGATIVE)
    return text[max(first, 1) - 1 : max(first + length, 1) - 1]


def _position(arguments: Arguments) -> Compiled:
    needle, text = text_arguments(arguments)
    if not arguments.postgresql:
        return python("position", [needle, text], arguments, "bigint")
    found = f'strpos({text.value} collate "C", {needle.value})'
    return combine(found, "bigint", [needle, text])


def _found(needle: Value, value: Value) -> Value:
    wanted, text = text_of(needle), text_of(value)
    return None if wanted is None or text is None else text.find(wanted) + 1


def _replace(arguments: Arguments) -> Compiled:
    texts = text_arguments(arguments)
    if not arguments.postgresql:
        return python("replace", texts, arguments, "text")
    text, old, new = (text.value for text in texts)
    return combine(f'replace({text} collate "C", {old}, {new})', "text", texts)


def _replaced(value: Value, old: Value, new: Value) -> Value:
    text, wanted, given = text_of(value), text_of(old), text_of(new)
    if text is None or wanted is None or given is None:
        return None
    return text.replace(wanted, given) if wanted else text


def _length(arguments: Arguments) -> Compiled:
    (text,) = text_arguments(arguments)
    if arguments.postgresql:
        return combine(f"char_length({text.value})", "integer", [text])
    return python("length", [text], arguments, "bigint")


def _counted(value: Value) -> Value:
    text = text_of(value)
    return None if text is None else len(text)


def _concat(arguments: Arguments) -> Compiled:
    texts = text_arguments(arguments)
    if arguments.postgresql:
        return combine(f"concat({', '.join(t.value for t in texts)})", "text", texts)
    joined = " || ".join(f"coalesce({t.value}, '')" for t in texts)
    return combine(f"({joined})", "text", texts)


def _joined(*values: Value) -> Value:
    return "".join(text_of(value) or "" for value in values)


def _doubled(*values: Value) -> Value:
    texts = [text_of(value) for value in values]
    return None if None in texts else "".join(text or "" for text in texts)


def _pipes(arguments: Arguments) -> Compiled:
    left, right = text_arguments(arguments)
    return combine(f"({left.value} || {right.value})", "text", [left, right])


PIPES = Function("||", "x || y", "Joined; NULL if one is.", "a || b", _pipes, _doubled, 2, 2)

FUNCTIONS = (
    Function("lower", "lower(x)", "Lower case, of every script.", "lower(email)", _case, _lower),
    Function("upper", "upper(x)", "Upper case, of every script.", "upper(code)", _case, _upper),
    Function(
        "trim",
        "trim(x[, characters])",
        "Without spaces, or those characters, at both ends.",
        "trim(email)",
        _trim,
        _trimmed,
        1,
        2,
    ),
    Function(
        "substring",
        "substring(x, start[, count])",
        "Part of a text; the first character is 1.",
        "substring(title, 1, 50)",
        _substring,
        _part,
        2,
        3,
    ),
    Function(
        "position",
        "position(part, x)",
        "Where a part begins in a text: 1 is the first character, 0 is nowhere.",
        "position('@', email)",
        _position,
        _found,
        2,
        2,
    ),
    Function(
        "replace",
        "replace(x, old, new)",
        "Every old part replaced.",
        "replace(phone, ' ', '')",
        _replace,
        _replaced,
        3,
        3,
    ),
    Function("length", "length(x)", "Number of characters.", "length(token)", _length, _counted),
    LIKE,
    Function(
        "concat",
        "concat(x, …)",
        "The texts joined; NULL is left out.",
        "concat(first_name, ' ', last_name)",
        _concat,
        _joined,
        1,
        None,
    ),
)
