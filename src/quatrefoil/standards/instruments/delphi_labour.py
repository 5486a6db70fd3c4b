# SPDX-License-Identifier: Apache-2.0
"""The ILO/EC operational indicators of trafficking for labour: the adult list (67 items) and the child list (65).

The codes and strengths are the published ones; the wording is ours, in short plain words, because the published
wording is not free to copy. The two lists for sexual exploitation were not available and are not here.
Each row below: wording, strength in the adult list, strength in the child list ("-": not in it), and the ILO indicators
of forced labour (2012) that it belongs to.
"""

from typing import Final

from quatrefoil.standards.instruments.definition import Item, ItemKind, Questionnaire, Rule, Section, Strength
from quatrefoil.standards.text import N_

VERSION: Final = "2009-09"
ACT: Final = "act"
"""Item of the child list that carries no strength: whether somebody recruited, moved, housed or received the child."""

DECEPTION: Final = "1_deceptive_recruitment"
FORCE_AT_RECRUITMENT: Final = "2_coercive_recruitment"
WEAK_POSITION_AT_RECRUITMENT: Final = "3_recruitment_by_abuse_of_vulnerability"
EXPLOITATION: Final = "4_exploitative_conditions_of_work"
FORCE_AT_WORK: Final = "5_coercion_at_destination"
WEAK_POSITION_AT_WORK: Final = "6_abuse_of_vulnerability_at_destination"

_Row = tuple[str, str, str, str]

_AREAS: Final[tuple[tuple[str, str, str, tuple[_Row, ...]], ...]] = (
    (
        DECEPTION,
        N_("False promises when recruited"),
        N_("What the person was told before the work began, and how it differed from what they found."),
        (
            (N_("Misled about the work itself, where it is, or who the employer is"), "S", "S", "2"),
            (N_("Misled about the pay"), "M", "M", "2"),
            (N_("Misled about the working conditions"), "M", "M", "2"),
            (N_("Misled about what the contract says, or whether it is lawful"), "M", "M", "2"),
            (N_("Misled about housing and living conditions"), "M", "M", "2"),
            (N_("Misled about papers, or about being able to stay lawfully"), "M", "M", "2"),
            (N_("Misled about the journey or the terms of recruitment"), "M", "M", "2"),
            (N_("Misled about being able to be with family"), "M", "M", "2"),
            (N_("Drawn in by a promise of marriage or adoption"), "M", "M", "2"),
            (N_("Misled about being able to go to school or learn"), "W", "S", "2"),
        ),
    ),
    (
        FORCE_AT_RECRUITMENT,
        N_("Force or pressure when recruited"),
        N_("What was done or threatened so that the person went along, before the work began."),
        (
            (N_("Violence against the person, to recruit them"), "S", "S", "5"),
            (N_("Threats of violence against the person, to recruit them"), "M", "S", "6"),
            (N_("Abducted or sold, or forced into a marriage or an adoption"), "M", "S", ""),
            (N_("Bound by a debt from the start"), "M", "S", "9"),
            (N_("Papers taken away during recruitment"), "M", "M", "7"),
            (N_("Kept apart, locked in or watched during recruitment"), "M", "M", "3+4"),
            (N_("Threatened during recruitment with being reported to the authorities"), "M", "M", "6"),
            (N_("Threatened during recruitment that family, community or others would be told"), "M", "M", "6"),
            (N_("Violence or threats against the family, to recruit the person"), "M", "M", "5/6"),
            (N_("Money held back, to recruit the person"), "M", "M", "8"),
        ),
    ),
    (
        WEAK_POSITION_AT_RECRUITMENT,
        N_("A weak position used when recruited"),
        N_("A difficulty in the person's life counts here when the recruiter knew of it and used it."),
        (
            (N_("The recruiter used a hard situation in the family"), "M", "M", "1"),
            (N_("The recruiter used that the person had no lawful status"), "M", "M", "1"),
            (N_("The recruiter used that the person had little schooling or did not know the language"), "M", "M", "1"),
            (N_("The recruiter used that the person lacked information"), "M", "M", "1"),
            (N_("The person was already under the control of those who exploit"), "M", "M", "1"),
            (N_("The recruiter used poverty or need of money"), "M", "M", "1"),
            (N_("The recruiter told false stories of how well others did abroad"), "M", "M", "1"),
            (N_("The recruiter said false things about the law, or about how officials would behave"), "M", "-", "1"),
            (N_("Duties or relations in the family made it hard to say no"), "M", "M", "1"),
            (N_("Something in the person's own life made it hard to say no"), "M", "M", "1"),
            (N_("The person depended on the recruiter in mind or feeling"), "M", "M", "1"),
            (N_("The person's standing with the authorities made it hard to say no"), "M", "M", "1"),
            (N_("Hard experiences in the past were used"), "M", "M", "1"),
            (N_("The person could not have arranged the journey alone"), "M", "M", "1"),
            (N_("Beliefs, religion or custom were used"), "W", "M", "1"),
            (N_("The general situation where the person lived was used"), "W", "M", "1"),
        ),
    ),
    (
        EXPLOITATION,
        N_("Working and living conditions"),
        N_("What the work is like, or was like, compared with the law and with what others get."),
        (
            (N_("Far too many hours or days of work"), "S", "S", "11"),
            (N_("Little pay or none"), "M", "M", "8"),
            (N_("Pay reduced by false accounts, fees, fines or deductions"), "M", "M", "8/9"),
            (N_("Poor housing, food or hygiene"), "M", "M", "10"),
            (N_("Working conditions far below what is decent"), "M", "M", "10"),
            (N_("Dangerous work"), "M", "M", "10"),
            (N_("Labour law or the signed contract not respected"), "M", "M", "10"),
            (N_("No insurance against illness, accident or old age"), "M", "-", "10"),
            (N_("Kept from school or from learning"), "W", "M", "10"),
        ),
    ),
    (
        FORCE_AT_WORK,
        N_("Force or pressure at the place of work"),
        N_("What keeps the person there, or kept them there."),
        (
            (N_("Papers taken away or withheld at the place of work"), "S", "S", "7"),
            (N_("Bound by a debt that has to be worked off"), "S", "S", "9"),
            (N_("Kept apart, locked in or watched at the place of work"), "S", "S", "3+4"),
            (N_("Violence against the person at the place of work"), "S", "S", "5"),
            (N_("Threats of violence against the person at the place of work"), "M", "S", "6"),
            (N_("Made to do something unlawful"), "M", "S", ""),
            (N_("Made to do certain tasks or to take certain clients"), "M", "S", ""),
            (N_("Under a strong influence of those who exploit"), "M", "S", "1+6"),
            (N_("Made to act against others in the same situation"), "M", "M", "6"),
            (N_("Made to lie to authorities, family or others"), "M", "M", "6+4"),
            (N_("Threatened at the place of work with being reported to the authorities"), "M", "M", "6"),
            (N_("Threatened with even worse conditions"), "M", "M", "6"),
            (N_("Violence or threats against the family, to keep the person there"), "M", "M", "5/6"),
            (N_("Wages held back"), "M", "M", "8"),
            (N_("Threatened at the place of work that family, community or others would be told"), "W", "M", "6"),
        ),
    ),
    (
        WEAK_POSITION_AT_WORK,
        N_("A weak position used at the place of work"),
        N_("A difficulty counts here when those who exploit use it to keep the person there."),
        (
            (N_("The person depends on those who exploit, for example for food, housing or papers"), "M", "M", "1"),
            (N_("It is hard to live in a place the person does not know"), "M", "M", "1"),
            (N_("Poverty or need of money is used to keep the person there"), "M", "M", "1"),
            (N_("The situation of the family is used to keep the person there"), "M", "M", "1"),
            (N_("The person's standing with the authorities is used to keep them there"), "M", "M", "1"),
            (N_("Hard experiences in the past are used to keep the person there"), "W", "M", "1"),
            (N_("Something about the person, such as age, health or sex, is used to keep them there"), "W", "M", "1"),
        ),
    ),
)

