# SPDX-License-Identifier: Apache-2.0
"""A questionnaire as plain data and back: what is stored, hashed, and answered by the API."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from quatrefoil.methods.canonical import canonical_json
from quatrefoil.standards.instruments.conditions import All, Any_, AnyOf, Condition, Equals, Not
from quatrefoil.standards.instruments.definition import (
    Choice,
    Item,
    ItemKind,
    Questionnaire,
    Rule,
    Section,
    Strength,
)

Plain = Mapping[str, Any]
SCHEMA: Final = 1


class NotADefinition(ValueError):
    """The data are not a questionnaire; the message says where, for its author."""


def to_dict(questionnaire: Questionnaire) -> dict[str, Any]:
    """The whole definition as text, lists and mappings."""
    return {
        "schema": SCHEMA,
        "code": questionnaire.code,
        "version": questionnaire.version,
        "title": questionnaire.title,
        "source": questionnaire.source,
        "licence_note": questionnaire.licence_note,
        "rule": questionnaire.rule.value,
        "sections": [_section_out(section) for section in questionnaire.sections],
    }


def from_dict(data: Plain) -> Questionnaire:
    """The questionnaire that `data` says. Raises NotADefinition."""
    try:
        return Questionnaire(
            code=data["code"],
            version=data["version"],
            title=data["title"],
            source=data.get("source", ""),
            licence_note=data.get("licence_note", ""),
            sections=tuple(_section_in(section) for section in data["sections"]),
            rule=Rule(data.get("rule", "none")),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise NotADefinition(f"not a definition: {fault}") from None


def digest(questionnaire: Questionnaire) -> str:
    """SHA-256 of the canonical form: two definitions with the same digest ask and score the same."""
    return hashlib.sha256(canonical_json(to_dict(questionnaire))).hexdigest()


def _section_out(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "title": section.title,
        "guidance": section.guidance,
        "items": [_item_out(item) for item in section.items],
    }


def _section_in(data: Plain) -> Section:
    items = tuple(_item_in(item) for item in data["items"])
    return Section(data["code"], data["title"], data.get("guidance", ""), items)


def _item_out(item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "text": item.text,
        "kind": item.kind.value,
        "strength": item.strength.value if item.strength else None,
        "choices": [{"code": c.code, "text": c.text, "guidance": c.guidance} for c in item.choices],
        "choices_from": item.choices_from,
        "show_if": condition_out(item.show_if) if item.show_if else None,
        "guidance": item.guidance,
        "follow_up": item.follow_up,
        "sensitive": item.sensitive,
        "triage": item.triage,
        "tags": list(item.tags),
    }


def _item_in(data: Plain) -> Item:
    return Item(
        code=data["code"],
        text=data["text"],
        kind=ItemKind(data["kind"]),
        strength=Strength(data["strength"]) if data.get("strength") else None,
        choices=tuple(Choice(c["code"], c["text"], c.get("guidance", "")) for c in data.get("choices", ())),
        choices_from=data.get("choices_from", ""),
        show_if=condition_in(data["show_if"]) if data.get("show_if") else None,
        guidance=data.get("guidance", ""),
        follow_up=data.get("follow_up", ""),
        sensitive=bool(data.get("sensitive")),
        triage=bool(data.get("triage")),
        tags=tuple(data.get("tags", ())),
    )


def condition_out(condition: Condition) -> dict[str, Any]:
    """A condition as a small tree of mappings."""
    match condition:
        case Equals(item, value):
            return {"is": "equals", "item": item, "value": value}
        case AnyOf(item, values):
            return {"is": "any_of", "item": item, "values": list(values)}
        case All(conditions):
            return {"is": "all", "of": [condition_out(each) for each in conditions]}
        case Any_(conditions):
            return {"is": "any", "of": [condition_out(each) for each in conditions]}
        case Not(inner):
            return {"is": "not", "of": condition_out(inner)}


def condition_in(data: Plain) -> Condition:
    """The condition that a tree says. Raises NotADefinition for a kind that does not exist."""
    match data.get("is"):
        case "equals":
            return Equals(data["item"], data["value"])
        case "any_of":
            return AnyOf(data["item"], tuple(data["values"]))
        case "all":
            return All(tuple(condition_in(each) for each in data["of"]))
        case "any":
            return Any_(tuple(condition_in(each) for each in data["of"]))
        case "not":
            return Not(condition_in(data["of"]))
    raise NotADefinition(f"not a condition: {data.get('is')!r}")
