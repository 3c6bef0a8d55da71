"""`${ENV}` and `${ENV:-default}` in URLs and hashes; a variable that is not there is a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping

_VARIABLE = re.compile(r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^{}]*))?\}")


def interpolate(text: str, environ: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The text with its variables filled in, and what is wrong with it."""
    problems: list[str] = []

    def fill(match: re.Match[str]) -> str:
        value = environ.get(match["name"]) or match["default"]
        if value is None:
            state = "is empty" if match["name"] in environ else "is not set"
            problems.append(f"the environment variable {match['name']} {state}")
        return value or ""

    if "${" in _VARIABLE.sub("", text):
        problems.append("has a ${ that is neither ${NAME} nor ${NAME:-default}")
    return _VARIABLE.sub(fill, text), tuple(problems)
