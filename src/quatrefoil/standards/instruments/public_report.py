# SPDX-License-Identifier: Apache-2.0
"""The two questionnaires of the public site: "I need help" and "I want to report".

Danger first, then a way to be reached safely; everything after that, and these too, may be skipped. Each page says what
the answer is for. Nothing here promises what a law can break.
"""

from typing import Final

from quatrefoil.standards.instruments.conditions import Answers, AnyOf, Equals
from quatrefoil.standards.instruments.definition import Choice, Item, ItemKind, Questionnaire, Section
from quatrefoil.standards.text import N_

VERSION: Final = "1"

# Codes that the desk reads from an opened report.
DANGER, REGION, LANGUAGE = "danger", "region", "language"
CHANNEL, ADDRESS, WHOSE_PHONE, SAFE_TIMES, SAFE_WORD = "channel", "address", "whose_phone", "safe_times", "safe_word"
POLICE_MAY_KNOW, INSPECTORS_MAY_KNOW = "police_may_know", "inspectors_may_know"
ABOUT, UNDER_18 = "about", "under_18"

RATHER_NOT: Final = Choice("rather_not", N_("I would rather not say"))
_DO_NOT_KNOW: Final = Choice("do_not_know", N_("I do not know"))
_YES: Final = Choice("yes", N_("Yes"))
_NO: Final = Choice("no", N_("No"))

_SOURCE: Final = N_("This project, after the habits of hotlines and the rules of safe contact.")
_LICENCE: Final = "Apache-2.0"

_EMERGENCY: Final = N_(
    "If you can call safely, call the emergency services. They may bring the police. You can also send this now, as it is."
)
_PASSING_ON: Final = N_(
    "We ask you before we pass on what you write. A law can oblige us to pass something on, for example to protect a child."
    " Then we tell you first where we can. If you want to know more about this, ask us before you write more."
)

_REACHED_BY_ADDRESS: Final = AnyOf(CHANNEL, ("phone", "text", "app", "email", "person"))
_REACHED_BY_DEVICE: Final = AnyOf(CHANNEL, ("phone", "text", "app", "email"))

_CHANNELS: Final = (
    Choice(
        "receipt",
        N_("Only here, with the receipt number"),
        N_("You get the number when you send. Nothing is sent to you."),
    ),
    Choice("phone", N_("Phone call")),
    Choice("text", N_("Text message")),
    Choice("app", N_("Messaging app")),
    Choice("email", N_("E-mail")),
    Choice("person", N_("Through a person I trust")),
    Choice("none", N_("Please do not contact me")),
)


def _danger(question: str) -> Section:
    return Section(
        "danger",
        N_("Danger"),
        N_(
            "We ask this first so that the most urgent messages are read first. You can skip every question and send at any"
            " time."
        ),
        (
            Item(
                DANGER,
                question,
                ItemKind.SINGLE,
                choices=(
                    Choice("now", N_("Yes, now"), _EMERGENCY),
                    Choice("soon", N_("Yes, soon")),
                    _NO,
                    _DO_NOT_KNOW,
                    RATHER_NOT,
                ),
                triage=True,
            ),
        ),
    )


def _reach(title: str, guidance: str) -> Section:
    return Section(
        "reach",
        title,
        guidance,
        (
            Item(CHANNEL, N_("How may we answer?"), ItemKind.SINGLE, choices=_CHANNELS, sensitive=True),
            Item(
                ADDRESS,
                N_("Number, address or name"),
                ItemKind.TEXT,
                show_if=_REACHED_BY_ADDRESS,
                guidance=N_("Only what we need to reach you this way."),
                sensitive=True,
            ),
            Item(
                WHOSE_PHONE,
                N_("Who can see or use this phone or account?"),
                ItemKind.SINGLE,
                choices=(
                    Choice("own", N_("Only me")),
                    Choice("shared", N_("I share it with others")),
                    Choice("watched", N_("Somebody may read or listen")),
                    Choice("taken", N_("Somebody took it from me"), N_("Then we do not call or write there.")),
                    RATHER_NOT,
                ),
                show_if=_REACHED_BY_DEVICE,
                sensitive=True,
            ),
        ),
    )


