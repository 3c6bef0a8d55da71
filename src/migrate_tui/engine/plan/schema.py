"""The JSON Schema of a plan, for editors: what YAML may say, not what the models make of it."""

from __future__ import annotations

import json
from typing import Any

from migrate_tui.engine.plan.models import Plan


def json_schema() -> dict[str, Any]:
    found = Plan.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def json_schema_text() -> str:
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
