"""When a plan runs by itself: the part of systemd's calendar times that cron can say as well.

Invariant: what is read here means the same to systemd; what is not is refused, with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORDS = {
    "minutely": "*-*-* *:*",
    "hourly": "*-*-* *:00",
    "daily": "*-*-* 00:00",
    "weekly": "Mon *-*-* 00:00",
    "monthly": "*-*-01 00:00",
    "yearly": "*-01-01 00:00",
    "annually": "*-01-01 00:00",
}
EXAMPLE = "write it as in Sun 02:00 America/Los_Angeles, Mon..Fri 22:30 or *-*-01 04:00 UTC"
_PART = re.compile(r"(?:(\d{1,4})(?:\.\.(\d{1,2}))?|\*)(?:/(\d{1,2}))?")
_LIMITS = {"month": (1, 12), "day": (1, 31), "hour": (0, 23), "minute": (0, 59)}


class Misread(ValueError):
    """Why a calendar time is none, as the end of a sentence."""


@dataclass(frozen=True)
class Calendar:
    """`month`, `day`, `hour` and `minute` are the values that fit, in order."""

    text: str
    weekdays: tuple[int, ...]  # Monday is 0
    month: tuple[int, ...]
    day: tuple[int, ...]
    hour: tuple[int, ...]
    minute: tuple[int, ...]
    zone: str | None

    def cron(self) -> str:
        """The five fields. Raises Misread where cron would understand another thing."""
        if len(self.weekdays) < 7 and len(self.day) < 31:
            raise Misread("says a weekday and a day of the month: cron takes either, not both")
        weekdays = tuple(sorted((day + 1) % 7 for day in self.weekdays))
        names = ("minute", "hour", "day", "month")
        fields = [_cron(getattr(self, name), *_LIMITS[name]) for name in names]
        return " ".join([*fields, _cron(weekdays, 0, 6)])

    def odd_days(self, start: date, days: int = 366) -> Iterator[tuple[date, time, bool]]:
        """Days on which the clocks of the zone change over a time of this: True where the time is
        not there at all, False where it comes twice."""
        if self.zone is None or len(self.hour) * len(self.minute) > 24:
            return
        for offset in range(days):
            day = start + timedelta(days=offset)
            if day.weekday() in self.weekdays and day.month in self.month and day.day in self.day:
                yield from self._odd(day, ZoneInfo(self.zone))

    def _odd(self, day: date, zone: ZoneInfo) -> Iterator[tuple[date, time, bool]]:
        for at in (time(hour, minute) for hour in self.hour for minute in self.minute):
            here = datetime.combine(day, at, zone)
            if here.utcoffset() != here.replace(fold=1).utcoffset():
                back = here.astimezone(UTC).astimezone(zone)
                yield day, at, back.time() != at


def read_calendar(text: str) -> Calendar:
    """[weekdays] [year-month-day] [hour:minute[:00]] [zone]. Raises Misread."""
    words = text.split()
    zone = words.pop() if words and _is_zone(words[-1]) else None
    if len(words) == 1 and words[0].lower() in WORDS:
        words = WORDS[words[0].lower()].split()
    rest = list(words)
    weekdays = _weekdays(rest.pop(0)) if rest and rest[0][:1].isalpha() else tuple(range(7))
    month, day = _date(rest.pop(0)) if rest and "-" in rest[0] else (_all("month"), _all("day"))
    hour, minute = _time(rest.pop(0)) if rest and ":" in rest[0] else ((0,), (0,))
    if rest or not words:
        said = f"is not understood at {rest[0]!r}" if rest else "says no time"
        raise Misread(f"{said}; {EXAMPLE}")
    return Calendar(text, weekdays, month, day, hour, minute, zone)


def _is_zone(word: str) -> bool:
    if word == "UTC":
        return True
    if "/" not in word or ":" in word or "-" in word.partition("/")[0]:
        return False
    try:
        return bool(ZoneInfo(word))
    except (ValueError, OSError, KeyError):
        raise Misread(f"names a time zone that is not known: {word}") from None


def _weekdays(text: str) -> tuple[int, ...]:
    found: set[int] = set()
    for part in text.split(","):
        first, dots, last = part.partition("..")
        low, high = _weekday(first), _weekday(last) if dots else _weekday(first)
        if low > high:
            raise Misread(f"has weekdays in the wrong order: {part}")
        found.update(range(low, high + 1))
    return tuple(sorted(found))


def _weekday(text: str) -> int:
    short = text.lower()
    for number, name in enumerate(DAYS):
        full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
        if short in (name, full[number]):
            return number
    raise Misread(f"names a weekday that is none: {text}; {EXAMPLE}")


def _date(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    parts = text.split("-")
    if len(parts) == 2:
        parts = ["*", *parts]
    if len(parts) != 3 or parts[0] != "*":
        raise Misread(f"has a date that does not come again: {text}; a schedule has * as its year")
    return _values(parts[1], "month"), _values(parts[2], "day")


def _time(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    parts = text.split(":")
    if len(parts) > 2 and parts[2] not in ("0", "00"):
        raise Misread(f"has seconds, which cron does not know: {text}")
    if len(parts) not in (2, 3):
        raise Misread(f"has a time that is none: {text}; {EXAMPLE}")
    return _values(parts[0], "hour"), _values(parts[1], "minute")


def _all(name: str) -> tuple[int, ...]:
    low, high = _LIMITS[name]
    return tuple(range(low, high + 1))


def _values(text: str, name: str) -> tuple[int, ...]:
    low, high = _LIMITS[name]
    found: set[int] = set()
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if match is None:
            raise Misread(f"has {name} {part!r}, which is not understood; {EXAMPLE}")
        first, last, step = (int(group) if group else None for group in match.groups())
        begin = low if first is None else first
        end = last if last is not None else high if first is None or step else begin
        if not low <= begin <= end <= high or step == 0:
            raise Misread(f"has {name} {part}, which is not between {low} and {high}")
        found.update(range(begin, end + 1, step or 1))
    return tuple(sorted(found))


def _cron(values: tuple[int, ...], low: int, high: int) -> str:
    if values == tuple(range(low, high + 1)):
        return "*"
    if len(values) > 2 and values == tuple(range(values[0], values[-1] + 1)):
        return f"{values[0]}-{values[-1]}"
    return ",".join(map(str, values))
