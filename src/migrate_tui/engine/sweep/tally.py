"""What is plain to see of one column, some rows at a time.

Invariant: the tallies of two parts of a table make the one of both. A column that is not plain
(mixed classes, bytes, NULs) tells nothing, nor do values in an odd spelling tell a form.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from migrate_tui.engine.sweep.part import Sought
from migrate_tui.engine.sweep.spelled import spelled

NOTHING = type(None)
_first = itemgetter(slice(1))
State = tuple[Any, ...]


class Tally:
    """What was seen of one column so far."""

    __slots__ = (
        *("column", "plain", "integers", "reals", "texts", "least", "greatest", "longest"),
        *("characters", "spellings", "braced", "upper"),
    )

    def __init__(self, column: Sought) -> None:
        self.column = column
        self.plain = True
        self.integers = self.reals = self.texts = 0
        self.least: Any = None
        self.greatest: Any = None
        self.longest = self.characters = 0
        # of moments: how often each form; None once a text is in an odd spelling
        self.spellings: dict[str, int] | None = {} if column.kind == "moment" else None
        self.braced = column.kind == "json"  # every text begins as a document, without an escape
        self.upper = False  # letters of a key that lower() would change

    @property
    def values(self) -> int:
        return self.integers + self.reals + self.texts

    def add(self, cells: Sequence[Any]) -> None:
        try:
            joined = "\n".join(cells)
        except TypeError:
            self._mixed(cells)
        else:
            self._texts(cells, joined)

    def _mixed(self, cells: Sequence[Any]) -> None:
        """Something is no text: that is fine as long as all the others are numbers."""
        kinds = set(map(type, cells))
        if NOTHING in kinds:
            if len(kinds) > 1:
                self.add([cell for cell in cells if cell is not None])
        elif kinds <= {int, float}:
            self._numbers(cells, kinds)
        else:
            self.plain = False

    def _texts(self, texts: Sequence[str], joined: str) -> None:
        number, ascii_ = len(texts), joined.isascii()
        self.texts += number
        self.plain = "\0" not in joined and self.values == self.texts
        form = self.spellings is not None and self._spelled(texts, joined)
        characters = len(texts[0]) if form else max(map(len, texts))
        if characters > self.characters:
            self.characters = characters
        if not ascii_:
            characters = max(len(text.encode()) for text in texts)
        if characters > self.longest:
            self.longest = characters
        if self.braced:
            self.braced = "\\u" not in joined and set(map(_first, texts)) <= {"{", "["}
        if self.column.key and not self.upper:
            self.upper = _upper(joined, ascii_)

    def _spelled(self, texts: Sequence[str], joined: str) -> bool:
        form = spelled(texts, joined)
        if form is None or self.spellings is None:
            self.spellings = None
            return False
        self.spellings[form] = self.spellings.get(form, 0) + len(texts)
        return True

    def _numbers(self, numbers: Sequence[float], kinds: set[type]) -> None:
        whole = len(numbers) if float not in kinds else sum(type(n) is int for n in numbers)
        self.integers += whole
        self.reals += len(numbers) - whole
        self._ends(min(numbers), max(numbers))
        self.plain &= not self.texts

    def _ends(self, low: Any, high: Any) -> None:
        self.least = low if self.least is None else min(self.least, low)
        self.greatest = high if self.greatest is None else max(self.greatest, high)

    def merge(self, later: Tally) -> None:
        """The rows that come after these."""
        self.integers += later.integers
        self.reals += later.reals
        self.texts += later.texts
        self.plain &= later.plain and self.texts in (0, self.values)
        if later.least is not None:
            self._ends(later.least, later.greatest)
        self.longest = max(self.longest, later.longest)
        self.characters = max(self.characters, later.characters)
        self.spellings = _together(self.spellings, later.spellings)
        self.braced &= later.braced
        self.upper |= later.upper

    def state(self) -> State:
        """All of it but its column, as `marshal` takes it."""
        return tuple(getattr(self, name) for name in self.__slots__[1:])

    @classmethod
    def of(cls, column: Sought, state: State) -> Tally:
        tally = cls(column)
        for name, value in zip(cls.__slots__[1:], state, strict=True):
            setattr(tally, name, value)
        return tally


def _upper(joined: str, ascii_: bool) -> bool:
    """SQLite's own lower() knows the letters of ASCII."""
    if ascii_:
        return joined.lower() != joined
    data = joined.encode()
    return data.lower() != data


def _together(one: dict[str, int] | None, other: dict[str, int] | None) -> dict[str, int] | None:
    if one is None or other is None:
        return None
    return {form: one.get(form, 0) + other.get(form, 0) for form in one | other}
