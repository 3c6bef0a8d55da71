"""The clinic that the legacy tables describe: how many there are of everything, who refers to whom,
and which rows have something wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from migrate_tui.recipes.chance import identifier
from migrate_tui.recipes.dirt import Dirt

# Per table: what goes wrong, and how many of these happen even in the smallest database. Users,
# sessions and protocols lose no row: everything else refers to them.
DIRT: dict[str, tuple[tuple[str, ...], int]] = {
    "users": (("iso time",), 1),
    "sessions": (("iso time",), 1),
    "audit_logs": (("iso time", "empty json", "orphan", "nul json", "bad time", "bad json"), 5),
    "protocols": (("iso time",), 1),
    "recording_sessions": (("iso time", "bad json", "empty json", "orphan"), 4),
    "signal_processing_results": (("iso time", "empty json", "nul json", "bad json"), 2),
    "clinical_analyses": (
        ("iso time", "empty json", "orphan", "bad json", "nul json", "bad time"),
        3,
    ),
    "clinical_annotations": (("iso time",), 1),
    "reports": (("iso time", "empty json", "orphan"), 3),
    "recording_comparisons": (("iso time", "empty json"), 2),
}


class Clinic:
    """Pure functions of the seed, the number of recordings and the share of dirt."""

    def __init__(self, recordings: int, seed: int, dirt: float) -> None:
        self.seed = seed
        self.rows = _sizes(recordings)
        self.clinicians = self.rows["users"] // 10
        self._dirt = {
            table: Dirt(kinds, self.rows[table], dirt, least)
            for table, (kinds, least) in DIRT.items()
        }

    def each(self, table: str) -> Iterator[tuple[int, str, str, Random]]:
        """The rows of a table: number, id, dirt, and the table's own chance."""
        random, dirt = Random(f"{self.seed}:{table}"), self._dirt[table]
        for number in range(self.rows[table]):
            yield number, identifier(self.seed, table, number), dirt.at(number), random

    def user(self, number: int) -> str:
        return identifier(self.seed, "users", number)

    def clinician(self, number: int) -> str:
        """User 0 is the administrator, then come the clinicians, then the patients."""
        return self.user(1 + number % self.clinicians)

    def patient(self, number: int) -> str:
        patients = self.rows["users"] - self.clinicians - 1
        return self.user(1 + self.clinicians + number % patients)

    def protocol(self, number: int) -> str:
        return identifier(self.seed, "protocols", number % self.rows["protocols"])

    def recording(self, number: int) -> str:
        return identifier(self.seed, "recording_sessions", number % self.rows["recording_sessions"])

    def processed(self, number: int) -> str:
        """A recording with readable metadata: only of those is more made than an analysis."""
        count, dirt = self.rows["recording_sessions"], self._dirt["recording_sessions"]
        broken = dirt.at(number % count) == "bad json"
        return self.recording(number + 1 if broken else number)

    def nobody(self, number: int) -> str:
        """The id of a row that is gone."""
        return identifier(self.seed, "gone", number)


def _sizes(recordings: int) -> dict[str, int]:
    users = recordings // 50 + 12
    return {
        "users": users,
        "sessions": users * 2,
        "audit_logs": recordings,
        "protocols": recordings // 500 + 4,
        "recording_sessions": recordings,
        "signal_processing_results": -(-recordings // 10),
        "clinical_analyses": recordings,
        "clinical_annotations": -(-recordings // 5),
        "reports": -(-recordings // 5),
        "recording_comparisons": -(-recordings // 20),
    }
