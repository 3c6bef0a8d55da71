"""Values as text, spelt as PostgreSQL does: a double by the fewest digits that read back as it."""

from __future__ import annotations

import math
from decimal import Decimal


def float_text(value: float) -> str:
    """The shortest text that reads back as the same double, in PostgreSQL's spelling."""
    if not math.isfinite(value):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    sign, digits, exponent = decimal_of(value).normalize().as_tuple()
    assert isinstance(exponent, int)
    if not any(digits):
        return "-0" if math.copysign(1, value) < 0 else "0"
    minus = "-" if sign else ""
    magnitude = exponent + len(digits) - 1
    if -4 <= magnitude < 15:
        return minus + format(Decimal((0, digits, exponent)), "f")
    mantissa = "".join(map(str, digits))
    mantissa = mantissa[0] + ("." + mantissa[1:] if len(mantissa) > 1 else "")
    return f"{minus}{mantissa}e{'-' if magnitude < 0 else '+'}{abs(magnitude):02d}"


def decimal_of(value: float) -> Decimal:
    """The shortest decimal that reads back as this double, strictly: as PostgreSQL writes it.

    Python also takes one that lies halfway to the next double; only large ones have such.
    """
    exact = Decimal(repr(value))
    if not math.isfinite(value) or abs(value) < 2**53:
        return exact
    number, digits = int(abs(value)), len(exact.normalize().as_tuple().digits)
    low = 2 * number - int(number - math.nextafter(number, 0))
    high = 2 * number + int(math.ulp(number))
    shortest = exact.copy_abs()
    while not low < 2 * int(shortest) < high:
        shortest = Decimal(f"{abs(value):.{digits}e}")
        digits += 1
    return shortest.copy_sign(exact)


def spelt(cell: str) -> str:
    """SQLite's SQL of a key as text: it takes bytes for text as they are, whatever they are."""
    digits = f"'\\x' || lower(hex({cell}))"
    return f"case typeof({cell}) when 'blob' then {digits} else cast({cell} as text) end"
