# SPDX-License-Identifier: Apache-2.0
"""Addresses of the staff side. Each room and wing declares its own below one prefix."""

from django.urls import include, path

urlpatterns = [
    path("", include("quatrefoil.foundation.identity.urls")),
    path("", include("quatrefoil.foundation.identity.sign_in_urls")),
    path("ui/", include("quatrefoil.foundation.ui.urls")),
    path("access/", include("quatrefoil.foundation.access.urls")),
    path("audit/", include("quatrefoil.foundation.audit.urls")),
    path("search/", include("quatrefoil.foundation.vault.urls")),
    path("registers/", include("quatrefoil.foundation.registers.urls")),
    path("records/", include("quatrefoil.foundation.records.urls")),
    path("jobs/", include("quatrefoil.foundation.jobs.urls")),
    path("workflow/", include("quatrefoil.foundation.workflow.urls")),
    path("documents/", include("quatrefoil.foundation.documents.urls")),
    path("questionnaires/", include("quatrefoil.foundation.questionnaires.urls")),
    path("messages/", include("quatrefoil.foundation.messages.urls")),
    path("requests/", include("quatrefoil.foundation.requests.urls")),
    path("exchange/", include("quatrefoil.foundation.exchange.urls")),
    path("sharing/", include("quatrefoil.foundation.sharing.urls")),
    path("hotline/", include("quatrefoil.protection.hotline.urls")),
    path("screening/", include("quatrefoil.protection.screening.urls")),
    path("identification/", include("quatrefoil.protection.identification.urls")),
    path("cases/", include("quatrefoil.protection.cases.urls")),
    path("country/", include("quatrefoil.evaluation.indicators.urls")),
    path("api/", include("quatrefoil.config.api")),
]
handler404 = handler403 = handler400 = "quatrefoil.foundation.ui.errors.not_found"
handler500 = "quatrefoil.foundation.ui.errors.failed"