_ACT_SECTION: Final = Section(
    "0_act",
    N_("How the child came there"),
    N_(
        "For a child no force, lie or pressure has to be shown. What counts is that somebody brought the child into it."
    ),
    (
        Item(
            ACT,
            N_("Did somebody recruit, move, pass on, house or receive the child?"),
            ItemKind.YES_NO_UNKNOWN,
            guidance=N_("A parent or relative counts as somebody."),
        ),
    ),
)

_SOURCE: Final = N_(
    "International Labour Office and European Commission: operational indicators of trafficking in human beings, 2009,"
    " revised September 2009. Wording by this project."
)
_LICENCE: Final = N_("The published wording belongs to the ILO and is not copied here. Codes and strengths are facts.")


def item_code(area: str, order: int) -> str:
    """The code of an item, such as "d1_03" for the third item of the first area, the same in both lists."""
    return f"d{area[0]}_{order:02d}"


def _section(area: str, title: str, guidance: str, rows: tuple[_Row, ...], *, child: bool) -> Section:
    strengths = (
        (order, text, of_child if child else of_adult, ilo)
        for order, (text, of_adult, of_child, ilo) in enumerate(rows, 1)
    )
    items = tuple(
        Item(
            item_code(area, order),
            text,
            ItemKind.YES_NO_UNKNOWN,
            strength=Strength(strength),
            sensitive=True,
            tags=tuple(f"ilo11:{number}" for number in ilo.replace("/", "+").split("+") if number),
        )
        for order, text, strength, ilo in strengths
        if strength != "-"
    )
    return Section(area, title, guidance, items)


DELPHI_LABOUR_ADULT: Final = Questionnaire(
    code="delphi_labour_adult",
    version=VERSION,
    title=N_("Signs of trafficking for labour: adults"),
    source=_SOURCE,
    licence_note=_LICENCE,
    sections=tuple(_section(*area, child=False) for area in _AREAS),
    rule=Rule.DELPHI_ADULT,
)

DELPHI_LABOUR_CHILD: Final = Questionnaire(
    code="delphi_labour_child",
    version=VERSION,
    title=N_("Signs of trafficking for labour: children"),
    source=_SOURCE,
    licence_note=_LICENCE,
    sections=(_ACT_SECTION, *(_section(*area, child=True) for area in _AREAS)),
    rule=Rule.DELPHI_CHILD,
)
