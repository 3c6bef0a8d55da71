"""Numbers and ids that depend on nothing but a seed and a name: row 7 is the same without row 6."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import blake2b

BASE = datetime(2024, 1, 8, 9)
BASE_MS = 1_704_704_400_000


def hexadecimal(seed: int, kind: str, number: int) -> str:
    return blake2b(f"{seed}:{kind}:{number}".encode(), digest_size=16).hexdigest()


def identifier(seed: int, kind: str, number: int) -> str:
    """A UUID of version 4, as text."""
    h = hexadecimal(seed, kind, number)
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}"


def iso(seconds: float) -> str:
    """So many seconds after the base date, as JavaScript's toISOString writes it."""
    return (BASE + timedelta(seconds=seconds)).isoformat(timespec="milliseconds") + "Z"
