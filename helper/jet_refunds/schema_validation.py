"""The documents between extension and helper: finds schemas/, builds the validators, turns errors into findings.

Python's `re` is not JSON Schema's dialect (`$` would accept a trailing line feed, `\\d` Arabic digits) and jsonschema
ignores `format` unless told; its own checks let Arabic digits into a uuid and a line feed behind a date-time; for
uniqueItems it may take a time that grows with the square of a list's length. All this is mended here, once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import regress
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.protocols import Validator
from referencing import Registry, Resource

from jet_refunds import documents
from jet_refunds.clock import parse_time
from jet_refunds.errors import Finding, NotValid

_INSTALLED = Path(__file__).parent / "schemas"
FOLDER = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[2] / "schemas"
"""In a wheel the schemas lie in the package, in the repository beside it."""

SCHEMAS: Mapping[str, Any] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))
}
REFUND_REASONS: tuple[documents.RefundReason, ...] = tuple(SCHEMAS["common"]["$defs"]["refund_reason"]["enum"])
REFUND_FEEDBACKS: tuple[documents.RefundFeedback, ...] = tuple(SCHEMAS["common"]["$defs"]["refund_feedback"]["enum"])
EXCEPTION_STATES: tuple[documents.ExceptionState, ...] = tuple(SCHEMAS["common"]["$defs"]["exception_state"]["enum"])
SCHEMA_VERSION: documents.SchemaVersion = SCHEMAS["common"]["$defs"]["schema_version"]["const"]

_REGISTRY: Registry[Any] = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)


@cache
def _regex(pattern: str) -> regress.Regex:
    return regress.Regex(pattern, "u")


def _pattern(_validator: Validator, pattern: str, instance: object, _schema: object) -> Iterator[ValidationError]:
    if isinstance(instance, str) and _regex(pattern).find(instance) is None:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _unique_items(
    _validator: Validator, wanted: object, instance: object, _schema: object
) -> Iterator[ValidationError]:
    """jsonschema compares each item with each other where they cannot be sorted: a long list would take hours."""
    items = instance if wanted and isinstance(instance, list) else []
    if len({json.dumps(item, sort_keys=True) for item in items}) < len(items):
        yield ValidationError("some of the items are the same")


_extend: Any = jsonschema.validators.extend
_Validator = _extend(Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique_items})

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_FORMATS = FormatChecker(())


@_FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(parse_time(value))


@_FORMATS.checks("uuid")
def _is_uuid(value: object) -> bool:
    return not isinstance(value, str) or _UUID.fullmatch(value) is not None


@cache
def validator(name: str) -> Any:
    """The validator of schemas/NAME.json, built once, with every reference replaced by what it means."""
    return _Validator(_whole(name, SCHEMAS[name]), registry=_REGISTRY, format_checker=_FORMATS)


def _whole(file: str, schema: Any) -> Any:
    """Looking references up took half the time of a check. What stands beside a reference holds, too."""
    if isinstance(schema, list):
        return [_whole(file, part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    whole: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword == "$ref":
            target = _target(file, value)
            whole |= target if len(schema) == 1 else {"allOf": [target]}
        else:
            whole[keyword] = _whole(file, value)
    return whole


def _target(file: str, reference: str) -> dict[str, Any]:
    """`reference` as it stands in schemas/FILE.json: NAME.json, NAME.json#/$defs/WORD or #/$defs/WORD."""
    name, _, place = reference.partition("#")
    name = name.removesuffix(".json") or file
    target = SCHEMAS[name]
    for part in place.split("/")[1:]:
        target = target[part]
    whole: dict[str, Any] = _whole(name, target)
    return {keyword: value for keyword, value in whole.items() if keyword not in ("$id", "$schema", "$defs")}


def check(name: str, document: object) -> None:
    """Raises NotValid with a finding for each place that is wrong."""
    findings = problems(name, document)
    if findings:
        raise NotValid(f"This is not a valid {name}: {findings[0].message}", findings)


def problems(name: str, document: object) -> list[Finding]:
    """At most 50: whoever sends more has sent something else."""
    by_pointer: dict[str, Finding] = {}
    for error in validator(name).iter_errors(document):
        for finding in (finding for leaf in _leaves(error) for finding in _findings(leaf)):
            by_pointer.setdefault(finding.pointer, finding)
        if len(by_pointer) >= 50:
            break
    return list(by_pointer.values())


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """anyOf here always means "this or null": what the seller should hear is why "this" failed."""
    chosen = [cause for cause in error.context or () if cause.validator != "type" or cause.validator_value != "null"]
    if not chosen:
        yield error
    for cause in chosen:
        yield from _leaves(cause)


def _findings(error: ValidationError) -> Iterator[Finding]:
    """One for what is wrong; for what is missing, one for each name, at the place where it should stand."""
    place = list(error.absolute_path)
    value: Any = error.validator_value
    instance: Any = error.instance
    missing = [name for name in value if name not in instance] if error.validator == "required" else []
    for wrong in [[*place, name] for name in missing] or [place]:
        pointer = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in wrong)
        yield Finding("not_valid", _sentence(error, wrong), pointer)


_SENTENCES = {
    "required": "{named} is missing.",
    "type": "{named} must be of type {value}.",
    "enum": "{named} is not one of the values that the list allows.",
    "const": "{named} must be {value}.",
    "minimum": "{named} must be at least {value}.",
    "maximum": "{named} must be at most {value}.",
    "minItems": "{named} must not be empty.",
    "maxLength": "{named} is too long: {value} characters at most.",
    "format": "{named} must be a {value}.",
    "money": "{named} must be an amount such as 12.30.",
    "additionalProperties": "{named} holds something that does not belong there.",
}
"""What to say when a keyword of a schema fails; a pattern below refund_amount is one of money."""


def _sentence(error: ValidationError, place: list[str | int]) -> str:
    named = next((str(part) for part in reversed(place) if isinstance(part, str)), "the document")
    keyword = "money" if error.validator == "pattern" and "refund_amount" in place else str(error.validator)
    value: Any = error.validator_value
    shown = " or ".join(value) if keyword == "type" and isinstance(value, list) else value
    return _SENTENCES.get(keyword, "{named} has not the form that it should have.").format(named=named, value=shown)
