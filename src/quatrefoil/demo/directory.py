# SPDX-License-Identifier: Apache-2.0
"""Regions, the service directory, legal duties and holidays of Marenia, through the registers' own doors."""

import datetime
from collections.abc import Iterator

import numpy as np

from quatrefoil.demo.geography import Place
from quatrefoil.demo.names import DRAMA
from quatrefoil.demo.organisations import Cast
from quatrefoil.foundation.identity.actors import Actor
from quatrefoil.foundation.identity.models import Organisation, OrganisationKind
from quatrefoil.foundation.registers import actions as registers
from quatrefoil.foundation.registers.kinds import Need

K, N = OrganisationKind, Need
OFFERED: dict[str, tuple[str, ...]] = {
    K.HOTLINE: (N.HOTLINE,),
    K.SHELTER: (N.SHELTER,),
    K.HEALTH: (N.MEDICAL, N.COUNSELLING),
    K.LEGAL: (N.LEGAL, N.PAPERS),
    K.CHILD_PROTECTION: (N.CHILD_PROTECTION,),
    K.POLICE: (N.POLICE,),
    K.COMPETENT_AUTHORITY: (N.IDENTIFICATION,),
    K.LOCAL_GOVERNMENT: (N.MONEY,),
    K.SCHOOL: (N.EDUCATION,),
}
OF_NAME: dict[str, tuple[str, ...]] = {
    "Lighthouse": (N.COUNSELLING, N.LEGAL),
    "River Women": (N.COUNSELLING, N.SHELTER),
    "Field Workers Aid": (N.LEGAL, N.MONEY),
    "Young Steps": (N.CHILD_PROTECTION, N.EDUCATION),
    "Second Morning": (N.COUNSELLING, N.WORK),
    "Coast Mission": (N.MONEY, N.SHELTER),
    "Hill Country Aid": (N.MONEY, N.COUNSELLING),
    "Language Bridge": (N.INTERPRETER,),
    "Work Again": (N.WORK,),
    "Way Home": (N.RETURN,),
    "Family Tracing": (N.FAMILY,),
}
WORDS: dict[str, tuple[str, str, str]] = {
    N.HOTLINE: ("Talk to somebody, day and night", "Parler à quelqu’un, jour et nuit", "التحدث مع شخص ما، ليلا ونهارا"),
    N.SHELTER: ("A safe place to stay", "Un lieu sûr où rester", "مكان آمن للإقامة"),
    N.MEDICAL: ("Medical care without papers", "Soins sans papiers", "رعاية طبية بدون أوراق"),
    N.COUNSELLING: ("Somebody to talk to", "Quelqu’un à qui parler", "شخص للتحدث معه"),
    N.LEGAL: ("Legal advice, free of charge", "Conseil juridique gratuit", "مشورة قانونية مجانية"),
    N.PAPERS: ("Help with papers", "Aide pour les papiers", "مساعدة في الأوراق"),
    N.CHILD_PROTECTION: ("Protection of children", "Protection des enfants", "حماية الأطفال"),
    N.POLICE: ("Police unit for people in exploitation", "Unité de police spécialisée", "وحدة شرطة متخصصة"),
    N.IDENTIFICATION: ("Formal identification", "Identification formelle", "التعرف الرسمي"),
    N.MONEY: ("Food and money for the first weeks", "Aide des premières semaines", "مساعدة الأسابيع الأولى"),
    N.EDUCATION: ("Language and school classes", "Cours de langue et d’école", "دروس اللغة والمدرسة"),
    N.WORK: ("Training and work", "Formation et travail", "تدريب وعمل"),
    N.INTERPRETER: ("Interpreters in 14 languages", "Interprètes en 14 langues", "مترجمون بأربع عشرة لغة"),
    N.RETURN: ("Return home, if wished", "Retour, si souhaité", "العودة إلى الوطن لمن يرغب"),
    N.FAMILY: ("Finding family", "Recherche de la famille", "البحث عن الأسرة"),
}
LANGUAGES = ("en", "fr", "ar", "am", "bn", "es", "fa", "hi", "ro", "ru", "sw", "ti", "uk", "vi")
PUBLIC = frozenset(
    {N.HOTLINE, N.MEDICAL, N.COUNSELLING, N.LEGAL, N.PAPERS, N.MONEY, N.EDUCATION, N.WORK, N.CHILD_PROTECTION}
)


