# SPDX-License-Identifier: Apache-2.0
"""Who calls the API: a token's member with the token's rights, or the signed-in page with its CSRF proof."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import APIKeyCookie, HttpBearer

from quatrefoil.foundation.access.errors import NO_RIGHT, Refused
from quatrefoil.foundation.access.tokens import actor_of_token
from quatrefoil.foundation.identity.gates import barrier

API = "/api/"


class TokenMiddleware:
    """For the API, a bearer token decides who acts, whatever session the browser has."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Resolve the token once; an unknown one acts for nobody."""
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if request.path_info.startswith(API) and header:
            found = actor_of_token(header.removeprefix("Bearer ").strip())
            request.actor, request.purpose = found or (None, "")  # type: ignore[attr-defined]
        return self.get_response(request)


class TokenAuth(HttpBearer):
    """Authorization: Bearer qf_…"""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The actor that TokenMiddleware found, or nobody."""
        return getattr(request, "actor", None) if token else None


class SessionAuth(APIKeyCookie):
    """The signed-in page itself; ninja checks CSRF for cookies, the gate checks lock and second factor."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The actor of an unlocked session, or nobody."""
        actor = getattr(request, "actor", None)
        return actor if key and actor is not None and barrier(request, "api") is None else None


# Every call may be answered so; written once here rather than at each endpoint.
REFUSALS = {
    "400": "The request cannot be read.",
    "401": "Nobody is signed in, or the token is not known or has ended.",
    "403": "No role of the caller includes this.",
    "404": "It does not exist for this caller.",
    "409": "Not allowed now; the words say why and what to do.",
    "422": "A value does not fit; the detail names it.",
}
SAYS_WHY = {"application/json": {"schema": {"type": "object", "required": ["detail"], "properties": {"detail": {}}}}}


class DocumentedAPI(NinjaAPI):
    """Adds the common refusals to the description of every operation."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The OpenAPI description."""
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for code, words in REFUSALS.items():
                    known = {str(each) for each in operation["responses"]}
                    if code not in known:
                        operation["responses"][code] = {"description": words, "content": SAYS_WHY}
        return schema


def make_api() -> NinjaAPI:
    """The API: 404 for what is not there for you, 403 for what no role includes, 409 for what is not allowed now."""
    api = DocumentedAPI(
        title="Quatrefoil",
        version="1",
        description="The same selectors and actions as the pages. Every call is audited with its purpose.",
        urls_namespace="api",
        auth=[TokenAuth(), SessionAuth()],
    )

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
        said = {"detail": str(refusal.message), "code": refusal.code}
        return api.create_response(request, said, status=403 if refusal.code == NO_RIGHT else 409)

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, _exception: Http404) -> HttpResponse:
        return api.create_response(request, {"detail": "Not Found"}, status=404)

    return api
