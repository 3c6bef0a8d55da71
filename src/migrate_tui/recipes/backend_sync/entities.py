"""What the backend's tables say, row by row: a pure function of the seed and the row's number."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from migrate_tui.recipes.chance import BASE_MS, hexadecimal
from migrate_tui.recipes.dirt import Dirt
from migrate_tui.recipes.writing import Row

TYPES = ("PRACTICE", "PRACTICE", "LESSON", "REHEARSAL", "PERFORMANCE")
INSTRUMENTS = ("PIANO", "GUITAR")
MOODS = ("FRUSTRATED", "NEUTRAL", "SATISFIED", "EXCITED", None)
KINDS = ("FREE_PRACTICE", "GUIDED_PRACTICE", "ASSESSMENT")
STATUSES = ("ACTIVE", "PAUSED", "COMPLETED", "ABANDONED")
PIECES = ("Für Elise", "Asturias", "Clair de lune", "Étude op. 10/3", 'Prelude "Raindrop"')
TECHNIQUES = ("SCALES", "ARPEGGIOS", "TREMOLO", "SIGHT_READING", "PEDALLING")
TITLES = ("Memorise {0}", "Play {0} at tempo", "Perform {0}")
NOTES = (None, "Slow, hands apart.", "Bar 12 still stumbles: again tomorrow.", "")
BROKEN = ('[{"title": "Für Elise"', "undefined", "[object Object]", "['Asturias']")
YEAR_MS = 365 * 24 * 3_600_000


@dataclass(frozen=True)
class Source:
    """One table: how many rows, which are dirty, and how the database is told of a time."""

    seed: int
    rows: int
    users: int
    dirt: Dirt
    strict: bool  # PostgreSQL: a number stands where a number belongs

    def time(self, milliseconds: int, dirt: str) -> object:
        if dirt != "iso time" or self.strict:
            return milliseconds
        at = datetime.fromtimestamp(milliseconds / 1000, UTC)
        return f"{at:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"

    def user(self, random: Random, dirt: str) -> str | None:
        number = int(random.random() * self.users)
        return None if dirt == "no user" else f"user_{100 + number}"


Tell = Callable[[Source, int, str, Random], Row]


def entry(source: Source, n: int, dirt: str, random: Random) -> Row:
    """A line of the logbook."""
    user, at = source.user(random, dirt), _moment(random)
    pieces = [{"id": f"p{n % 40}", "title": PIECES[n % 5], "measures": f"{n % 30}-{n % 30 + 8}"}]
    goals = [_id(source, "goal", n // 10)] if n % 3 else []
    nothing = "no json" if n % 8 == 0 else "empty json" if n % 8 == 4 else _whole(dirt)
    metadata = _json({"source": "app", "build": n % 9}, nothing, n // 4)
    return (
        _id(source, "log", n), user, source.time(at, dirt), 300 + int(random.random() * 5_000),
        TYPES[n % 5], INSTRUMENTS[n // 5 % 2], _json(pieces, dirt, n),
        _json([TECHNIQUES[n % 5], TECHNIQUES[n // 2 % 5]], _whole(dirt), n + 1),
        _json(goals, _whole(dirt), n), NOTES[n % 4], MOODS[n // 3 % 5],
        _json(["evening"] if n % 2 else [], _whole(dirt), n + 1), metadata,
        source.time(at + 4_000, dirt), source.time(at + 4_000 + n % 7 * 86_400_000, dirt),
    )  # fmt: skip


def goal(source: Source, n: int, dirt: str, random: Random) -> Row:
    """Something to reach by a day, or some day."""
    user, at = source.user(random, dirt), _moment(random)
    milestones = [{"title": f"{part} half", "done": n % 2 == 0} for part in ("First", "Second")]
    links = [_id(source, "log", n * 10 + k) for k in range(n % 3)]
    by = None if dirt == "no target date" else source.time(at + 90 * 86_400_000, dirt)
    status = {"no status": None, "empty status": ""}.get(dirt, STATUSES[n // 2 % 4])
    return (
        _id(source, "goal", n), user, TITLES[n % 3].format(PIECES[n % 5]), NOTES[n % 4], by,
        _json(milestones, dirt, n), status, _json(links, _whole(dirt), n + 1),
        source.time(at, dirt), source.time(at + n % 11 * 3_600_000, dirt),
    )  # fmt: skip


def session(source: Source, n: int, dirt: str, random: Random) -> Row:
    """What the practice room measured."""
    user, at = source.user(random, dirt), _moment(random)
    tried = int(random.random() * 2_000)
    right = int(tried * random.random())
    end = at + 60_000 + int(random.random() * 3_000_000)
    return (
        _id(source, "ps", n), user, INSTRUMENTS[n % 2], KINDS[n % 3], source.time(at, dirt),
        None if dirt == "never completed" else source.time(end, dirt), n % 5 * 1_000 or None,
        round(100 * right / tried, 2) if tried else None, tried, right,
    )  # fmt: skip


def _id(source: Source, kind: str, number: int) -> str:
    return f"{kind}_{hexadecimal(source.seed, kind, number)[:20]}"


def _whole(dirt: str) -> str:
    """One broken text is enough for a row."""
    return "" if dirt == "broken json" else dirt


def _moment(random: Random) -> int:
    return BASE_MS + int(random.random() * YEAR_MS)


def _json(value: object, dirt: str, number: int) -> str | None:
    """As JavaScript wrote it; now and then nothing, in either of its ways, or what is none."""
    if dirt == "broken json":
        return BROKEN[number % len(BROKEN)]
    if dirt in ("no json", "empty json"):
        return None if dirt == "no json" else ""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
