"""Many moments looked at together: what is said of all of them holds for each."""

from __future__ import annotations

import itertools
import random
import re
import sqlite3

import pytest

from migrate_tui.engine.databases.alike import alike
from migrate_tui.engine.databases.catalogue import Column
from migrate_tui.engine.databases.native import only_way, shape

WAYS = (
    *("2024-02-29", "2024-02-29 12:34:56", "2024-02-29T12:34:56.789Z", "2024-02-29 12:34"),
    *("2024-02-29T12:34:56+02:00", "2024-02-29 12:34:56.123456-05:30", "2024-02-29T12:34Z"),
    *("2024-02-29 12:34+01:00", "2024-02-29 12:34:56.789 +00:00", "2024-02-29T12:34:56 Z"),
)


def globbed(text: str, sample: str) -> bool:
    """What SQLite says of it by the pattern of the sample."""
    column = Column("made", "", "timestamptz" if len(sample) > 10 else "date")
    query = f"select {shape('?1', column, [sample])}"
    with sqlite3.connect(":memory:") as connection:
        return bool(connection.execute(query, (text,)).fetchone()[0])


def way(sample: str) -> bytes:
    return only_way([sample]).encode()


@pytest.mark.parametrize("sample", WAYS)
def test_every_character_is_judged_as_sqlite_judges_it(sample: str) -> None:
    others = [
        sample[:at] + c + sample[at + 1 :] for at in range(len(sample)) for c in "0123459 :TZ-"
    ]
    others += [sample[:11] + f"{hour:02}" + sample[13:] for hour in range(30) if len(sample) > 10]
    others += [f"{sample} ", f"{sample}\n", sample[:-1], "", "now", f"{sample}\n{sample}"]
    plain = re.escape(sample[-6:-5]) if re.search("[+-]..:..$", sample) else ""
    for other in others:
        judged = alike([sample.encode(), other.encode(), sample.encode()], way(sample))
        sign_alone = plain and other[-6:-5] in "+-" and other[-6:-5] != sample[-6:-5]
        assert judged == globbed(other, sample) or (sign_alone and not judged), other


def test_no_text_hides_among_the_others() -> None:
    """Their number, their bounds and their order are all of it."""
    day = "2024-02-29"
    shifted = [day[:-1], f"{day[-1]}{day}"]
    assert not alike([one.encode() for one in shifted], way(day))
    assert not alike([f"{day}\n{day}".encode(), b""], way(day))
    assert not alike([f"{day}\n{day}".encode()], way(day))
    assert not alike([day.encode(), "\uff12\uff10\uff12\uff14-02-29".encode()], way(day))


@pytest.mark.parametrize("sample", WAYS)
def test_one_that_is_otherwise_is_found_wherever_it_stands(sample: str) -> None:
    chance = random.Random(sample)
    late = sample.replace("12:34", "24:34") if len(sample) > 10 else "0999-02-28"
    for number, odd in itertools.product(
        (1, 2, 99, 100, 101), (late, "x", sample.replace("2", "\u096d"))
    ):
        texts = [sample.encode()] * number
        assert alike(texts, way(sample))
        texts[chance.randrange(number)] = odd.encode()
        assert not alike(texts, way(sample)), odd
