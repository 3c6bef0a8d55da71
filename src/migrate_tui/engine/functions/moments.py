"""Reading moments: numbers since 1970 and ISO-8601 text, between the years 1 and 9999."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Context, Decimal
from zoneinfo import ZoneInfo

from migrate_tui.engine.databases.spelling import decimal_of
from migrate_tui.engine.functions.values import (
    NUMBER,
    SPACE,
    Bad,
    Value,
    number_of,
    short,
)

UNITS = {"s": 1_000_000, "ms": 1_000, "us": 1}  # microseconds in each
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NO_MOMENT = "not a timestamp of the years 1 to 9999"
FIRST, LAST = -62135596800_000_000, 253402300799_999_999
_WIDE = Context(prec=900, rounding=ROUND_HALF_UP)

# The same grammar stands in helper_moments.py: what one database reads, the other reads.
ISO = re.compile(
    r"([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"([Tt ]([01][0-9]|2[0-3]):([0-5][0-9])(:([0-5][0-9])([.,]([0-9]{1,9}))?)?"
    r" ?([Zz]|[+-](0[0-9]|1[0-5])(:?[0-5][0-9])?)?)?"
)


def timestamp_of(value: Value, unit: str, zone: str = "UTC") -> datetime | None:
    """A number of that unit, its digits as text, or ISO text; a moment stays what it is."""
    if isinstance(value, str) and not NUMBER.fullmatch(value):
        return moment_of(value, zone)
    if value is None or isinstance(value, date):
        return moment_of(value, zone)
    return _since_1970(value, unit)


def unix(value: Value, unit: str, zone: str = "UTC") -> datetime | None:
    """Only a number (or its digits) of that unit; a moment stays what it is."""
    if value is None or isinstance(value, date):
        return moment_of(value, zone)
    return _since_1970(value, unit)


def _since_1970(value: Value, unit: str) -> datetime:
    try:
        number = number_of(value)
    except Bad:
        raise no_moment(value) from None
    if isinstance(number, float):
        number = decimal_of(number)
    assert number is not None
    micros = number * UNITS[unit] if isinstance(number, int) else _rounded(number, unit)
    if not FIRST <= micros <= LAST:
        raise no_moment(value)
    return EPOCH + timedelta(microseconds=micros)


def no_moment(value: Value) -> Bad:
    return Bad(f"{NO_MOMENT}: {short(value)}")


def _rounded(number: Decimal, unit: str) -> int:
    if not number.is_finite() or number.adjusted() > 20:
        return LAST + 1
    return int(_WIDE.multiply(number, Decimal(UNITS[unit])).to_integral_value(context=_WIDE))


def moment_of(value: Value, zone: str = "UTC") -> datetime | None:
    """ISO-8601 text; without a zone it is read in the plan's."""
    if value is None or isinstance(value, datetime):
        return value if value is None or value.tzinfo else _in_zone(value, zone, value)
    if isinstance(value, date):
        return _in_zone(datetime(value.year, value.month, value.day), zone, value)
    if isinstance(value, int | float | Decimal):
        raise Bad(f"{short(value)} is a number: use timestamp_of(…, 'ms')")
    if not isinstance(value, str):
        raise no_moment(value)
    found = ISO.fullmatch(value.strip(SPACE))
    if not found:
        raise no_moment(value)
    return _read(found, zone, value)


def _read(found: re.Match[str], zone: str, value: str) -> datetime:
    year, month, day, _, hour, minute, _, second, _, fraction, offset, hours, minutes = (
        found.groups()
    )
    try:
        day_of = datetime(int(year), int(month), int(day))
        time = timedelta(hours=int(hour or 0), minutes=int(minute or 0), seconds=int(second or 0))
        local = day_of + time + timedelta(microseconds=int(((fraction or "") + "000000")[:6]))
        if offset is None:
            return _in_zone(local, zone, value)
        if offset in "Zz":
            return local.replace(tzinfo=UTC)
        shift = timedelta(hours=int(hours), minutes=int((minutes or "0").lstrip(":")))
        return local.replace(tzinfo=timezone(-shift if offset[0] == "-" else shift)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise no_moment(value) from None


def _in_zone(local: datetime, zone: str, value: Value) -> datetime:
    """The moment of a wall clock; where it shows a time twice or never, as PostgreSQL decides."""
    if zone == "UTC":
        return local.replace(tzinfo=UTC)
    where = ZoneInfo(zone)
    offsets = [local.replace(tzinfo=where, fold=fold).utcoffset() for fold in (0, 1)]
    shift = min(offset for offset in offsets if offset is not None)
    try:
        return (local - shift).replace(tzinfo=UTC)
    except OverflowError:
        raise no_moment(value) from None


def date_of(value: Value, zone: str = "UTC") -> date | None:
    """A day; a moment must be its midnight in UTC."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    moment = moment_of(value, "UTC" if isinstance(value, str) else zone)
    assert moment is not None
    if moment.astimezone(UTC).timetz() != EPOCH.timetz():
        raise Bad(f"has a time of day: {short(value)}")
    return moment.astimezone(UTC).date()
