"""What stands in the columns of a Prisma application's SQLite file: its times and JSON, and what
scripts that went past Prisma left among them."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from migrate_tui.recipes.chance import BASE_MS

HOUR = 3_600_000
DAY = 24 * HOUR
MINUTES_OF_TWO_YEARS = 2 * 365 * 24 * 60
BAD_TIMES = ("yesterday", "2024-13-45T25:61:00.000Z", "0000-00-00 00:00:00", "N/A")
BAD_JSON = ('{"type": "webcam", "model"', "{'single': 'quotes'}", '{"value": NaN}', "undefined")
NUL_JSON = '{"note": "cut\\u0000here"}'


def moment(random: Random) -> int:
    """Milliseconds since 1970, within two years of the base date."""
    minutes = int(random.random() * MINUTES_OF_TWO_YEARS)
    return BASE_MS + minutes * 60_000 + int(random.random() * 60_000)


def time(milliseconds: int, dirt: str) -> int | str:
    """As Prisma writes it, or as something else did."""
    if dirt == "iso time":
        return written_by_others(milliseconds)
    return BAD_TIMES[milliseconds % len(BAD_TIMES)] if dirt == "bad time" else milliseconds


def written_by_others(milliseconds: int) -> str:
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    written = (
        f"{at:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z",  # JavaScript
        f"{at:%Y-%m-%d %H:%M:%S}",  # SQLite's CURRENT_TIMESTAMP
        f"{at:%Y-%m-%dT%H:%M:%S}+00:00",  # Python
    )
    return written[milliseconds % len(written)]


def json_text(good: str, dirt: str, number: int) -> str:
    """JSON, or what stands in its place."""
    if dirt == "bad json":
        return BAD_JSON[number % len(BAD_JSON)]
    return {"empty json": "", "nul json": NUL_JSON}.get(dirt, good)
