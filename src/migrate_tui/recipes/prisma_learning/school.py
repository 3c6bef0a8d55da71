"""The school that the legacy tables describe: how many there are of everything, who learns what,
and which rows have something wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from migrate_tui.recipes.chance import BASE_MS, hexadecimal
from migrate_tui.recipes.dirt import Dirt

# Per table: what goes wrong, and how many of these happen even in the smallest database. Levels,
# stories and units lose no row: everything else refers to them.
DIRT: dict[str, tuple[tuple[str, ...], int]] = {
    "User": (("iso time", "case twin"), 2),
    "Level": (("iso time",), 1),
    "Story": (("iso time",), 1),
    "Unit": (("iso time",), 1),
    "UnitAsset": (("iso time", "empty json", "bad json"), 3),
    "UserProgress": (("iso time", "orphan", "twin", "bad time"), 2),
    "DailyPlan": (("iso time", "same day", "orphan"), 2),
    "DailyPlanEntry": (("word", "orphan"), 2),
    "PronunciationAttempt": (("iso time", "empty json", "orphan", "bad json", "nul json"), 3),
    "AggregateScore": (("iso time", "bad time", "orphan"), 2),
    "_SavedUnits": (("orphan",), 1),
}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class School:
    """Pure functions of the seed, the number of attempts and the share of dirt."""

    def __init__(self, attempts: int, seed: int, dirt: float) -> None:
        self.seed = seed
        self.rows = _sizes(attempts)
        self._dirt = {
            table: Dirt(kinds, self.rows[table], dirt, least)
            for table, (kinds, least) in DIRT.items()
        }

    def each(self, table: str) -> Iterator[tuple[int, str, str, Random]]:
        """The rows of a table: number, id, dirt, and the table's own chance."""
        random, dirt = Random(f"{self.seed}:{table}"), self._dirt[table]
        for number in range(self.rows[table]):
            yield number, self.id(table, number), dirt.at(number), random

    def id(self, table: str, number: int) -> str:
        """A cuid: newer rows have greater ones."""
        hash_ = hexadecimal(self.seed, table, number)[:12]
        return f"c{_base36(BASE_MS + number, 8)}{_base36(number, 4)}{hash_}"

    def learner(self, number: int) -> str:
        """Who a row belongs to: of an account that was opened twice, the older one."""
        return self.id("User", self._learner(number)[0])

    def turn(self, number: int) -> int:
        """Which of its learner's rows a row is."""
        return self._learner(number)[1]

    def studied(self, number: int) -> str:
        """A unit: another one for each row of a learner."""
        user, turn = self._learner(number)
        return self.unit(user * 7 + turn)

    def _learner(self, number: int) -> tuple[int, int]:
        user, turn = number % self.rows["User"], number // self.rows["User"]
        twin = self._dirt["User"].at(user) == "case twin"
        return user - twin, 2 * turn + twin

    def twin(self, number: int) -> str:
        """The newer of two accounts with one address, the first such at or after a number."""
        users, dirt = self.rows["User"], self._dirt["User"]
        found = (n % users for n in range(number, number + users))
        return self.id("User", next(n for n in found if dirt.at(n) == "case twin"))

    def unit(self, number: int) -> str:
        return self.id("Unit", number % self.rows["Unit"])

    def dirty(self, table: str, number: int) -> int:
        """How many dirty rows come before a row."""
        return number * self._dirt[table].count // self.rows[table]

    def plan(self, number: int) -> str:
        """A plan that is carried over."""
        number %= self.rows["DailyPlan"]
        broken = self._dirt["DailyPlan"].at(number) in ("same day", "orphan")
        return self.id("DailyPlan", number - broken)

    def nobody(self, number: int) -> str:
        """The id of a row that is gone."""
        return self.id("gone", number)


def _sizes(attempts: int) -> dict[str, int]:
    users = attempts // 5 + 12
    units = attempts // 50 + 24
    return {
        "User": users,
        "Level": 6,
        "Story": 12,
        "Unit": units,
        "UnitAsset": units * 4,
        "UserProgress": attempts,
        "DailyPlan": -(-attempts // 2),
        "DailyPlanEntry": attempts,
        "PronunciationAttempt": attempts,
        "AggregateScore": -(-attempts // 2),
        "_SavedUnits": users,
    }


def _base36(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text
