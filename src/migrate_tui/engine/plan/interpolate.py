"""`${ENV}` and `${ENV:-default}` in URLs and hashes; a variable that is not there is a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_VARIABLE = re.compile(r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?P<default>[^{}]*))?\}")

STAND_IN = "scrypt$2$1$1$c2FsdHNhbHQ=$aGFzaGhhc2hoYXNoaGFzaA=="  # good for any place, a hash's too


class Recorded(Mapping[str, str]):
    """An environment that knows which of its variables a plan needs, also those that are not set
    here: such a plan can be looked at, not run."""

    def __init__(self, real: Mapping[str, str]) -> None:
        self._real = real
        self.names: dict[str, None] = {}

    def __getitem__(self, name: str) -> str:
        value = self._real[name]
        if value:
            self.names[name] = None
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._real)

    def __len__(self) -> int:
        return len(self._real)

    def stand_in(self, name: str) -> str:
        self.names[name] = None
        return STAND_IN


def interpolate(text: str, environ: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The text with its variables filled in, and what is wrong with it."""
    problems: list[str] = []

    def fill(match: re.Match[str]) -> str:
        value = environ.get(match["name"]) or match["default"]
        if value is None and isinstance(environ, Recorded):
            value = environ.stand_in(match["name"])
        if value is None:
            state = "is empty" if match["name"] in environ else "is not set"
            problems.append(f"the environment variable {match['name']} {state}")
        return value or ""

    if "${" in _VARIABLE.sub("", text):
        problems.append("has a ${ that is neither ${NAME} nor ${NAME:-default}")
    return _VARIABLE.sub(fill, text), tuple(problems)
