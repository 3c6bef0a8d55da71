"""Facts as JSON in ASCII: no stream garbles it and no terminal obeys it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence


def to_json(value: Mapping[str, object] | Sequence[object], *, indent: int | None = 2) -> str:
    return json.dumps(value, indent=indent, default=str)
