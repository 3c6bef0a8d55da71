"""The studio's legacy database: users, flat practice sessions, and what the analyser made of them.

Both databases are told the same facts; what only SQLite would let in is only there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from migrate_tui.recipes.chance import hexadecimal
from migrate_tui.recipes.dirt import Dirt
from migrate_tui.recipes.nested_practice_sessions.practice import (
    NAMES,
    STRENGTHS,
    WEAK,
    Practice,
    practice,
    user,
)
from migrate_tui.recipes.writing import Row, legacy_database

USERS = ("id", "email", "name", "role")
SESSIONS = (
    "id", "studentId", "title", "description", "audioFilePath", "duration", "teacherFeedback",
    "teacherFeedbackAudio", "teacherFeedbackAt", "createdAt", "updatedAt",
)  # fmt: skip
ANALYSES = (
    "id", "sessionId", "overallFeedback", "piecesIdentified", "timeBreakdown", "suggestions",
    "strengths", "areasForImprovement", "overallScore", "createdAt", "updatedAt",
)  # fmt: skip
# "same moment": the session before it was saved twice, or an import gave a whole batch one time.
SESSION_DIRT = (
    "same moment", "negative duration", "empty texts", "no duration", "same moment", "iso time",
    "database time",
)  # fmt: skip
ANALYSIS_DIRT = ("orphan", "iso time", "broken json", "empty list")
BROKEN = ('["Bach: Prelude', "undefined", "{'piece': 'Hanon'}", "")


@dataclass(frozen=True)
class Studio:
    """How many there are of everything, which rows are dirty, and how the database is told."""

    rows: int
    seed: int
    sessions: Dirt
    analyses: Dirt
    time: Callable[[int, str], object]
    document: Callable[[object, str, int], object]
    items: Callable[[tuple[str, ...]], object]

    @classmethod
    def of(cls, kind: str, rows: int, seed: int, dirt: float) -> Studio:
        sessions = Dirt(SESSION_DIRT, rows, dirt, len(SESSION_DIRT))
        analyses = Dirt(ANALYSIS_DIRT, rows, dirt, 1)
        if kind == "postgresql":
            return cls(rows, seed, sessions, analyses, _time, _json, list)
        return cls(rows, seed, sessions, analyses, _sqlite_time, _sqlite_json, json.dumps)

    @property
    def students(self) -> int:
        return self.rows // 25 + 2

    def practices(self) -> Iterator[Practice]:
        """In the order in which they were saved; one saved twice has the moment of the first."""
        before: Practice | None = None
        for number in range(self.rows):
            made = practice(self.seed, number, self.students)
            if before and self.sessions.at(number) == "same moment":
                made = replace(made, student=before.student, at=before.at)
            yield made
            before = made


def generate(url: str, rows: int, *, seed: int = 1, dirt: float = 0.01) -> dict[str, int]:
    """`rows` counts the sessions; `dirt` is the share of rows with something wrong."""
    studio = Studio.of(url.partition(":")[0].partition("+")[0], rows, seed, dirt)
    with legacy_database(url, Path(__file__).parent) as fill:
        return {
            "User": fill("User", USERS, _users(studio)),
            "PracticeSession": fill("PracticeSession", SESSIONS, _sessions(studio)),
            "PracticeAnalysis": fill("PracticeAnalysis", ANALYSES, _analyses(studio)),
        }


def _users(studio: Studio) -> Iterator[Row]:
    for n in range(studio.students + 1):
        name, ascii_name = NAMES[n % len(NAMES)]
        role = "TEACHER" if n == studio.students else "STUDENT"
        yield user(studio.seed, n), f"{ascii_name}{n}@studio.example", f"{name} {n}", role


def _sessions(studio: Studio) -> Iterator[Row]:
    for p in studio.practices():
        dirt = studio.sessions.at(p.number)
        heard = p.luck % 3 == 0
        yield (
            p.id,
            user(studio.seed, p.student),
            p.work,
            "" if dirt == "empty texts" else f"Day {p.number}: {p.work}" if p.luck % 4 else None,
            f"/uploads/{p.id}.webm" if p.luck % 50 else None,
            {"negative duration": -p.seconds, "no duration": None}.get(dirt, p.seconds),
            "" if dirt == "empty texts" else "Slower, and listen." if heard else None,
            f"/feedback/{p.id}.webm" if heard and p.luck % 2 else None,
            studio.time(p.at + 90_000_000, "") if heard else None,
            studio.time(p.at, dirt),
            studio.time(p.at + (90_000_000 if heard else 1_000 * p.seconds), dirt),
        )


def _analyses(studio: Studio) -> Iterator[Row]:
    for p in studio.practices():
        if p.analysed:
            yield _analysis(studio, p, studio.analyses.at(p.number))


def _analysis(studio: Studio, p: Practice, dirt: str) -> Row:
    pieces = [] if dirt == "empty list" else [{"title": p.work, "confidence": p.luck % 100 / 100}]
    breakdown = {"playing": p.seconds - p.seconds // 7, "pauses": p.seconds // 7, "takes": 1}
    gone = f"c{hexadecimal(studio.seed, 'gone', p.number)[:24]}"
    strong, weak = STRENGTHS[p.luck % 4], WEAK[p.luck // 4 % 4]
    return (
        p.analysis,
        gone if dirt == "orphan" else p.id,
        f"Practised {p.work}, {p.seconds // 60} min.",
        studio.document(pieces, dirt, p.number),
        studio.document(breakdown, "", p.number),
        studio.items((f"Work on: {weak}", "Use a metronome at ♩ = 60")),
        studio.items((strong, "regular practice") if p.luck % 3 else (strong,)),
        studio.items(() if dirt == "empty list" else (weak,)),
        p.luck % 101 if p.luck % 9 else None,
        studio.time(p.at + 60_000, dirt),
        studio.time(p.at + 61_000, dirt),
    )


def _time(milliseconds: int, _: str) -> str:
    return _iso(milliseconds)


def _sqlite_time(milliseconds: int, dirt: str) -> object:
    """As Prisma writes it, as JavaScript does, or as SQLite's CURRENT_TIMESTAMP."""
    if dirt == "iso time":
        return _iso(milliseconds)
    if dirt == "database time":
        return f"{datetime.fromtimestamp(milliseconds // 1000, UTC):%Y-%m-%d %H:%M:%S}"
    return milliseconds


def _iso(milliseconds: int) -> str:
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"


def _json(value: object, _: str, __: int) -> str:
    return json.dumps(value, ensure_ascii=False)


def _sqlite_json(value: object, dirt: str, number: int) -> str:
    return BROKEN[number % len(BROKEN)] if dirt == "broken json" else _json(value, dirt, number)
