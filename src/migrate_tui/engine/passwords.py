"""A password's scrypt hash as one line of text: made, read back within bounds, compared.

Invariant: nothing that is read from a hash makes the program use more than MEMORY or WORK.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass

PREFIX = "scrypt$"
N, R, P = 1 << 15, 8, 3  # 32 MiB and a quarter of a second
SALT, KEY = 16, 32  # bytes
MEMORY = 256 << 20  # bytes that scrypt may take
WORK = 1 << 24  # n * r * p: some seconds
SALTS, KEYS = range(8, 129), range(16, 129)


class Unreadable(ValueError):
    """What is wrong with a hash, as the end of a sentence; never the hash itself."""


@dataclass(frozen=True)
class Hash:
    """scrypt$n$r$p$salt$key, the last two in base64."""

    n: int
    r: int
    p: int
    salt: bytes
    key: bytes

    def __str__(self) -> str:
        salt, key = (base64.b64encode(part).decode() for part in (self.salt, self.key))
        return f"{PREFIX}{self.n}${self.r}${self.p}${salt}${key}"

    def fits(self, password: str) -> bool:
        """Whether this is its password; takes the same time whatever the answer."""
        return hmac.compare_digest(self._derived(password), self.key)

    def _derived(self, password: str) -> bytes:
        """Composed and decomposed accents are one password, whichever keyboard typed them."""
        text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogateescape")
        return hashlib.scrypt(
            text,
            salt=self.salt,
            n=self.n,
            r=self.r,
            p=self.p,
            maxmem=2 * MEMORY,
            dklen=len(self.key),
        )


def hashed(password: str, *, n: int = N) -> Hash:
    """A hash of its own for each call: the salt is fresh."""
    blank = Hash(n, R, P, secrets.token_bytes(SALT), bytes(KEY))
    return Hash(n, R, P, blank.salt, blank._derived(password))


def read_hash(text: str) -> Hash:
    """Raises Unreadable where it is no hash, or one that would take too much to compute."""
    if not text.startswith(PREFIX):
        raise Unreadable(f"was not made by `migrate-tui secret hash`: it must begin with {PREFIX}")
    parts = text.removeprefix(PREFIX).split("$")
    if len(parts) != 5:
        raise Unreadable("is not whole: copy the line of `migrate-tui secret hash`, in quotes")
    n, r, p = (_number(part) for part in parts[:3])
    found = Hash(n, r, p, *(_bytes(part) for part in parts[3:]))
    if n < 2 or n & (n - 1) or not r or not p or 128 * n * r > MEMORY or n * r * p > WORK:
        raise Unreadable("has parameters that are out of bounds: make it anew")
    if len(found.salt) not in SALTS or len(found.key) not in KEYS:
        raise Unreadable("has a salt or a key of a wrong length: make it anew")
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Unreadable("is damaged: its parameters are no numbers")
    return int(text)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("is damaged: its salt or its key is no base64") from None
