"""The clinic's legacy database: ten tables, each told row by row, so that any number fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from migrate_tui.recipes.chance import hexadecimal
from migrate_tui.recipes.handpose_clinical import measurements as measured
from migrate_tui.recipes.handpose_clinical.clinic import Clinic
from migrate_tui.recipes.handpose_clinical.tables import COLUMNS
from migrate_tui.recipes.prisma import HOUR, json_text, moment, time
from migrate_tui.recipes.writing import Row, legacy_database

FIRST = ("Maria", "Håkan", "Ngozi", "Wei", "Lucía", "Pavel", "Aisha", "Jonas", "Hana", "Émile")
LAST = ("Silva", "Lindström", "Adeyemi", "Zhang", "Fernández", "Novák", "Khan", "Weber", "Sato")
SPECIALTIES = ("neurology", "physiotherapy", "geriatrics")
NOTES = (
    None,
    "Resting tremor on the right side, worse after the second minute.",
    "No abnormal movement. Patient tired, stopped early.",
    "Tremors of both hands when the arms are extended; hand position drifts.",
    None,
    "Slow finger taps with decrement; repeat in three months.",
)
STATUSES = ("completed", "analyzed", "completed", "pending", "completed")
REVIEWS = ("pending", "reviewed", None)


def generate(url: str, rows: int, *, seed: int = 1, dirt: float = 0.01) -> dict[str, int]:
    """`rows` counts the recordings; `dirt` is the share of rows with something wrong."""
    clinic = Clinic(rows, seed, dirt)
    with legacy_database(url, Path(__file__).parent) as fill:
        return {table: fill(table, COLUMNS[table], ROWS[table](clinic)) for table in COLUMNS}


def _users(clinic: Clinic) -> Iterator[Row]:
    for n, id_, dirt, random in clinic.each("users"):
        role = "admin" if n == 0 else "clinician" if n <= clinic.clinicians else "patient"
        doctor, patient, at = role == "clinician", role == "patient", moment(random)
        first, last = FIRST[n % len(FIRST)], LAST[n // len(FIRST) % len(LAST)]
        yield (
            id_, f"{role}{n}@Clinic.example" if n % 7 == 0 else f"{role}{n}@clinic.example",
            f"$2b$10${(hexadecimal(clinic.seed, 'hash', n) * 2)[:53]}",
            first, last, role, SPECIALTIES[n % 3] if doctor else None,
            f"MD-{10000 + n}" if doctor else None, "Medical Center" if doctor else None,
            f"{1930 + n % 70}-{n % 12 + 1:02d}-{n % 28 + 1:02d}" if patient else None,
            f"MRN{n:07d}" if patient else None, n % 4 if n % 5 == 0 else 0, n % 23 != 0,
            n % 3 != 0, time(at + 9 * HOUR, "") if n % 4 else None, time(at, dirt),
            time(at + HOUR, ""), at + 99 * HOUR if n % 97 == 96 else None,
        )  # fmt: skip


def _sessions(clinic: Clinic) -> Iterator[Row]:
    for n, id_, dirt, random in clinic.each("sessions"):
        at = moment(random)
        yield (
            id_, hexadecimal(clinic.seed, "token", n) * 2, _address(n), "Mozilla/5.0",
            clinic.user(n // 2), time(at + 24 * HOUR, ""), time(at, dirt),
        )  # fmt: skip


def _audit_logs(clinic: Clinic) -> Iterator[Row]:
    for n, id_, dirt, random in clinic.each("audit_logs"):
        number = int(random.random() * 1_000_000)
        user = clinic.nobody(n) if dirt == "orphan" else clinic.clinician(number)
        details = f'{{"path":"/api/recordings/{n}","ms":{number % 900},"ok":true}}'
        yield (
            id_, ("view", "update", "export")[number % 3], "recording", clinic.recording(n),
            _address(number), "Mozilla/5.0", json_text(details, dirt, n),
            user if n % 11 or dirt == "orphan" else None, time(moment(random), dirt),
        )  # fmt: skip


def _protocols(clinic: Clinic) -> Iterator[Row]:
    for n, id_, dirt, random in clinic.each("protocols"):
        at, name = moment(random), measured.MOVEMENTS[n % len(measured.MOVEMENTS)]
        yield (
            id_, f"Protocol {n}: {name.replace('_', ' ')}",
            f"Standard protocol for assessing {name.replace('_', ' ')} and related signs",
            f"1.{n % 10}", "Parkinson's Disease", "Recent hand surgery" if n % 2 else None,
            n % 3 != 0, n % 8 != 7, measured.protocol(n), clinic.clinician(n), time(at, dirt),
            time(at + HOUR, ""), None,
        )  # fmt: skip


def _recordings(clinic: Clinic) -> Iterator[Row]:
    for n, id_, dirt, random in clinic.each("recording_sessions"):
        at, status = moment(random), STATUSES[n % len(STATUSES)]
        review = REVIEWS[n // 3 % 3] if status != "pending" else None
        metadata = measured.metadata(n, random)
        yield (
            id_, 10 + n % 120, (30, 60)[n % 2], f"gs://handpose-recordings/{n}/video.mp4",
            f"gs://handpose-recordings/{n}/landmarks.csv" if n % 4 else None, status, review,
            NOTES[int(random.random() * len(NOTES))], "Agreed." if review == "reviewed" else None,
            "" if dirt == "empty json" else measured.device(n),
            json_text(metadata, dirt, n // 7) if n % 9 or dirt else None,
            clinic.patient(int(random.random() * 1_000_000)),
            clinic.nobody(n) if dirt == "orphan" else clinic.clinician(n) if n % 6 else None,
            clinic.protocol(n) if n % 8 else None, time(at, ""),
            at + 48 * HOUR if review == "reviewed" else None, time(at, dirt),
            time(at + HOUR, ""), at + 99 * HOUR if n % 101 == 100 else None,
        )  # fmt: skip


def _signals(clinic: Clinic) -> Iterator[Row]:
    for n, id_, dirt, random in clinic.each("signal_processing_results"):
        filters = [measured.series(random) for _ in range(3)]
        yield (
            id_, n % 2, n % 21 if n % 5 else None, measured.landmarks(random),
            '["butterworth","kalman","fft"]', json_text(filters[0], dirt, n), filters[1], None,
            "" if dirt == "empty json" else None, None, filters[2], None, None, None,
            f'{{"snr":{random.random() * 40:.2f},"dropped":{n % 5}}}',
            clinic.processed(n * 10 + 3), time(moment(random), dirt),
        )  # fmt: skip


def _analyses(clinic: Clinic) -> Iterator[Row]:
    for n, id_, dirt, random in clinic.each("clinical_analyses"):
        at, hertz, chance = moment(random), 3 + random.random() * 6, random.random
        # Rounded, as the pipeline stores them: floats survive the move bit by bit either way.
        numbers = [round(chance() * limit, 3) for limit in (5, 1, 12, 4, 1, 1, 100, 900, 1, 100, 1)]
        amplitude, regular, dominant, smooth, jerk, *rest = numbers
        asymmetry, coordination, reaction, accuracy, overall, confidence = rest
        yield (
            id_, "1.0", ("comprehensive", "tremor")[n % 2], round(hertz, 2), amplitude, regular,
            dominant, -smooth, None if n % 13 == 0 else smooth + 1, jerk, asymmetry, coordination,
            reaction, accuracy, overall,
            "Moderate resting tremor, good range of motion." if n % 3 else None, confidence,
            json_text(measured.spectrum(hertz, random), dirt, n), measured.motion(n),
            "" if dirt == "empty json" else measured.asymmetry(n), measured.severity(n),
            "[]" if n % 10 else '["low_light","occlusion"]',
            clinic.nobody(n) if dirt == "orphan" else clinic.recording(n), time(at, dirt),
            time(at + HOUR, ""),
        )  # fmt: skip


def _annotations(clinic: Clinic) -> Iterator[Row]:
    for n, id_, dirt, random in clinic.each("clinical_annotations"):
        at, start = moment(random), round(random.random() * 60, 2)
        yield (
            id_, start, start + 2.5 if n % 3 else None, ("tremor", "note", "artifact")[n % 3],
            ("mild", "moderate", None)[n % 3], f"Marked at {start} s", clinic.processed(n * 5 + 1),
            clinic.clinician(n), time(at, dirt), time(at + HOUR, ""),
        )  # fmt: skip


def _reports(clinic: Clinic) -> Iterator[Row]:
    for n, id_, dirt, random in clinic.each("reports"):
        at, done = moment(random), n % 4 != 0
        author = clinic.nobody(n) if dirt == "orphan" else clinic.clinician(n) if n % 9 else None
        yield (
            id_, f"Report {n}", ("progress", "summary")[n % 2], "pdf", f"reports/{n}.pdf",
            "completed" if done else "pending",
            json_text('{"sections":["summary","spectrum"],"language":"en"}', dirt, n),
            f'["{clinic.clinician(n + 1)}"]' if n % 2 else None, clinic.processed(n * 5 + 2),
            author, at + HOUR if done else None, time(at, dirt), time(at + HOUR, ""),
        )  # fmt: skip


def _comparisons(clinic: Clinic) -> Iterator[Row]:
    for n, id_, dirt, random in clinic.each("recording_comparisons"):
        difference = random.random() * 4 - 2
        tests = f'{{"t":{difference:.3f},"p":{random.random():.4f}}}' if n % 3 else None
        yield (
            id_, ("longitudinal", "bilateral")[n % 2], "Less tremor than before" if n % 2 else None,
            f'{{"tremor_frequency":{difference:.2f},"overall_score":{n % 20 - 10}}}',
            "" if dirt == "empty json" else tests, clinic.processed(n * 20),
            clinic.processed(n * 20 + 10), clinic.clinician(n) if n % 5 else None,
            time(moment(random), dirt),
        )  # fmt: skip


def _address(number: int) -> str:
    return f"10.{number // 65536 % 256}.{number // 256 % 256}.{number % 256}"


ROWS = {
    "users": _users,
    "sessions": _sessions,
    "audit_logs": _audit_logs,
    "protocols": _protocols,
    "recording_sessions": _recordings,
    "signal_processing_results": _signals,
    "clinical_analyses": _analyses,
    "clinical_annotations": _annotations,
    "reports": _reports,
    "recording_comparisons": _comparisons,
}
