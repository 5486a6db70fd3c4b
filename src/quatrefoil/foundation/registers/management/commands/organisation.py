# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil organisation list|add|close|reopen|invite|runs`: organisations on the command line, through the same doors as the pages."""

import datetime
from typing import Any, Final

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.errors import NotVisible, Refused
from quatrefoil.foundation.access.row_security import refuse_unsafe_role
from quatrefoil.foundation.identity.actors import Actor, system_actor
from quatrefoil.foundation.registers.organisations import actions, selectors
from quatrefoil.foundation.registers.organisations.selectors import OrganisationRow
from quatrefoil.foundation.registers.selectors import organisation_kinds

OPERATOR: Final = system_actor("operator", rights=frozenset({selectors.RIGHT}))


class Command(BaseCommand):
    """List, add and close organisations."""

    help = "List, add and close organisations; invite who manages one. No other member is made here."

    def add_arguments(self, parser: CommandParser) -> None:
        """One word for the act, then what it needs."""
        acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
        acts.add_parser("list", help="every organisation, with its state")
        add = acts.add_parser("add", help="a further organisation")
        add.add_argument("name")
        add.add_argument("--kind", required=True, choices=[value for value, _label in organisation_kinds()])
        add.add_argument("--region", default="", help="the code of a region; none for the whole country")
        add.add_argument("--contact", default="", help="an office and how to reach it, not a person")
        add.add_argument("--team", action="append", default=[], help="a team; may be given again")
        close = acts.add_parser("close", help="set the last day on which its members get in")
        close.add_argument("name")
        close.add_argument("--last-day", required=True, type=datetime.date.fromisoformat, metavar="YYYY-MM-DD")
        acts.add_parser("reopen", help="take the last day away").add_argument("name")
        acts.add_parser("runs", help="its administrators add and close organisations").add_argument("name")
        invite = acts.add_parser("invite", help="invite who manages its members, where nobody does; prints a link")
        invite.add_argument("name")
        invite.add_argument("--email", required=True)
        invite.add_argument("--person", required=True, help="the name of that person")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Act as the operator of the machine."""
        refuse_unsafe_role()
        try:
            with acting_as(OPERATOR, f"organisation {options['act']}") as actor:
                getattr(self, f"_{options['act']}")(actor, options)
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from None
        except NotVisible:
            raise CommandError("There is no organisation of this name. See: quatrefoil organisation list") from None

    def _list(self, actor: Actor, _options: dict[str, Any]) -> None:
        after = None
        while True:
            page = selectors.page_of_organisations(actor, after=after)
            for row in page.rows:
                self.stdout.write(f"{row.name}\t{row.kind}\t{selectors.state_words(row)}")
            if page.older is None:
                return
            after = page.older

    def _add(self, actor: Actor, options: dict[str, Any]) -> None:
        about = actions.About(options["name"], options["kind"], options["region"], options["contact"])
        self.stdout.write(str(actions.add(actor, about, tuple(options["team"]))))

    def _close(self, actor: Actor, options: dict[str, Any]) -> None:
        row = self._named(actor, options["name"])
        actions.close(actor, row.id, row.revision, options["last_day"])

    def _reopen(self, actor: Actor, options: dict[str, Any]) -> None:
        row = self._named(actor, options["name"])
        actions.reopen(actor, row.id, row.revision)

    def _runs(self, actor: Actor, options: dict[str, Any]) -> None:
        row = self._named(actor, options["name"])
        actions.let_run(actor, row.id)

    def _invite(self, actor: Actor, options: dict[str, Any]) -> None:
        row = self._named(actor, options["name"])
        link = actions.invite_administrator(actor, row.id, options["email"], options["person"])
        said = (
            f"{settings.OPTIONS.staff_url}{link}" if link else "This person has an account already: no link is needed."
        )
        self.stdout.write(said)

    def _named(self, actor: Actor, name: str) -> OrganisationRow:
        return selectors.organisation(actor, selectors.id_of_name(actor, name))
