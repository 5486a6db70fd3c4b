# SPDX-License-Identifier: Apache-2.0
"""Turning the two keys of the public side: the desk's pair and the pepper.

The older one stays beside the new one (desk-private-key-1, receipt-pepper-1): reports sealed to it still open and
receipts made with it still find their thread, until it is retired. Kill it anywhere and start it again.
"""

import datetime
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from quatrefoil.foundation.access.acting import acting_as
from quatrefoil.foundation.access.doors import action
from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.audit import trail
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.foundation.vault.instance_keys import DESK_PRIVATE, DESK_PUBLIC, PEPPER
from quatrefoil.methods import sealed_envelope
from quatrefoil.methods.sealed_envelope import SealingPrivateKey

# The public side may run on another machine with its own copy of the public half.
QUIET_FOR: Final = datetime.timedelta(days=1)

# Each seals again what still needs an older key of the desk; gives when the newest such thing arrived, None for nothing.
SEALS_AGAIN: list[Callable[[], datetime.datetime | None]] = []


@action("keys.rotate")
def turn_desk_key(actor: Actor) -> str:
    """A new pair for the desk; what was sealed to the older one still opens. Returns the name of the file kept."""
    private, public = instance_keys.private_folder() / DESK_PRIVATE, instance_keys.public_folder() / DESK_PUBLIC
    half = sealed_envelope.public_key_of(SealingPrivateKey(private.read_bytes()))
    kept = ""
    if (
        public.read_bytes() == half
    ):  # else a turn was interrupted after its private half: only the public one is missing
        kept = _keep(private)
        new = sealed_envelope.generate_keypair().private
        instance_keys.replace_file(private, new)
        half = sealed_envelope.public_key_of(new)
    instance_keys.replace_file(public, half)
    trail.wrote("keys.desk.turn", detail=f"kept={kept} by={actor.member_id}")
    return kept


def retire_desk_keys(actor: Actor) -> tuple[str, ...]:
    """Seal again what still needs an older key, in short steps, then destroy the older keys. Called where nobody acts yet.

    Refused while something arrived within a day that was sealed to one: then the public side has not got the new one.
    """
    newest = max((at for seals in SEALS_AGAIN if (at := seals()) is not None), default=None)
    if newest is not None and newest > timezone.now() - QUIET_FOR:
        raise Refused(
            _(
                "Something that arrived within a day was sealed to the older key. Copy desk-public-key to the public side,"
                " restart it, and retire the older key a day later."
            ),
            code="still_used",
        )
    with acting_as(actor, "keys retire-desk"):
        return _destroy_desk_keys(actor)


@action("keys.rotate")
def _destroy_desk_keys(actor: Actor) -> tuple[str, ...]:
    gone = _destroy_older(instance_keys.private_folder(), DESK_PRIVATE)
    trail.wrote("keys.desk.retire", detail=f"destroyed={','.join(gone)} by={actor.member_id}")
    return gone


@action("keys.rotate")
def turn_pepper(actor: Actor) -> str:
    """A new pepper for new receipts; older receipts still find their thread. Returns the name of the file kept."""
    path = instance_keys.public_folder() / PEPPER
    kept = _keep(path)
    instance_keys.replace_file(path, secrets.token_bytes(32))
    trail.wrote("keys.pepper.turn", detail=f"kept={kept} by={actor.member_id}")
    return kept


@action("keys.rotate")
def retire_peppers(actor: Actor) -> tuple[str, ...]:
    """Destroy older peppers: receipts made with them find nothing any more, for whoever holds them."""
    gone = _destroy_older(instance_keys.public_folder(), PEPPER)
    trail.wrote("keys.pepper.retire", detail=f"destroyed={','.join(gone)} by={actor.member_id}")
    return gone


def _keep(path: Path) -> str:
    """Keep what is in force under the next number; once, however often an interrupted turn is begun again."""
    content, older = path.read_bytes(), instance_keys.older_files(path.parent, path.name)
    same = next((each.name for each in older if each.read_bytes() == content), "")
    if same:
        return same
    numbers = [int(re.sub(r"^.*-", "", each.name)) for each in older]
    kept = path.with_name(f"{path.name}-{max(numbers, default=0) + 1}")
    instance_keys.write_file(kept, content, path.stat().st_mode & 0o777)
    return kept.name


def _destroy_older(folder: Path, name: str) -> tuple[str, ...]:
    older = instance_keys.older_files(folder, name)
    for path in older:
        instance_keys.overwrite_and_delete(path)
    instance_keys.forget()
    return tuple(path.name for path in older)
