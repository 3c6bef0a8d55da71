"""The school's legacy database, told row by row, so that any number fits, with Prisma's record."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from migrate_tui.recipes.chance import BASE_MS, hexadecimal, identifier
from migrate_tui.recipes.prisma import DAY, HOUR, json_text, moment, time, written_by_others
from migrate_tui.recipes.prisma_learning.school import School
from migrate_tui.recipes.prisma_learning.tables import COLUMNS, PRISMAS
from migrate_tui.recipes.writing import Row, legacy_database

HERE = Path(__file__).parent
NAMES = ("maria", "håkan", "ngozi", "wei", "lucía", "pavel", "aisha", "jonas", "hana", "émile")
MAILBOXES = (
    "maria", "hakan", "ngozi", "wei", "lucia", "pavel", "aisha", "jonas", "hana", "emile",
)  # fmt: skip
LEVELS = ("A1 Breakthrough", "A2 Waystage", "B1 Threshold", "B2 Vantage", "C1 Effective", "C2")
STORIES = ("At the station", "A flat to let", "The interview", "Sunday market", "Lost keys")
ASSETS = (
    ("VIDEO", "videos", "mp4"), ("AUDIO", "audio", "mp3"), ("SUBTITLE", "subtitles", "vtt"),
    ("METADATA", "metadata", "json"),
)  # fmt: skip
PERIODS = ("DAILY", "WEEKLY", "MONTHLY", "OVERALL")


def generate(url: str, rows: int, *, seed: int = 1, dirt: float = 0.01) -> dict[str, int]:
    """`rows` counts the pronunciation attempts; `dirt` is the share of rows that are wrong."""
    school = School(rows, seed, dirt)
    with legacy_database(url, HERE) as fill:
        made = {table: fill(table, COLUMNS[table], ROWS[table](school)) for table in COLUMNS}
        return made | {"_prisma_migrations": fill("_prisma_migrations", PRISMAS, _prismas(seed))}


def _users(school: School) -> Iterator[Row]:
    for n, id_, dirt, random in school.each("User"):
        at, twin = moment(random), dirt == "case twin"
        account = n - twin
        address = f"{MAILBOXES[account % 10]}{account}@school.example"
        yield (
            id_, address.upper() if twin else address, f"{NAMES[n % 10]}{n}",
            f"$2b$10${(hexadecimal(school.seed, 'hash', n) * 2)[:53]}", n % 23 != 0,
            time(at + 9 * HOUR, "") if n % 4 else None, time(at, dirt), at + HOUR,
            "Learning for work.\nThree evenings a week." if n % 6 == 0 else None,
        )  # fmt: skip


def _levels(school: School) -> Iterator[Row]:
    for n, id_, dirt, random in school.each("Level"):
        at = moment(random)
        yield id_, LEVELS[n], n + 1, time(at, dirt), at + HOUR


def _stories(school: School) -> Iterator[Row]:
    for n, id_, dirt, random in school.each("Story"):
        at, title = moment(random), STORIES[n % len(STORIES)]
        yield (
            id_, f"{title} {n // 6 + 1}", f"{title}, told in dialogues" if n % 3 else None,
            n // 6 + 1, school.id("Level", n % 6), time(at, dirt), at + HOUR,
        )  # fmt: skip


def _units(school: School) -> Iterator[Row]:
    for n, id_, dirt, random in school.each("Unit"):
        at = moment(random)
        story = school.id("Story", n % school.rows["Story"])
        yield id_, f"Unit {n + 1}", n // 12 + 1, n % 9 != 8, story, time(at, dirt), at + HOUR


def _assets(school: School) -> Iterator[Row]:
    for n, id_, dirt, random in school.each("UnitAsset"):
        (kind, folder, ending), unit = ASSETS[n % 4], n // 4
        seconds = 30 + int(random.random() * 300)
        metadata = f'{{"seconds":{seconds},"languages":["en","de"],"hd":true}}'
        hash_ = int(hexadecimal(school.seed, "content", n)[:16], 16) >> 1  # up to 2^63 - 1
        yield (
            id_, kind, f"{folder}/unit-{unit + 1}-v{n % 3 + 1}.{ending}",
            hash_ if n % 8 else None, json_text(metadata, dirt, n) if n % 5 or dirt else None,
            school.id("Unit", unit), time(moment(random), dirt),
        )  # fmt: skip


def _progress(school: School) -> Iterator[Row]:
    for n, id_, dirt, random in school.each("UserProgress"):
        at, done, chance = moment(random), n % 3 != 0, random.random
        learner, unit = school.learner(n), school.studied(n)
        if dirt == "orphan":
            learner = school.nobody(n)
        elif dirt == "twin":
            learner, unit = school.twin(n), school.unit(school.dirty("UserProgress", n))
        yield (
            id_, done, round(chance() * 100, 1) if done else None, int(chance() * 7_200_000),
            time(at + HOUR, "") if done else None, learner, unit, time(at, dirt), at + 2 * HOUR,
        )  # fmt: skip


def _plans(school: School) -> Iterator[Row]:
    """One a learner and day; `same day` is the plan before once more, its day written otherwise."""
    text = False
    for n, id_, dirt, random in school.each("DailyPlan"):
        at, again = moment(random), dirt == "same day"
        day = BASE_MS + school.turn(n - again) * DAY
        text = not text if again else dirt == "iso time"
        yield (
            id_, written_by_others(day) if text else day,
            school.nobody(n) if dirt == "orphan" else school.learner(n - again), at, at + HOUR,
        )  # fmt: skip


def _entries(school: School) -> Iterator[Row]:
    for n, id_, dirt, _ in school.each("DailyPlanEntry"):
        plan = school.nobody(n) if dirt == "orphan" else school.plan(n // 2)
        done: object = n % 4 == 0
        yield id_, n % 2 + 1, str(done).lower() if dirt == "word" else done, plan, school.unit(n)


def _attempts(school: School) -> Iterator[Row]:
    for n, id_, dirt, random in school.each("PronunciationAttempt"):
        score = round(random.random() * 100, 2)
        feedback = f'{{"score":{score},"weak":["th","r"],"tip":"slower, “{NAMES[n % 10]}”"}}'
        yield (
            id_, f"pronunciation/{identifier(school.seed, 'audio', n)}.wav", score,
            json_text(feedback, dirt, n) if n % 7 or dirt else None,
            school.nobody(n) if dirt == "orphan" else school.learner(n), school.studied(n),
            time(moment(random), dirt),
        )  # fmt: skip


def _scores(school: School) -> Iterator[Row]:
    for n, id_, dirt, random in school.each("AggregateScore"):
        at, turn = moment(random), school.turn(n)
        yield (
            id_, PERIODS[turn % 4], BASE_MS + turn * DAY, round(random.random() * 100, 3),
            1 + n % 40, school.nobody(n) if dirt == "orphan" else school.learner(n),
            time(at, dirt), at + HOUR,
        )  # fmt: skip


def _saved(school: School) -> Iterator[Row]:
    for n, _, dirt, _ in school.each("_SavedUnits"):
        unit = school.nobody(n) if dirt == "orphan" else school.studied(n)
        yield unit, school.learner(n)


def _prismas(seed: int) -> Iterator[Row]:
    """Prisma's own record of the folder: the checksums are those of the very files."""
    files = sorted(HERE.glob("prisma/migrations/*/migration.sql"))
    for n, file in enumerate(files):
        at = BASE_MS + n * 30 * DAY
        yield (
            identifier(seed, "migration", n), sha256(file.read_bytes()).hexdigest(), at + 40,
            file.parent.name, at, 1,
        )  # fmt: skip


ROWS = {
    "User": _users,
    "Level": _levels,
    "Story": _stories,
    "Unit": _units,
    "UnitAsset": _assets,
    "UserProgress": _progress,
    "DailyPlan": _plans,
    "DailyPlanEntry": _entries,
    "PronunciationAttempt": _attempts,
    "AggregateScore": _scores,
    "_SavedUnits": _saved,
}
