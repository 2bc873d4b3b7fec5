"""The JSON Schema of scenario files, for editors."""

from __future__ import annotations

from typing import Any

from scenarios.files import scale
from scenarios.files.channel_kinds import kinds
from scenarios.scenario import Scenario
from scenarios.tree.units import stated_unit


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file, for editors: nothing is required, as a file may extend another."""
    schema = _nothing_required(Scenario.model_json_schema(by_alias=True))
    schema["properties"]["extends"] = {
        "type": "string",
        "description": "a library scenario, or a path beside the file",
    }
    schema["$defs"]["Channel"]["properties"]["kind"] = {"enum": list(kinds())}
    schema["properties"][scale.KEY] = {
        "const": scale.WORDS,
        "description": "the whole market grows with the people simulated",
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _nothing_required(schema: Any) -> Any:
    if isinstance(schema, dict):
        stated = stated_unit(str(schema.get("unit", ""))) if schema.get("type") == "number" else None
        if stated is not None:
            text = {"type": "string", "pattern": rf"^[0-9.eE+-]+ +{stated}$"}
            return {"anyOf": [{key: schema[key] for key in schema if key != "unit"}, text], "unit": schema["unit"]}
        schema = _perhaps_stated(schema)
        return {
            key: _nothing_required(part) for key, part in schema.items() if key != "required" or "type" not in schema
        }
    return [_nothing_required(part) for part in schema] if isinstance(schema, list) else schema


def _perhaps_stated(schema: dict[str, Any]) -> dict[str, Any]:
    """A number that may be left out, or stated in amounts of the market."""
    stated = stated_unit(str(schema.get("unit", ""))) if "anyOf" in schema else None
    kinds = [one.get("type") for one in schema["anyOf"]] if stated is not None else []
    if sorted(map(str, kinds)) != ["null", "number"]:
        return schema
    text = {"type": "string", "pattern": rf"^[0-9.eE+-]+ +{stated}$"}
    return schema | {"anyOf": [*schema["anyOf"], text]}
