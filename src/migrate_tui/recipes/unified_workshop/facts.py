"""What is true of one workshop session, from which both legacy tables tell their part."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

FLAGS = (
    "twilio_connected", "openai_connected", "call_direction_chosen", "services_ready",
    "step4_code_validated", "step4_committed", "step4_deployed", "step5_code_validated",
    "step5_committed", "step5_deployed", "step6_code_validated", "step6_committed",
    "step6_deployed", "system_prompt_saved", "step7_committed", "step7_deployed",
    "tools_configured", "step8_code_validated", "step8_committed", "step8_deployed",
    "project_deployed",
)  # fmt: skip
# The step that a person works on who has done so many of the flags.
STEPS = (0, 1, 1, 2, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7, 7, 8, 8, 8, 9)
FIRST = (
    ("Ada", "ada"), ("José", "jose"), ("Grace", "grace"), ("Zoë", "zoe"), ("Linus", "linus"),
    ("Priya", "priya"), ("Søren", "soren"), ("Mei", "mei"), ("Amara", "amara"), ("Olga", "olga"),
    ("Tomás", "tomas"), ("Yuki", "yuki"), ("Noor", "noor"),
)  # fmt: skip
LAST = (
    ("Lovelace", "lovelace"), ("García", "garcia"), ("Hopper", "hopper"), ("Müller", "muller"),
    ("O'Brien", "obrien"), ("Sharma", "sharma"), ("Kierkegaard", "kierkegaard"), ("Chen", "chen"),
    ("Okafor", "okafor"), ("Ivanova", "ivanova"), ("Nakamura", "nakamura"),
)  # fmt: skip
DOMAINS = ("example.com", "example.edu", "mail.example.org")
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Facts:
    """One session. `luck` is a number for whoever needs one more choice."""

    number: int
    token: str
    email: str
    name: str
    username: str
    phone: str
    api_key: str | None
    flags: int  # how many of FLAGS, in their order, are done
    step: int
    seconds: int
    demo: bool
    started: float  # seconds after the base date
    luck: int

    @property
    def ended(self) -> float:
        return self.started + self.seconds


def facts(seed: int, number: int) -> Facts:
    digest = blake2b(f"{seed}:session:{number}".encode(), digest_size=32)
    luck = int.from_bytes(digest.digest()[16:], "big")
    student = number * 4 // 5  # every fourth student came twice
    (first, first_ascii), (last, last_ascii) = FIRST[student % 13], LAST[student // 13 % 11]
    flags = luck % 22
    return Facts(
        number=number,
        token=f"ws_{digest.hexdigest()[:24]}",
        email=f"{first_ascii}.{last_ascii}{student}@{DOMAINS[student % 3]}",
        name=f"{first} {last}",
        username=f"{first_ascii}-{last_ascii}{student}",
        phone=f"+1555{number % 10_000_000:07d}",
        api_key=f"enc:{digest.hexdigest()[24:56]}" if flags >= 2 else None,
        flags=flags,
        step=STEPS[flags],
        seconds=flags * 240 + luck // 22 % 240,
        demo=luck // 5_000 % 8 == 0,
        started=luck // 40_000 % YEAR + luck % 1000 / 1000,
        luck=luck >> 64,
    )
