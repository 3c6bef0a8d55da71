"""A name for a meaning: the same for equal values, whatever the order of their keys."""

from __future__ import annotations

import hashlib
import json


def digest(meaning: object) -> str:
    """sha256 of the canonical JSON."""
    text = json.dumps(meaning, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def file_digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
