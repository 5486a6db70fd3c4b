# SPDX-License-Identifier: Apache-2.0
"""Registers the messages room."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Threads, notices and the one gate for everything that goes out."""

    name = "quatrefoil.foundation.messages"
    label = "correspondence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare sentences, and count notices in the top bar."""
        from django.utils.translation import gettext_lazy as _

        from quatrefoil.foundation.messages import break_glass, links, selectors
        from quatrefoil.foundation.records.history import describe
        from quatrefoil.foundation.ui.frame import register_notices

        register_notices(selectors.unseen, "/messages/notices/")
        _carry_notices_of_documents()
        break_glass.declare()
        links.declare()
        describe("safe_contact.recorded", _("Safe contact written down."))
        describe("word.checked", _("A caller's word was checked."))
        describe(
            "outgoing.asked",
            _("A short text was to be sent: %(state)s."),
            words={"state": {"sent": _("sent"), "stopped": _("not sent, not safe"), "waiting": _("waits")}},
        )


def _carry_notices_of_documents() -> None:
    from django.urls import reverse
    from django.utils.translation import gettext_lazy as _

    from quatrefoil.foundation.documents import hooks
    from quatrefoil.foundation.messages import actions, selectors

    hooks.register_notifier(
        lambda holder, code, document: actions.notify(holder, code, document, "document", is_urgent=True)
    )
    selectors.page_for("document", lambda document: reverse("documents:one", args=[document]))
    selectors.describe(
        "document.abuse_suspected",
        _("A document was closed: it may be child-abuse material. Ask the body that the law names to take it over."),
    )
