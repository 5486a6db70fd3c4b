# SPDX-License-Identifier: Apache-2.0
"""The one call from which timeline, field history and facts are read. Codes and bands only, never content."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from quatrefoil.foundation.identity.actors import current_actor
from quatrefoil.foundation.records.models import File, History

Codes = Mapping[str, str | int | bool | list[str] | None]

# A code is short and has no spaces: what a person wrote cannot pass by accident.
CODE = re.compile(r"^[\w.:+/-]{0,64}$", re.ASCII)

LISTENERS: list[Callable[[History], None]] = []


class NotACode(ValueError):
    """A history entry tried to hold content; only codes, bands and digests may stand there."""


@dataclass(frozen=True, slots=True)
class Description:
    """How an event reads on a timeline, and in which tone."""

    sentence: str | Promise
    tone: str = "neutral"
    words: Mapping[str, Mapping[str, str | Promise]] | None = None


DESCRIPTIONS: dict[str, Description] = {}


def describe(
    event: str,
    sentence: str | Promise,
    *,
    tone: str = "neutral",
    words: Mapping[str, Mapping[str, str | Promise]] | None = None,
) -> None:
    """Declare the sentence of an event; `%(name)s` stands for a code, shown through `words[name][code]`."""
    DESCRIPTIONS[event] = Description(sentence, tone, words)


def sentence_of(event: str, codes: Codes) -> tuple[str, str]:
    """The translated sentence of an event and its tone."""
    description = DESCRIPTIONS.get(event)
    if description is None:
        return event.replace("_", " ").replace(".", ": "), "neutral"
    words = description.words or {}
    shown = {name: str(words.get(name, {}).get(str(value), value)) for name, value in codes.items()}
    try:
        return str(description.sentence) % shown, description.tone
    except KeyError:
        return _("%(event)s (older entry)") % {"event": event}, description.tone


def record(
    file_id: File | UUID,
    wing: str,
    event: str,
    codes: Codes | None = None,
    *,
    valid_on: datetime.date | None = None,
    part: str = "core",
) -> History:
    """Append one entry to a file's history, in the transaction of the change.

    Raises NotACode when a value is longer than 64 characters or has spaces.
    """
    checked = {name: _checked(name, value) for name, value in (codes or {}).items()}
    # Where it happened belongs to every event: a fact must not depend on what the file says later.
    checked.setdefault("region", _region_of(file_id))
    entry = History(
        file_id=file_id.pk if isinstance(file_id, File) else file_id,
        wing=wing,
        event=event,
        codes=checked,
        valid_on=valid_on or timezone.localdate(),
        part=part,
        actor=current_actor().member_id,
    )
    entry.save(force_insert=True)
    for listener in LISTENERS:
        listener(entry)
    return entry


def _region_of(file_id: File | UUID) -> str:
    if isinstance(file_id, File):
        return file_id.region
    return File.objects.filter(id=file_id).values_list("region", flat=True).first() or ""


def _checked(name: str, value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_checked(name, each) for each in value]
    if isinstance(value, str | Promise) and CODE.match(str(value)):
        return str(value)
    raise NotACode(f"The history entry '{name}' is not a code.")
