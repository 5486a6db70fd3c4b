# SPDX-License-Identifier: Apache-2.0
"""HSDS objects to and from JSON values, with messages that say what to mend and where."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, dataclass, fields, replace
from datetime import date
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from quatrefoil.standards.hsds.objects import KINDS, Organization
from quatrefoil.standards.hsds.shape import FORM, MANY, ONE, ONE_OF, REQUIRED
from quatrefoil.standards.text import N_, Sentence

Kind = TypeVar("Kind")

# The table of 3.0 calls the list of addresses so; its JSON examples do not.
_OTHER_NAMES: Final = {"addresses": ("addresss",)}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value. where: path such as "services[0].status"."""

    where: str
    sentence: Sentence


class NotHsds(ValueError):
    """The data do not fit HSDS; `problems` says where and what to do."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.where}: {problem.sentence}" for problem in problems))


def to_dict(thing: object) -> dict[str, Any]:
    """The object as JSON values; what is empty is left out."""
    values = ((each.name, getattr(thing, each.name), each.metadata) for each in _fields(type(thing)))
    return {name: _to_json(value, metadata) for name, value, metadata in values if value not in ("", None, ())}


def to_services(organization: Organization) -> list[dict[str, Any]]:
    """The organisation's services as JSON values, each with the organisation inside, as the specification nests them."""
    owner = to_dict(replace(organization, services=()))
    return [
        to_dict(replace(service, organization_id=organization.id)) | {"organization": owner}
        for service in organization.services
    ]


def from_dict(kind: type[Kind], data: Mapping[str, Any]) -> Kind:
    """The object that the data describe; attributes that this project does not use are passed over.

    Raises NotHsds with every problem at once.
    """
    found = tuple(problems(kind, data))
    if found:
        raise NotHsds(found)
    values = {each.name: _from_json(each, _value(data, each.name)) for each in _fields(kind)}
    return kind(**{name: value for name, value in values.items() if value not in ("", None)})


def problems(kind: type, data: object, where: str = "") -> Iterator[Problem]:
    """What does not fit, nested objects included."""
    if not isinstance(data, Mapping):
        yield Problem(where, Sentence(N_("Give an object with named values here.")))
        return
    for each in _fields(kind):
        yield from _problems_of(each, _value(data, each.name), f"{where}.{each.name}".lstrip("."))


def _problems_of(each: Field[Any], value: Any, where: str) -> Iterator[Problem]:
    if value in (None, "", [], ()):
        if each.metadata.get(REQUIRED):
            yield Problem(where, Sentence(N_("This is required and missing.")))
    elif MANY in each.metadata:
        if not isinstance(value, list | tuple):
            yield Problem(where, Sentence(N_("Give a list here.")))
            return
        for place, nested in enumerate(value):
            yield from problems(KINDS[each.metadata[MANY]], nested, f"{where}[{place}]")
    elif ONE in each.metadata:
        yield from problems(KINDS[each.metadata[ONE]], value, where)
    else:
        yield from _form_problems(each, value, where)


def _form_problems(each: Field[Any], value: Any, where: str) -> Iterator[Problem]:
    fits, sentence = _FORMS[each.metadata[FORM]]
    allowed = each.metadata.get(ONE_OF, ())
    if not fits(value):
        yield Problem(where, Sentence(sentence))
    elif allowed and value not in allowed:
        yield Problem(where, Sentence.of(N_("Use one of these: %(allowed)s."), allowed=", ".join(allowed)))


def _value(data: Mapping[str, Any], name: str) -> Any:
    for spelling in (name, *_OTHER_NAMES.get(name, ())):
        if spelling in data:
            return data[spelling]
    return None


def _to_json(value: Any, metadata: Mapping[str, Any]) -> Any:
    if MANY in metadata:
        return [to_dict(nested) for nested in value]
    return to_dict(value) if ONE in metadata else value


def _from_json(each: Field[Any], value: Any) -> Any:
    if value is None:
        return None
    if MANY in each.metadata:
        return tuple(from_dict(KINDS[each.metadata[MANY]], nested) for nested in value)
    return from_dict(KINDS[each.metadata[ONE]], value) if ONE in each.metadata else value


def _fields(kind: type) -> tuple[Field[Any], ...]:
    return fields(kind)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_date(value: object) -> bool:
    try:
        date.fromisoformat(str(value)[:10])
    except ValueError:
        return False
    return _is_text(value)


def _is_uuid(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return _is_text(value)


def _is_uri(value: object) -> bool:
    try:
        parts = urlsplit(str(value))
    except ValueError:
        return False
    return parts.scheme in {"http", "https", "urn"} and bool(parts.netloc or parts.path)


def _matches(pattern: str) -> Callable[[object], bool]:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


_FORMS: Final[dict[str, tuple[Callable[[object], bool], str]]] = {
    "text": (_is_text, N_("Give text here.")),
    "number": (_is_number, N_("Give a number here.")),
    "date": (_is_date, N_("Give a day as year-month-day, such as 2026-03-31.")),
    "time": (
        _matches(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:\d\d)?"),
        N_("Give a time as hours and minutes, such as 09:00+02:00."),
    ),
    "email": (_matches(r"[^@\s]+@[^@\s]+\.[^@\s]+"), N_("Give an e-mail address here.")),
    "uri": (_is_uri, N_("Give a whole web address here, with http or https.")),
    "uuid": (_is_uuid, N_("Give a UUID here.")),
}
