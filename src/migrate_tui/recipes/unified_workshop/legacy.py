"""The workshop's legacy database: the older table knows the first sessions, the newer one the last,
and the many in between stand in both. Without dirt the two agree wherever they overlap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from migrate_tui.recipes.chance import iso
from migrate_tui.recipes.dirt import Dirt
from migrate_tui.recipes.unified_workshop.facts import FLAGS, Facts, facts
from migrate_tui.recipes.writing import Row, legacy_database

STUDENTS = (
    "session_token", "student_email", "student_name", "github_username", "selected_phone_number",
    "openai_api_key", "codespace_url", "exercises", "demo_mode", "current_step", "total_time_spent",
    "created_at", "updated_at",
)  # fmt: skip
CONFIGS = (
    "session_token", "student_email", "student_name", "github_username", "selected_phone_number",
    "selected_voice", "tts_provider", "call_direction", "use_case_description", "openai_api_key",
    "system_prompt", "ivr_greeting", "tools", "voice_settings", "websocket_url", "codespace_url",
    "github_repo_url", "railway_url",
    *FLAGS,
    "current_step", "total_time_spent", "created_at", "updated_at",
)  # fmt: skip
VOICES = ("alloy", "echo", "nova", "shimmer")
# Where only one table knows the session, an empty token or a missing address costs the row.
OLD_DIRT = ("null token", "empty token", "null email", "text flag")
NEW_DIRT = ("spelling", "null token", "empty token", "null email")
EXERCISES_ONLY = {"json flag": "true", "text flag": '"true"', "yes flag": '"yes"'}
OLDER_TABLE_NEWER = ("newer null in old table", "conflict, old table newer")
# Where both know it, the merge decides: no row is lost.
BOTH_DIRT = ("spelling", "newer null", "conflict", "tie", *EXERCISES_ONLY, *OLDER_TABLE_NEWER)


@dataclass(frozen=True)
class Overlap:
    """Sessions 0…old are in the older table, new…end in the newer, new…old in both."""

    old: int
    new: int
    end: int

    @classmethod
    def of(cls, rows: int) -> Overlap:
        old = (rows * 11 + 10) // 20
        configs = rows - old
        new = old - configs * 4 // 5
        return cls(old, new, new + configs)


@dataclass(frozen=True)
class Dirts:
    """The three populations of sessions, each with what goes wrong in it."""

    overlap: Overlap
    old: Dirt
    both: Dirt
    new: Dirt

    @classmethod
    def of(cls, overlap: Overlap, share: float) -> Dirts:
        return cls(
            overlap,
            Dirt(OLD_DIRT, overlap.new, share, 4),
            Dirt(BOTH_DIRT, overlap.old - overlap.new, share, len(BOTH_DIRT)),
            Dirt(NEW_DIRT, overlap.end - overlap.old, share, 2),
        )

    def at(self, session: int) -> str:
        if session < self.overlap.new:
            return self.old.at(session)
        if session < self.overlap.old:
            return self.both.at(session - self.overlap.new)
        return self.new.at(session - self.overlap.old)


def generate(url: str, rows: int, *, seed: int = 1, dirt: float = 0.01) -> dict[str, int]:
    """`rows` counts both tables together; `dirt` is the share of sessions with something wrong."""
    overlap = Overlap.of(rows)
    dirts = Dirts.of(overlap, dirt)
    with legacy_database(url, Path(__file__).parent) as fill:
        return {
            "workshop_students": fill(
                "workshop_students", STUDENTS, _students(seed, overlap, dirts)
            ),
            "student_configs": fill("student_configs", CONFIGS, _configs(seed, overlap, dirts)),
        }


def _students(seed: int, overlap: Overlap, dirts: Dirts) -> Iterator[Row]:
    for session in range(overlap.old):
        yield _student(facts(seed, session), dirts.at(session))


def _configs(seed: int, overlap: Overlap, dirts: Dirts) -> Iterator[Row]:
    for session in range(overlap.new, overlap.end):
        yield _config(facts(seed, session), dirts.at(session), session < overlap.old)


def _student(f: Facts, dirt: str) -> Row:
    newer = dirt in OLDER_TABLE_NEWER
    forgets = dirt == "newer null in old table"
    return (
        _token(f, dirt),
        None if forgets else _email(f, dirt),
        None if forgets else f.name,
        f.username,
        None if forgets else f.phone,
        None if forgets else f.api_key,
        f"https://codespaces.example/{f.username}" if f.flags > 3 else None,
        _exercises(f, dirt),
        f.demo,
        f.step,
        f.seconds,
        iso(f.started),
        iso(f.ended + (7200 if newer else 0)),
    )


def _config(f: Facts, dirt: str, both: bool) -> Row:
    forgets = dirt == "newer null"
    differs = dirt in ("conflict", "conflict, old table newer", "tie")
    email = _spelled_otherwise(f.email) if dirt == "spelling" else _email(f, dirt)
    return (
        _token(f, dirt),
        None if forgets else email,
        None if forgets else f"{f.name} (Prof.)" if dirt == "spelling" else f.name,
        f.username,
        None if forgets else f"+1666{f.phone[5:]}" if differs else f.phone,
        *_voice(f),
        None if forgets else f"enc:rotated{f.number}" if differs else f.api_key,
        *_prompt(f),
        *_urls(f),
        *_flags(0 if dirt in EXERCISES_ONLY else f.flags),
        max(f.step - 1, 0) if differs else f.step,
        f.seconds + 60 if differs else f.seconds,
        iso(f.started + (300 if both else 0)),
        iso(f.ended if dirt == "tie" else f.ended + 3600),
    )


def _token(f: Facts, dirt: str) -> str | None:
    return {"null token": None, "empty token": ""}.get(dirt, f.token)


def _email(f: Facts, dirt: str) -> str | None:
    return None if dirt == "null email" else f.email


def _spelled_otherwise(email: str) -> str:
    """The same address as a person types it on a phone."""
    return f" {email.title()}  "


def _exercises(f: Facts, dirt: str) -> str:
    done = EXERCISES_ONLY.get(dirt, "true")
    # Where only `exercises` knows the flags, there is at least one.
    flags = max(f.flags, 1) if dirt in EXERCISES_ONLY else f.flags
    return (
        f'{{{_flags_as_json(flags, done)}"lastExercise":{f.step},'
        f'"scores":[{f.luck % 101},{f.luck // 101 % 101}],"note":"step {f.step} läuft"}}'
    )


@cache
def _flags_as_json(count: int, done: str) -> str:
    return "".join(f'"{flag}":{done},' for flag in FLAGS[:count])


@cache
def _flags(count: int) -> tuple[bool, ...]:
    return tuple(number < count for number in range(len(FLAGS)))


def _voice(f: Facts) -> tuple[str | None, ...]:
    if f.flags < 3:
        return (None, None, None, None)
    direction = ("inbound", "outbound")[f.luck % 2]
    provider = ("openai", "elevenlabs")[f.luck % 2]
    return (VOICES[f.luck % 4], provider, direction, f"{direction} desk")


def _prompt(f: Facts) -> tuple[str | None, ...]:
    if f.flags < 14:
        return (None, None, None, None)
    return (
        f"You are the assistant of {f.name}; be brief.",
        "Hello, how can I help?",
        f'[{{"name":"lookup_order","timeout":{f.luck % 30}}}]' if f.flags > 16 else "[]",
        f'{{"speed":1.{f.luck % 10},"pitch":{f.luck % 7}}}',
    )


def _urls(f: Facts) -> tuple[str | None, ...]:
    return (
        f"wss://{f.username}.example/media" if f.flags > 5 else None,
        f"https://codespaces.example/{f.username}" if f.flags > 3 else None,
        f"https://github.example/{f.username}/workshop" if f.flags > 4 else None,
        f"https://{f.username}.railway.example" if f.flags > 6 else None,
    )
