"""The published description, arranged for reading: operations with their fields and answers. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One input or output: `place.lat`, what it may hold, what it means."""

    name: str
    kind: str
    is_needed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One status an operation may answer with."""

    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: str
    path: str
    summary: str
    text: str
    inputs: tuple[Field, ...]
    outputs: tuple[Field, ...]
    answers: tuple[Answer, ...]


def operations(document: Schema) -> list[Operation]:
    """Every operation of an OpenAPI document, in its order."""
    return [
        _operation(document, method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _operation(document: Schema, method: str, path: str, operation: Schema) -> Operation:
    answers = sorted((str(status), answer) for status, answer in operation["responses"].items())
    success: Schema = next((answer for status, answer in answers if status.startswith("2")), {})
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        text=operation.get("description", ""),
        inputs=(*_parameters(document, operation), *_fields_of(document, operation.get("requestBody", {}))),
        outputs=tuple(_fields_of(document, success)),
        answers=tuple(Answer(status, answer["description"]) for status, answer in answers),
    )


def _parameters(document: Schema, operation: Schema) -> Iterator[Field]:
    for parameter in operation.get("parameters", ()):
        schema = parameter["schema"]
        name = f"{parameter['name']} ({parameter['in']})"
        yield Field(name, _kind(schema), bool(parameter.get("required")), parameter.get("description", ""))


def _fields_of(document: Schema, holder: Schema) -> Iterator[Field]:
    schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
    yield from _fields(document, schema, "")


def _fields(document: Schema, schema: Schema, prefix: str) -> Iterator[Field]:
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        yield from _fields(document, schema["items"], f"{prefix}[].")
        return
    needed = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        full = _resolved(document, inner)
        yield Field(prefix + name, _kind(full), name in needed, inner.get("description", full.get("description", "")))
        item = full["items"] if full.get("type") == "array" else full
        deeper = f"{prefix}{name}[]." if full.get("type") == "array" else f"{prefix}{name}."
        if "properties" in _resolved(document, item):
            yield from _fields(document, item, deeper)


def _resolved(document: Schema, schema: Schema) -> Schema:
    """The schema behind a reference; of a choice with null the part that is not null."""
    if "anyOf" in schema:
        parts = [part for part in schema["anyOf"] if part.get("type") != "null"]
        outer = {name: value for name, value in schema.items() if name != "anyOf"}
        return {**_resolved(document, parts[0]), **outer}
    if "$ref" in schema:
        found: Schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return _resolved(document, found)
    return schema


def _kind(schema: Schema) -> str:
    if "anyOf" in schema:
        schema = next(part for part in schema["anyOf"] if part.get("type") != "null")
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    kind = str(schema.get("format") or schema.get("type", "object"))
    least, most = schema.get("minimum", schema.get("minLength")), schema.get("maximum", schema.get("maxLength"))
    return kind if most is None else f"{kind}, {least or 0:,} to {most:,}"
