"""The documents' types are generated from schemas/, committed, and say what the schemas say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, NotRequired, get_origin, get_type_hints, is_typeddict

import pytest

from jet_refunds import documents, schema_validation

ROOT = Path(__file__).parents[2]
COMMAND = "python3 scripts/generate_types.py"


@pytest.fixture(name="generated", scope="module")
def _generated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Path in the project -> text, generated anew into another folder."""
    folder = tmp_path_factory.mktemp("types")
    command = [sys.executable, str(ROOT / "scripts" / "generate_types.py"), "--to", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {name: (folder / name).read_text("utf-8") for name in done.stdout.splitlines()}


def test_the_committed_types_are_those_of_the_schemas(generated: dict[str, str]) -> None:
    assert generated
    wrong = [
        f"{name} is not what schemas/ gives: run {COMMAND}"
        for name, text in generated.items()
        if not (ROOT / name).is_file() or (ROOT / name).read_text("utf-8") != text
    ]
    assert wrong == []


def objects() -> dict[str, Any]:
    """Type name -> schema of each document and each definition that is an object."""
    named = {
        key: value for schema in schema_validation.SCHEMAS.values() for key, value in schema.get("$defs", {}).items()
    }
    named |= {name: schema for name, schema in schema_validation.SCHEMAS.items() if name != "common"}
    return {
        key.replace("-", "_").title().replace("_", ""): schema
        for key, schema in named.items()
        if schema.get("type") == "object"
    }


def test_every_object_of_the_schemas_is_a_typed_dict() -> None:
    typed = {name for name, value in vars(documents).items() if is_typeddict(value)}
    assert typed == set(objects())


@pytest.mark.parametrize(("name", "schema"), objects().items())
def test_a_field_that_the_schema_does_not_require_may_be_missing(name: str, schema: dict[str, Any]) -> None:
    hints = get_type_hints(getattr(documents, name), include_extras=True)
    optional = {field for field, hint in hints.items() if get_origin(hint) is NotRequired}
    assert set(hints) == set(schema["properties"])
    assert set(hints) - optional == set(schema.get("required", []))