_SAFE_TIMES: Final = Section(
    "safe_times",
    N_("When it is safe"),
    N_("We try to keep to this. Before we say anything we ask for the safe word, so that we know it is you."),
    (
        Item(
            SAFE_TIMES,
            N_("When is it safe to reach you?"),
            ItemKind.MULTI,
            choices=(
                Choice("any_time", N_("At any time")),
                Choice("morning", N_("In the morning")),
                Choice("afternoon", N_("In the afternoon")),
                Choice("evening", N_("In the evening")),
                Choice("night", N_("At night")),
                Choice("weekend", N_("At the weekend")),
            ),
            show_if=_REACHED_BY_ADDRESS,
            sensitive=True,
        ),
        Item(
            "safe_times_words",
            N_("Anything else about when or how"),
            ItemKind.TEXT,
            show_if=_REACHED_BY_ADDRESS,
            guidance=N_("For example: not on Fridays, hang up if somebody else answers."),
            sensitive=True,
        ),
        Item(
            SAFE_WORD,
            N_("A safe word"),
            ItemKind.TEXT,
            show_if=_REACHED_BY_ADDRESS,
            guidance=N_("Any word that others would not guess. Without it we say nothing about this message."),
            sensitive=True,
        ),
    ),
)

_THEMES: Final = (
    Choice("cannot_leave", N_("Not being able to leave")),
    Choice("papers_kept", N_("Papers kept by somebody else")),
    Choice("pay_withheld", N_("Little pay, or none")),
    Choice("debt", N_("A debt that does not end")),
    Choice("false_promise", N_("Work or life very different from what was promised")),
    Choice("violence", N_("Violence")),
    Choice("threats", N_("Threats, also against family")),
    Choice("watched", N_("Being watched or locked in")),
    Choice("sexual_exploitation", N_("Sexual acts or sexual images under pressure")),
    Choice("household", N_("Work in a household without rest or freedom")),
    Choice("begging_crime", N_("Being made to beg, steal or do something else unlawful")),
    Choice("forced_marriage", N_("A marriage under pressure")),
    Choice("child_work", N_("A child who works or cannot go to school")),
    Choice("organ", N_("Pressure to give an organ")),
    Choice("missing", N_("Somebody is missing")),
    Choice("other", N_("Something else")),
)


def _happening(guidance: str) -> Section:
    return Section(
        "happening",
        N_("What is happening"),
        guidance,
        (
            Item(
                "themes", N_("Choose what fits, as many as you like"), ItemKind.MULTI, choices=_THEMES, sensitive=True
            ),
            Item(
                "own_words",
                N_("In your own words"),
                ItemKind.TEXT,
                guidance=N_("As much or as little as you like, in any language."),
                sensitive=True,
            ),
            Item(
                "files",
                N_("Pictures or documents"),
                ItemKind.FILES,
                guidance=N_(
                    "Only if it is safe for you to have them. Please do not send sexual images of a child: having or sending"
                    " them can be a crime even for those who want to help. Tell us in words instead."
                ),
                sensitive=True,
            ),
        ),
    )


_WHERE: Final = Section(
    "where",
    N_("Where"),
    N_("The region helps us find somebody close by. It travels with the message so that the right desk sees it first."),
    (
        Item(REGION, N_("Which region is it?"), ItemKind.SINGLE, choices_from="regions", triage=True),
        Item(
            "place_words",
            N_("Anything else about the place"),
            ItemKind.TEXT,
            guidance=N_("Only if you want to. You do not need to know an address."),
            sensitive=True,
        ),
    ),
)


def _who(guidance: str, about: tuple[Choice, ...], age: str) -> Section:
    return Section(
        "who",
        N_("Who it is about"),
        guidance,
        (
            Item(ABOUT, N_("Who is it about?"), ItemKind.SINGLE, choices=(*about, RATHER_NOT), sensitive=True),
            Item(
                "age_band",
                age,
                ItemKind.SINGLE,
                choices_from="age_bands",
                choices=(_DO_NOT_KNOW, RATHER_NOT),
                sensitive=True,
            ),
            Item(
                UNDER_18,
                N_("Is anybody under 18 concerned?"),
                ItemKind.SINGLE,
                choices=(_YES, _NO, Choice("not_sure", N_("I am not sure")), RATHER_NOT),
                guidance=N_(
                    "For somebody under 18 the law may oblige us to tell the child protection service. You can leave this out."
                ),
                sensitive=True,
            ),
        ),
    )


def _language(extra: tuple[Item, ...] = ()) -> Section:
    return Section(
        "language",
        N_("Language"),
        N_("We look for somebody who speaks it. We do not tell the interpreter your name or where you are."),
        (
            Item(
                LANGUAGE,
                N_("Which language do you want to speak?"),
                ItemKind.SINGLE,
                choices_from="languages",
                triage=True,
            ),
            Item("interpreter", N_("Do you need an interpreter?"), ItemKind.SINGLE, choices=(_YES, _NO, RATHER_NOT)),
            Item(
                "interpreter_wish",
                N_("Who should interpret?"),
                ItemKind.SINGLE,
                choices=(
                    Choice("woman", N_("A woman")),
                    Choice("man", N_("A man")),
                    Choice("either", N_("Either")),
                ),
                show_if=Equals("interpreter", "yes"),
                guidance=N_("You can say no to an interpreter at any time."),
            ),
            *extra,
        ),
    )


PUBLIC_HELP: Final = Questionnaire(
    code="public_help",
    version=VERSION,
    title=N_("I need help"),
    source=_SOURCE,
    licence_note=_LICENCE,
    sections=(
        _danger(N_("Are you in danger?")),
        _reach(
            N_("A safe way to answer you"),
            N_("We use this to answer you. If no way is safe, choose the receipt number."),
        ),
        _SAFE_TIMES,
        _happening(_PASSING_ON),
        _WHERE,
        _who(
            N_("This helps us bring the right person to the conversation."),
            (
                Choice("me", N_("Me")),
                Choice("me_and_others", N_("Me and others")),
                Choice("other", N_("Somebody else")),
                Choice("child", N_("A child")),
            ),
            N_("How old are you, or the person it is about?"),
        ),
        _language(),
        Section(
            "wishes",
            N_("What you want to happen"),
            N_(
                "You decide what happens next, as far as the law lets us. You can get help without speaking to the police."
            ),
            (
                Item(
                    "wishes",
                    N_("What would help you?"),
                    ItemKind.MULTI,
                    choices=(
                        Choice("talk", N_("To talk with somebody")),
                        Choice("safe_place", N_("A safe place to sleep")),
                        Choice("get_out", N_("Help to get out")),
                        Choice("doctor", N_("A doctor or a nurse")),
                        Choice("legal", N_("Legal advice")),
                        Choice("papers", N_("Papers")),
                        Choice("pay", N_("The pay that is owed")),
                        Choice("child_care", N_("Help for my children")),
                        Choice("go_home", N_("To go home")),
                        Choice("tell_only", N_("Only that somebody knows")),
                        _DO_NOT_KNOW,
                    ),
                    sensitive=True,
                ),
                Item(
                    "wishes_words", N_("Anything else you want us to do, or not to do"), ItemKind.TEXT, sensitive=True
                ),
            ),
        ),
    ),
)

_MAY_KNOW: Final = (_YES, _NO, RATHER_NOT)

PUBLIC_REPORT: Final = Questionnaire(
    code="public_report",
    version=VERSION,
    title=N_("I want to report"),
    source=_SOURCE,
    licence_note=_LICENCE,
    sections=(
        _danger(N_("Is somebody in danger?")),
        _reach(
            N_("A way to ask you back"),
            N_(
                "You need not say who you are. A way to ask you back often helps, because one answer can make a report useful."
            ),
        ),
        _SAFE_TIMES,
        _happening(_PASSING_ON),
        _WHERE,
        _who(
            N_("Please do not ask the person for our sake. What you noticed is enough."),
            (
                Choice("one", N_("One person")),
                Choice("several", N_("Several people")),
                Choice("child", N_("A child")),
                Choice("me", N_("Me too")),
            ),
            N_("About how old is the person?"),
        ),
        Section(
            "may_know",
            N_("Who may be told"),
            N_(
                "You choose for each. What the police or a court has been told cannot be taken back. A law can oblige us to tell"
                " them something even so; then we tell you first where we can."
            ),
            (
                Item(
                    POLICE_MAY_KNOW, N_("May the police be told?"), ItemKind.SINGLE, choices=_MAY_KNOW, sensitive=True
                ),
                Item(
                    INSPECTORS_MAY_KNOW,
                    N_("May labour inspectors be told?"),
                    ItemKind.SINGLE,
                    choices=_MAY_KNOW,
                    sensitive=True,
                ),
            ),
        ),
        _language(
            (Item("wishes_words", N_("What do you want to happen, or not to happen?"), ItemKind.TEXT, sensitive=True),)
        ),
    ),
)


def may_be_told(answers: Answers, item: str) -> bool:
    """Whether a reporter agreed that police or inspectors are told: only a plain yes is a yes."""
    return answers.get(item) == "yes"
