"""What is true of one practice session and its analysis, a pure function of seed and number."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from migrate_tui.recipes.chance import BASE_MS

NAMES = (
    ("Ada", "ada"), ("José", "jose"), ("Grace", "grace"), ("Zoë", "zoe"), ("Linus", "linus"),
    ("Priya", "priya"), ("Søren", "soren"), ("Mei", "mei"), ("Amara", "amara"), ("Olga", "olga"),
)  # fmt: skip
WORKS = (
    "Bach: Prelude in C", "Chopin: Nocturne op. 9/2", "Scales in thirds", "Czerny op. 299/5",
    "Bartók: Mikrokosmos 113", "Satie: Gymnopédie 1", "Sight-reading", "Hanon 1-5",
)  # fmt: skip
STRENGTHS = ("steady tempo", "clear voicing", 'a warm "singing" tone', "relaxed wrists")
WEAK = ("pedal blurs the bass", "rushes in bars 12-16", "left hand, too loud", "uneven trills")
TWO_YEARS_MS = 2 * 365 * 24 * 3_600_000


@dataclass(frozen=True, slots=True)
class Practice:
    """One recording; `luck` is a number for whoever needs one more choice."""

    number: int
    id: str
    analysis: str
    student: int
    at: int  # milliseconds since 1970
    seconds: int
    luck: int

    @property
    def work(self) -> str:
        return WORKS[self.luck % len(WORKS)]

    @property
    def analysed(self) -> bool:
        return self.number % 5 != 4


def practice(seed: int, number: int, students: int) -> Practice:
    digest = blake2b(f"{seed}:practice:{number}".encode(), digest_size=32)
    text, luck = digest.hexdigest(), int.from_bytes(digest.digest()[16:], "big")
    return Practice(
        number=number,
        id=f"c{text[:24]}",
        analysis=f"c{text[8:32]}",
        student=luck % students,
        at=BASE_MS + luck // 5_003 % TWO_YEARS_MS,
        seconds=60 + luck // 7 % 5_400,
        luck=luck >> 40,
    )


def user(seed: int, number: int) -> str:
    return f"u{blake2b(f'{seed}:user:{number}'.encode(), digest_size=12).hexdigest()}"