def make_directory(
    builder: Actor, rng: np.random.Generator, places: tuple[Place, ...], cast: Cast, today: datetime.date
) -> None:
    """Everything in the registers, as it came into force years ago."""
    for place in places:
        english, french, arabic = place.names
        values = {
            "name_en": english,
            "name_fr": french,
            "name_ar": arabic,
            "polygon": [[list(point) for point in place.outline]],
        }
        registers.save_region(builder, place.code, values)
    for place in places:
        english, french, arabic = place.names
        values = {
            "name_en": english,
            "name_fr": french,
            "name_ar": arabic,
            "polygon": [[list(point) for point in place.outline]],
        }
        registers.save_region(builder, place.code, values, place.neighbours, place.kilometres)
    covers = iter(f"Safe place {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for organisation in cast.organisations:
        for need in OF_NAME.get(organisation.name, OFFERED.get(organisation.kind, ())):
            _service(builder, rng, places, organisation, str(need), covers, today)
    _law(builder, today)


def _service(
    builder: Actor,
    rng: np.random.Generator,
    places: tuple[Place, ...],
    organisation: Organisation,
    need: str,
    covers: Iterator[str],
    today: datetime.date,
) -> None:
    body = registers.save_body(
        builder,
        {
            "name": organisation.name if need == "hotline" else f"{organisation.name}: {need}",
            "organisation_id": organisation.id,
        },
    )
    english, french, arabic = WORDS[need]
    is_safe_place = need == N.SHELTER
    cover = next(covers) if is_safe_place else ""
    values = {
        "body_id": body.id,
        "need": need,
        "name_en": cover or english,
        "name_fr": cover or french,
        "name_ar": cover or arabic,
        "is_safe_place": is_safe_place,
        "cover_name": cover,
        "is_public": need in PUBLIC,
        "phone": "" if is_safe_place else f"{DRAMA}{int(rng.integers(0, 200)):03d}",
        "has_interpreters": bool(rng.random() < 0.4),  # noqa: PLR2004
        "maximum_age": 17 if need == N.CHILD_PROTECTION else None,
        "serves_men": organisation.name != "River Women",
        "answers_within_days": int(rng.integers(1, 4)),
        "everywhere": need in {N.HOTLINE, N.IDENTIFICATION, N.INTERPRETER, N.FAMILY},
        "assured_on": today - datetime.timedelta(days=int(rng.integers(3, 200))),
    }
    home = next(place for place in places if place.code == organisation.region)
    spoken = ["en", *[str(code) for code in rng.choice(LANGUAGES[1:], size=4, replace=False)]]
    hours = [registers.Opening(day, datetime.time(9), datetime.time(17)) for day in range(5)]
    registers.save_service(builder, values, languages=spoken, regions=(home.code, *home.neighbours), hours=hours)


def _law(builder: Actor, today: datetime.date) -> None:
    """Invented statutes: who must be told what, whatever anybody agreed to."""
    common = {"jurisdiction": "marenia", "in_force_from": datetime.date(2019, 1, 1)}
    registers.save_duty(
        builder,
        common
        | {
            "statute": "Children Protection Act 2011",
            "provision": "section 14",
            "text": "Whoever learns in the course of work that a child is at risk of serious harm shall without delay tell the child care office, and shall tell the child what is passed on.",
            "recipient_kinds": [K.CHILD_PROTECTION.value],
            "parts": ["core", "identity", "account", "health"],
            "applies_to": "children",
        },
    )
    registers.save_duty(
        builder,
        common
        | {
            "statute": "Trafficking in Persons Act 2016",
            "provision": "section 31",
            "text": "A body named in the schedule shall notify the Identification Office of every person who may have been trafficked. For an adult who does not agree, the notification holds no name.",
            "recipient_kinds": [K.COMPETENT_AUTHORITY.value],
            "parts": ["core"],
            "applies_to": "everybody",
        },
    )
    year = today.year
    for each in range(year - 5, year + 2):
        for month, day, name in ((1, 1, "New Year"), (5, 1, "Labour Day"), (10, 3, "Union Day")):
            registers.save_holiday(builder, datetime.date(each, month, day), name)
