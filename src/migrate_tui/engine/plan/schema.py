"""The JSON Schema of a plan, for editors: what YAML may say, not what the models make of it."""

from __future__ import annotations

import ast
import inspect
import json
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import ModelSchema

from migrate_tui.engine.plan.models import Plan


class _Described(GenerateJsonSchema):
    """Each key with the text that stands below its attribute.

    The models could read it themselves, but would at every start of the program.
    """

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        found = super().model_schema(schema)
        model: type[BaseModel] = schema["cls"]
        for name, text in _texts(model).items():
            key = model.model_fields[name].alias or name
            if key in found.get("properties", {}):
                found["properties"][key]["description"] = text
        return found


def json_schema() -> dict[str, Any]:
    found = Plan.model_json_schema(by_alias=True, schema_generator=_Described)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def json_schema_text() -> str:
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _texts(model: type[BaseModel]) -> dict[str, str]:
    """By attribute, the text right below it."""
    written = ast.parse(inspect.getsource(model)).body[0]
    assert isinstance(written, ast.ClassDef)
    return {
        above.target.id: inspect.cleandoc(below.value.value)
        for above, below in pairwise(written.body)
        if isinstance(above, ast.AnnAssign)
        and isinstance(above.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }
