# SPDX-License-Identifier: Apache-2.0
"""The API: each room and wing adds its router here."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import path

from quatrefoil.foundation.access.api import make_api
from quatrefoil.foundation.identity.gates import open_namespace

ROUTERS = {
    "people": "quatrefoil.foundation.vault.api",
    "organisations": "quatrefoil.foundation.registers.organisations.api",
    "registers": "quatrefoil.foundation.registers.api",
    "files": "quatrefoil.foundation.records.api",
    "documents": "quatrefoil.foundation.documents.api",
    "questionnaires": "quatrefoil.foundation.questionnaires.api",
    "messages": "quatrefoil.foundation.messages.api",
    "requests": "quatrefoil.foundation.requests.api",
    "exchange": "quatrefoil.foundation.exchange.api",
    "jobs": "quatrefoil.foundation.jobs.api",
    "members": "quatrefoil.foundation.access.members.api",
    "workflow": "quatrefoil.foundation.workflow.api",
    "sharing": "quatrefoil.foundation.sharing.api",
    "hotline": "quatrefoil.protection.hotline.api",
    "screening": "quatrefoil.protection.screening.api",
    "cases": "quatrefoil.protection.cases.api",
    "numbers": "quatrefoil.evaluation.indicators.api",
    "audit": "quatrefoil.foundation.audit.api",
}

open_namespace("api")
api = make_api()
for prefix, module in ROUTERS.items():
    if find_spec(module):
        api.add_router(f"/{prefix}", import_module(module).router)

urlpatterns = [path("", api.urls)]
