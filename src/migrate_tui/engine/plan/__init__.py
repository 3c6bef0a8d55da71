"""The plan file: its models, its loader, its digest, its JSON Schema."""

from migrate_tui.engine.plan.load import load_plan, load_schema
from migrate_tui.engine.plan.mapping import Mapping, Require, Source
from migrate_tui.engine.plan.merge import Merge
from migrate_tui.engine.plan.models import Plan
from migrate_tui.engine.plan.schema import json_schema
from migrate_tui.engine.plan.sections import (
    Backup,
    Check,
    ChecklistItem,
    CleanUp,
    Environment,
    Guard,
    NotCarried,
    Rejects,
    Schedule,
    Schema,
)
from migrate_tui.engine.plan.values import Constant, Percent, PerDatabase, Scalar, Value

__all__ = [
    "Backup",
    "Check",
    "ChecklistItem",
    "CleanUp",
    "Constant",
    "Environment",
    "Guard",
    "Mapping",
    "Merge",
    "NotCarried",
    "PerDatabase",
    "Percent",
    "Plan",
    "Rejects",
    "Require",
    "Scalar",
    "Schedule",
    "Schema",
    "Source",
    "Value",
    "json_schema",
    "load_plan",
    "load_schema",
]
