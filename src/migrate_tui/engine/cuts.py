"""The cut of a mapping as its ledger keeps it, sealed: a damaged one is known, and not used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence


def sealed(bounds: Sequence[str]) -> str:
    """Bounds as text, with a hash over all of them: a missing one leaves no other trace."""
    return json.dumps({"cuts": list(bounds), "seal": _seal(bounds)})


def unsealed(text: str) -> tuple[str, ...] | None:
    """The bounds; None where they are not those that were sealed."""
    try:
        kept = json.loads(text)
        cuts, seal = kept["cuts"], kept["seal"]
    except (ValueError, KeyError, TypeError):
        return None
    whole = isinstance(cuts, list) and all(isinstance(c, str) for c in cuts)
    return tuple(cuts) if whole and seal == _seal(cuts) else None


def _seal(bounds: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(bounds)).encode()).hexdigest()[:16]
