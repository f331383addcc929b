"""Makes the documents' types from schemas/: python3 scripts/generate_types.py [--to FOLDER]

Each document and each definition becomes a type of its name (refund-status is RefundStatus). Both generators read one
schema that holds them all under these names, without the keywords that say nothing of a type (pattern, minimum ...).
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  a person may start this with any Python
    sys.exit(f"Jet Refunds needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")

import argparse
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from setup_env import BIN, ROOT

SCHEMAS = ROOT / "schemas"
PROGRAMS = os.pathsep.join(str(folder) for folder in (BIN, ROOT / "node_modules" / ".bin"))
PYTHON_TYPES = "helper/jet_refunds/documents.py"
EXTENSION_TYPES = "extension/shared/documents.d.ts"

SHAPE = {"type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "description"}
"""The keywords that a type can express."""
LEFT_OUT = {
    *("$schema", "$id", "$defs", "title", "pattern", "format", "minimum", "maximum", "minLength", "maxLength"),
    *("minItems", "maxItems", "uniqueItems", "dependentRequired"),
}

PYTHON_HEADER = '''# ruff: noqa: E501  a description is one line, as it is in the schema
"""The documents of schemas/ as types. Made by scripts/generate_types.py: change the schema and run that.

A document is what goes over the wire: money in decimal strings, moments in RFC 3339. Import this module, not its names:
`documents.Order` is the document, `domain.order.Order` the value that is read from it.
"""'''
EXTENSION_HEADER = (
    "/* The documents of schemas/ as types. Made by scripts/generate_types.py: change the schema and run that. */"
)


class CannotGenerate(Exception):
    """A schema has what no type expresses yet, or a generator is not there; the message says what to do."""


def type_name(key: str) -> str:
    """refund-status, the name of a schema, or status_line, the name of a definition -> RefundStatus, StatusLine."""
    return "".join(word.capitalize() for word in key.replace("-", "_").split("_"))


def all_documents() -> dict[str, Any]:
    """One schema whose $defs hold every document and definition by the name of its type. Raises CannotGenerate."""
    schemas = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(SCHEMAS.glob("*.json"))}
    definitions: dict[str, Any] = {}
    for file, key, schema in named_schemas(schemas):
        if type_name(key) in definitions:
            raise CannotGenerate(f"schemas/{file}.json: {key} has the name of another definition. Rename one of them.")
        definitions[type_name(key)] = shape(schema, f"schemas/{file}.json, {key}")
    names = [name for name in schemas if name != "common"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Documents",
        "description": "The type of each document, by the name of its schema.",
        "type": "object",
        "required": names,
        "additionalProperties": False,
        "properties": {name: {"$ref": f"#/$defs/{type_name(name)}"} for name in names},
        "$defs": definitions,
    }


def named_schemas(schemas: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """(file, name, schema) of each definition and of each document, whose title begins its description."""
    for file, schema in schemas.items():
        for key, definition in schema.get("$defs", {}).items():
            yield file, key, definition
        if file != "common":
            sentences = [f"{schema['title']}.", *([schema["description"]] if "description" in schema else [])]
            yield file, file, {**schema, "description": " ".join(sentences)}


def shape(schema: Any, place: str) -> Any:
    """`schema` with what makes a type of it, and its references by the types' names. Raises CannotGenerate."""
    if not isinstance(schema, dict):
        return schema
    unknown = schema.keys() - SHAPE - LEFT_OUT - {"$ref"}
    if unknown:
        raise CannotGenerate(f"{place}: scripts/generate_types.py does not know {', '.join(sorted(unknown))}.")
    kept = {keyword: value for keyword, value in schema.items() if keyword in SHAPE}
    for keyword, value in kept.items():
        if keyword == "properties":
            kept[keyword] = {name: shape(described, place) for name, described in value.items()}
        elif keyword == "anyOf":
            kept[keyword] = [shape(choice, place) for choice in value]
        elif keyword in ("items", "additionalProperties"):
            kept[keyword] = shape(value, place)
    if "$ref" in schema:
        reference = {"$ref": f"#/$defs/{type_name(referenced(schema['$ref']))}"}
        return {**kept, "allOf": [reference]} if kept else reference
    return kept


def referenced(reference: str) -> str:
    """NAME.json -> NAME; NAME.json#/$defs/KEY and #/$defs/KEY -> KEY."""
    file, _, pointer = reference.partition("#")
    return pointer.removeprefix("/$defs/") or file.removesuffix(".json")


def python_types(schema: dict[str, Any]) -> str:
    """The text of a module of TypedDicts. Raises CannotGenerate."""
    options = [
        *("--input-file-type", "jsonschema", "--output-model-type", "typing.TypedDict"),
        *("--target-python-version", "3.11", "--ignore-pyproject", "--formatters", "builtin", "--use-double-quotes"),
        *("--skip-root-model", "--use-type-alias", "--no-use-closed-typed-dict"),
        *("--use-schema-description", "--use-field-description", "--use-inline-field-description"),
        *("--use-single-line-docstring", "--custom-file-header", PYTHON_HEADER),
    ]
    text = output_of("datamodel-codegen", options, json.dumps(schema))
    return output_of("ruff", ["format", "--stdin-filename", PYTHON_TYPES, "-"], text)


def extension_types(schema: dict[str, Any]) -> str:
    """The text of a module of interfaces, which tsc reads. Raises CannotGenerate."""
    options = ["--bannerComment", EXTENSION_HEADER, "--style.printWidth=120"]
    return output_of("json2ts", options, json.dumps(schema))


def output_of(name: str, options: list[str], text: str) -> str:
    """What the program `name` of .venv or node_modules writes when it reads `text`. Raises CannotGenerate."""
    program = shutil.which(name, path=PROGRAMS)
    if program is None:
        raise CannotGenerate(f"{name} is missing. Run python3 scripts/test.py once: it installs it.")
    done = subprocess.run([program, *options], input=text, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    if done.returncode != 0:
        raise CannotGenerate(f"{name} failed:\n{done.stderr}")
    return done.stdout


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Makes the documents' types from schemas/.")
    parser.add_argument("--to", type=Path, default=ROOT, help="write below this folder (the project's)")
    chosen = parser.parse_args(arguments)
    try:
        schema = all_documents()
        generated = {PYTHON_TYPES: python_types(schema), EXTENSION_TYPES: extension_types(schema)}
    except CannotGenerate as wrong:
        print(wrong, file=sys.stderr)
        return 1
    for name, text in generated.items():
        (chosen.to / name).parent.mkdir(parents=True, exist_ok=True)
        (chosen.to / name).write_text(text, "utf-8", newline="\n")
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
