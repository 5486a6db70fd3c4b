# SPDX-License-Identifier: Apache-2.0
"""General signs, for anyone who may meet a person by chance: 36 for everybody, more when it may be a child.

The list is the one that UNODC published and the UK Home Office reprints for its first responders; the wording is ours.
A sign proves nothing and its absence proves nothing: the result is the list of what was observed, without a score.
"""

from typing import Final

from quatrefoil.standards.instruments.conditions import AnyOf
from quatrefoil.standards.instruments.definition import (
    NO,
    UNKNOWN,
    YES,
    Choice,
    Item,
    ItemKind,
    Questionnaire,
    Rule,
    Section,
)
from quatrefoil.standards.text import N_

MAY_BE_A_CHILD: Final = "may_be_a_child"

_FREEDOM: Final = (
    N_("Believes that they have to work against their will"),
    N_("Cannot leave the place where they work or live"),
    N_("Seems to have their movements controlled"),
    N_("Feels unable to leave"),
    N_("Seems afraid or anxious"),
)
_HARM: Final = (
    N_("Meets violence or threats, against themselves or people close to them"),
    N_("Has injuries that look like those of an assault"),
    N_("Has injuries or impairments typical of certain work or of being controlled"),
    N_("Has injuries that look like those of being restrained or controlled"),
)
_AUTHORITIES: Final = (
    N_("Distrusts the authorities"),
    N_("Is threatened with being handed over to the authorities"),
    N_("Is afraid to say what their immigration status is"),
    N_("Does not have their papers, because somebody else keeps them"),
)
_JOURNEY: Final = (
    N_("Comes from a place from which people are often trafficked"),
    N_("Has to work off a journey that somebody else paid"),
    N_("Has false papers, or none"),
    N_("Was found in, or is linked to, a kind of place often used for exploitation"),
    N_("Does not know the local language"),
    N_("Does not know the address where they live or work"),
    N_("Lets others speak for them when spoken to"),
    N_("Acts as if told by somebody what to do"),
)
_WORK: Final = (
    N_("Is forced, threatened or tricked into working in bad conditions"),
    N_("Is punished to make them obey"),
    N_("Cannot negotiate their working conditions"),
    N_("Gets little pay or none"),
    N_("Cannot get at what they earn"),
    N_("Works very long hours over long periods"),
    N_("Has no days off"),
    N_("Lives in poor or unfit housing"),
    N_("Cannot get medical care"),
)
_CONTACT: Final = (
    N_("Meets few other people or none"),
    N_("Has little contact with family or with people outside the immediate surroundings"),
    N_("Cannot talk freely with others"),
    N_("Believes that they are tied by a debt"),
    N_("Is in a situation of dependence"),
    N_("Acted on promises that turned out false"),
)
_CHILD: Final = (
    N_("Has no access to parents or guardians"),
    N_("Looks intimidated"),
    N_("Behaves in a way that is unusual for the age"),
    N_("Has no friends of the same age"),
    N_("Does not go to school"),
    N_("Has no time to play"),
    N_("Lives apart from other children, in poor housing"),
    N_("Eats apart from the rest of the household"),
    N_("Is given only what others leave to eat"),
    N_("Does work that is not suitable for a child"),
    N_("Travels without an adult"),
    N_("Travels in a group of people who are not relatives"),
)
_AROUND: Final = (
    N_("Clothes in a child's size, of the kind worn for heavy work or for sexual exploitation"),
    N_("Toys, beds or children's clothes in a place where no child should live"),
    N_("An adult says that they found a child who was alone"),
    N_("Children who are alone carry telephone numbers of taxis"),
    N_("There are signs of an unlawful adoption"),
)

_CHILD_ONLY: Final = AnyOf(MAY_BE_A_CHILD, (YES, UNKNOWN))


def _section(code: str, title: str, signs: tuple[str, ...], first: int = 1, *, child: bool = False) -> Section:
    prefix = "child" if child else "general"
    items = tuple(
        Item(
            f"{prefix}_{number:02d}",
            text,
            ItemKind.YES_NO_UNKNOWN,
            show_if=_CHILD_ONLY if child else None,
            sensitive=True,
        )
        for number, text in enumerate(signs, first)
    )
    return Section(code, title, "", items)


_AGE: Final = Section(
    "age",
    N_("Age"),
    N_("When you are not sure, treat the person as a child."),
    (
        Item(
            MAY_BE_A_CHILD,
            N_("Is the person under 18?"),
            ItemKind.SINGLE,
            choices=(
                Choice(YES, N_("Yes")),
                Choice(NO, N_("No")),
                Choice(UNKNOWN, N_("Not sure"), N_("The questions for a child are shown as well.")),
            ),
        ),
    ),
)

GENERAL_INDICATORS: Final = Questionnaire(
    code="general_indicators",
    version="2026-04",
    title=N_("General signs of trafficking"),
    source=N_(
        "United Nations Office on Drugs and Crime, human trafficking indicators, as reprinted by the UK Home Office in its"
        " first responder toolkit, April 2026. Wording by this project."
    ),
    licence_note=N_("The toolkit is under the Open Government Licence v3.0. The wording here is our own."),
    sections=(
        _AGE,
        _section("freedom", N_("Freedom to leave"), _FREEDOM),
        _section("harm", N_("Harm"), _HARM, first=6),
        _section("authorities", N_("Papers and authorities"), _AUTHORITIES, first=10),
        _section("journey", N_("The journey and the place"), _JOURNEY, first=14),
        _section("work", N_("Work and living"), _WORK, first=22),
        _section("contact", N_("Contact with others"), _CONTACT, first=31),
        _section("child", N_("When it may be a child"), _CHILD, child=True),
        _section("around", N_("Around the child"), _AROUND, first=13, child=True),
    ),
    rule=Rule.SIGNS_ONLY,
)
