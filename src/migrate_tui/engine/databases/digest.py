"""What rows add up to whatever their order: their number and the sum of their hashes."""

from __future__ import annotations

from hashlib import blake2b


class Digest:
    """Rows are added one by one; equal digests mean equal rows, however they lie."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, row: bytes) -> None:
        self.rows += 1
        self._sum += int.from_bytes(blake2b(row, digest_size=16).digest(), "big")

    @property
    def text(self) -> str:
        return f"{self._sum % (1 << 128):032x}"
