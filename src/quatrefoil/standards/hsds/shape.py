# SPDX-License-Identifier: Apache-2.0
"""How an attribute of an HSDS object is declared: required or not, its form, its nested objects."""

from dataclasses import field
from typing import Any, Final, Literal, TypeAlias

Form: TypeAlias = Literal["text", "number", "date", "time", "email", "uri", "uuid"]

REQUIRED: Final = "required"
FORM: Final = "form"
ONE_OF: Final = "one_of"
MANY: Final = "many"
ONE: Final = "one"
"""Metadata of an optional object: the name of its class."""


def required(form: Form = "text", one_of: tuple[str, ...] = ()) -> Any:
    """An attribute that the specification requires."""
    return field(metadata={REQUIRED: True, FORM: form, ONE_OF: one_of})


def optional(form: Form = "text", one_of: tuple[str, ...] = ()) -> Any:
    """An optional attribute of text; empty when absent."""
    return field(default="", metadata={FORM: form, ONE_OF: one_of})


def numeric() -> Any:
    """An optional number; None when absent."""
    return field(default=None, metadata={FORM: "number"})


def list_of(kind: str) -> Any:
    """A list of objects of the class of this name."""
    return field(default=(), metadata={MANY: kind})
