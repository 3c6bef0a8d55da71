"""The legacy tables, parents first, with their columns in the order in which rows are told."""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, ...]] = {
    "User": (
        "id", "email", "username", "passwordHash", "isActive", "lastLoginAt", "createdAt",
        "updatedAt", "bio",
    ),
    "Level": ("id", "name", "order", "createdAt", "updatedAt"),
    "Story": ("id", "title", "description", "order", "levelId", "createdAt", "updatedAt"),
    "Unit": ("id", "title", "order", "published", "storyId", "createdAt", "updatedAt"),
    "UnitAsset": ("id", "type", "minioKey", "contentHash", "metadata", "unitId", "createdAt"),
    "UserProgress": (
        "id", "completed", "score", "timeSpentMs", "completedAt", "userId", "unitId", "createdAt",
        "updatedAt",
    ),
    "DailyPlan": ("id", "date", "userId", "createdAt", "updatedAt"),
    "DailyPlanEntry": ("id", "order", "done", "dailyPlanId", "unitId"),
    "PronunciationAttempt": (
        "id", "audioKey", "score", "feedback", "userId", "unitId", "createdAt",
    ),
    "AggregateScore": (
        "id", "period", "periodStart", "averageScore", "attempts", "userId", "createdAt",
        "updatedAt",
    ),
    "_SavedUnits": ("A", "B"),
}  # fmt: skip
PRISMAS = (
    "id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count",
)  # fmt: skip
