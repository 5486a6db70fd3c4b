# SPDX-License-Identifier: Apache-2.0
"""What was typed survives a lock: it travels inside the page, sealed to the session, and is kept nowhere."""

import json
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest

from quatrefoil.foundation.identity.secret_keys import fernet_key

NOT_CARRIED = frozenset({"csrfmiddlewaretoken"})
LIFE_SECONDS = 20 * 60


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that was sent while the session was locked."""

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def seal(request: HttpRequest) -> str:
    """The posted form as a text that only this session can open."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_CARRIED]
    said = {"path": request.get_full_path(), "fields": fields, "files": bool(request.FILES)}
    return _sealer(request).encrypt(json.dumps(said).encode()).decode()


def open_sealed(request: HttpRequest, sealed: str) -> Draft | None:
    """The form again; None when it is of another session, changed, or too old."""
    try:
        said = json.loads(_sealer(request).decrypt(sealed.encode(), ttl=LIFE_SECONDS))
    except InvalidToken:
        return None
    return Draft(said["path"], tuple((name, value) for name, value in said["fields"]), said["files"])


def _sealer(request: HttpRequest) -> Fernet:
    return Fernet(fernet_key(f"{settings.SECRET_KEY}{request.session.session_key}", b"draft"))
