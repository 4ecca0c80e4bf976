"""The published description of the machine door: what ninja knows of its own views, and the hot one beside them."""

import re
from typing import Any

import msgspec
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from kentongan.api.wire import ErrorOut, ReceiptOut, ReportIn

PREFIX = "/api/v1/"
_REF = "#/components/schemas/{name}"
_SUBMIT_REFUSALS = {
    400: "The body is no JSON.",
    401: "The key is missing or unknown.",
    403: "The key may not send reports.",
    405: "Only POST.",
    413: "The body is too large.",
    415: "The body is not announced as JSON.",
    422: "A field is missing, unknown or does not fit; `field` names it.",
    429: "The allowance of this minute is used up; see Retry-After.",
}
_INTRODUCTION = """Send citizens' reports and read where they stand.

A key in the header Authorization: Bearer ktg_… names the sender; the city gives it out. Answers are in Indonesian,
in English with Accept-Language: en. Whatever is refused was not written. A request that got no answer may be sent
again with the same external_id: it is entered once.
"""


class MachineAPI(NinjaAPI):
    """Ninja's views and the plain one, in one description."""

    def __init__(self) -> None:
        super().__init__(
            title="Kentongan",
            version="1",
            description=_INTRODUCTION,
            docs_url=None,
            urls_namespace="v1",
        )

    def get_openapi_operation_id(self, operation: Any) -> str:
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix or PREFIX, path_params=path_params)
        _shapes, components = msgspec.json.schema_components([ReportIn, ReceiptOut, ErrorOut], ref_template=_REF)
        known = schema["components"]
        known["schemas"] = {**known.get("schemas", {}), **{n: _described(s) for n, s in components.items()}}
        known["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "bearerFormat": "ktg_…"}}
        schema["paths"] = {f"{PREFIX}reports": {"post": _submit()}, **schema["paths"]}
        return schema


def _described(schema: Any) -> Any:
    """Docstrings wrapped for the source read as one line."""
    if isinstance(schema.get("description"), str):
        schema["description"] = re.sub(r"\s+", " ", schema["description"])
    return schema


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(name=name)}}}


def _submit() -> dict[str, Any]:
    return {
        "operationId": "submit",
        "summary": "Send a report",
        "description": "201 with code and PIN; 200 with the same code and PIN where this external_id was sent before.",
        "security": [{"key": []}],
        "requestBody": {"required": True, "content": _json("ReportIn")},
        "responses": {
            "201": {"description": "Taken in.", "content": _json("ReceiptOut")},
            "200": {"description": "Taken in before; nothing was changed.", "content": _json("ReceiptOut")},
            **{
                str(status): {"description": why, "content": _json("ErrorOut")}
                for status, why in _SUBMIT_REFUSALS.items()
            },
        },
    }
