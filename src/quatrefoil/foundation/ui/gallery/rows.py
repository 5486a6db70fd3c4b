# SPDX-License-Identifier: Apache-2.0
"""Invented rows for the gallery. Nobody here exists."""

from typing import Any

from quatrefoil.foundation.ui import pieces as p
from quatrefoil.foundation.ui.frame import Frame, MenuGroup, MenuItem


def frame_at(path: str) -> Frame:
    """Amina's frame."""
    at = "/ui/gallery/"
    items = {
        "": [("Home", "home/", "home", ""), ("Components", "", "list", "")],
        "People": [("Cases", "case/", "folder", "38"), ("Referrals", "disclosure/", "arrow", "6"), ("Contacts", "form/", "phone", "11")],
        "Places": [("Shelter", "confirm/", "bed", "3 free"), ("Country", "country/", "map", "")],
        "Record": [("Sign-in page", "sign-in/", "key", ""), ("Paper", "print/", "document", ""), ("Public front", "front/", "globe", ""),
                   ("Public question", "question/", "message", ""), ("Receipt", "receipt/", "eye", "")],
    }  # fmt: skip
    groups = tuple(
        MenuGroup(
            label, tuple(MenuItem(name, at + url, icon, count, at + url == path) for name, url, icon, count in entries)
        )
        for label, entries in items.items()
    )
    return Frame(
        "Amina Sarr",
        "Case manager",
        "Lighthouse",
        "AS",
        groups,
        4,
        notices_url="#notices",
        lock_url="/ui/gallery/sign-in/",
    )


def home() -> dict[str, Any]:
    """A case manager's morning."""
    return {
        "tiles": TILES,
        "cases": CASES,
        "heading": "Good morning, Amina",
        "lead": "Monday 23 November. 2 things cannot wait.",
    }


def case() -> dict[str, Any]:
    """A record page."""
    return {
        "crumbs": (p.Crumb("Cases", "#cases"), p.Crumb("2026-0417")),
        "steps": STEPS,
        "tabs": TABS,
        "safe": SAFE,
        "person": PERSON,
        "needs": NEEDS,
        "next": NEXT,
        "events": EVENTS,
    }


def disclosure() -> dict[str, Any]:
    """What will leave."""
    return {"crumbs": (p.Crumb("Amber 4821", "#amber"), p.Crumb("Refer")), "parts": PARTS, "paper": PAPER}


def country() -> dict[str, Any]:
    """A rapporteur's page."""
    return {"tiles": COUNTRY_TILES, "findings": FINDINGS}


def front() -> dict[str, Any]:
    """The public front page."""
    return {"site_name": "Open line, Marenia", "doors": DOORS, "promises": PROMISES, "helpline": "0808 157 0142"}


def components() -> dict[str, Any]:
    """Everything at once."""
    return {
        **home(),
        **case(),
        **disclosure(),
        **country(),
        "letters": LETTERS,
        "differences": DIFFERENCES,
        "job": p.Progress(340, 1200, "340 of 1,200 rows checked", "#stop"),
        "filters": FILTERS,
        "views": VIEWS,
        "pager": p.Pager("#newer", "#older", "50 of more than 10,000"),
        "nothing": p.Empty(
            "No referral yet",
            "What you send to other services will stand here.",
            p.Action("Refer", "#refer", filled=True),
        ),
        "doors": DOORS,
        "promises": PROMISES,
        "acts": (
            p.Action("Add note", "#note"),
            p.Action("Refer", "#refer", filled=True),
            p.Action("Close case", "#close", posts=True, warns=True),
        ),
        "site_name": "Open line, Marenia",
    }


TILES = (
    p.Tile("2", "overdue", "oldest 2 days", "#overdue", "danger"),
    p.Tile("5", "due today", "", "#due"),
    p.Tile("3", "referrals await you", "1 from a safe place", "#referrals"),
    p.Tile("38", "open cases", "team 112, limit 40", "#cases"),
    p.Tile("1", "consent withdrawn", "Maple 7718, done", "#withdrawn"),
)
COUNTRY_TILES = (
    p.Tile("811", "people identified", "+14 % on last year", "#identified", "good"),
    p.Tile("1 in 5", "of those who exist", "about 4,100 (3,350 to 5,240)", "#hidden"),
    p.Tile("31 h", "to a safe bed, median", "target 24 h", "#beds", "warn"),
    p.Tile("74 %", "still safe after a year", "12 % not reached", "#after"),
    p.Tile("41", "convictions", "520 days, median", "#courts"),
)


def _case(
    name: str, who: str, danger: tuple[int, str], stage: str, chip: p.Chip, needs: str, agreed: str, age: str
) -> tuple[p.Cell | str, ...]:
    return (
        p.Cell(name, who, "#case"), p.Cell(danger=p.Danger(*danger)), stage, p.Cell(chip=chip), needs,
        p.Cell(chip=p.Chip(agreed)), age,
    )  # fmt: skip


CASES = p.Table(
    "My cases",
    (
        p.Column("Person", narrow=True, sort_url="#person"), p.Column("Danger now"), p.Column("Stage"),
        p.Column("Next step", narrow=True, sort_url="#next", sorted="ascending"), p.Column("Needs"), p.Column("Consent"),
        p.Column("Changed"),
    ),
    (
        _case("Amber 4821", "Woman, 25 to 29", (3, "High"), "Needs plan", p.Chip("overdue 2 days", "overdue"), "Shelter, doctor", "Shared with 1", "2 h"),
        _case("Cedar 1170", "Man, 30 to 34", (2, "Medium"), "Assessment", p.Chip("due today", "due"), "Wages, papers", "Services only", "1 d"),
        _case("Willow 0932", "Girl, 14 to 15", (3, "High"), "Best interests", p.Chip("in 4 h", "overdue"), "Guardian, school", "Child path", "20 min"),
        _case("Juniper 5504", "Woman, 40 to 49", (1, "Low"), "Follow-up", p.Chip("12 Dec"), "Livelihood", "Statistics too", "6 d"),
        _case("Slate 2216", "Man, 18 to 20", (2, "Medium"), "Services", p.Chip("1 Dec"), "Counsellor", "Shared with 2", "3 d"),
        _case("Maple 7718", "Woman, 21 to 24", (1, "Low"), "Follow-up", p.Chip("9 Jan"), "School", "Withdrawn 3 Nov", "9 d"),
    ),
)  # fmt: skip
STEPS = (
    p.Step("New", "done"), p.Step("Assessment", "done"), p.Step("Plan", "current"), p.Step("Services"),
    p.Step("Follow-up"), p.Step("Closed"),
)  # fmt: skip
TABS = tuple(
    p.Tab(label, f"#{label.lower().replace(' ', '-')}", active=label == "Overview")
    for label in ("Overview", "Needs", "Plan", "Consent", "Referrals", "Files", "Who saw this")
)
SAFE = p.SafeContact(
    "Safe contact (checked 22 Nov): text only, weekdays 10:00 to 12:00",
    "Phone",
    p.Hidden("shown after a reason"),
    'belongs to a friend. Never leave voice mail. Say "clinic reminder".',
)
PERSON = (
    p.Pair("Name", p.Hidden()),
    p.Pair("Age, sex", "25 to 29, woman"),
    p.Pair("Languages", "Amharic, some Arabic (interpreter needed)"),
    p.Pair("Came through", "Hotline, contact 88-1043, 21 Nov"),
    p.Pair(
        "Screening", "Labour indicators 3.1: signs in 3 of 6 areas; not a decision.", p.Action("Reasons", "#reasons")
    ),
)
NEEDS = p.Table(
    "Needs and plan",
    (p.Column("Need", narrow=True), p.Column("Level"), p.Column("Service"), p.Column("State", narrow=True)),
    (
        ("Safe housing", p.Cell(danger=p.Danger(3, "Urgent")), "Safe place A", p.Cell(chip=p.Chip("Accepted", "good"))),
        (
            "Medical check",
            p.Cell(danger=p.Danger(2, "Soon")),
            "Port Clinic",
            p.Cell(chip=p.Chip("Sent 22 Nov, no answer", "warn")),
        ),
        ("Unpaid wages", p.Cell(danger=p.Danger(1, "Later")), "none yet", p.Cell("Find a service", url="#find")),
    ),
)
NEXT = (
    p.NextStep(p.Chip("overdue", "overdue"), "Support plan approved by Chidi", "#plan"),
    p.NextStep(p.Chip("today 15:00", "due"), "Clinic answer"),
    p.NextStep(p.Chip("1 Dec"), "Safety plan review"),
)
EVENTS = (
    p.Event("today 08:12", "Safe place A accepted the referral, from tonight.", "protection"),
    p.Event("22 Nov 16:40", "Medical referral sent to Port Clinic: 3 parts of the case.", "prevention"),
    p.Event("22 Nov 11:05", "Consent recorded in Amharic, by Amina. Ends 22 May 2027.", "protection"),
    p.Event("21 Nov 23:51", "Screening by hotline. Danger now marked; supervisor told in 4 minutes.", by="Bela"),
    p.Event("21 Nov 23:30", "Call, 21 minutes."),
)
PARTS = (
    p.PartChoice("core", "Reference name and age band", "needed for any referral", chosen=True),
    p.PartChoice("languages", "Languages and interpreter", "consent: services", chosen=True),
    p.PartChoice(
        "health", "Health needs, own words", "consent: sharing with Port Clinic, until 22 May 2027", chosen=True
    ),
    p.PartChoice("safe", "Safe contact instructions", "consent: contact", chosen=True),
    p.PartChoice(
        "identity",
        "Legal name and date of birth",
        "No consent carries this. Ask Amber, or the clinic can register the reference name.",
        allowed=False,
    ),
    p.PartChoice(
        "stay",
        "Where the person is staying",
        "The shelter's address never leaves. The safe place arranges transport.",
        allowed=False,
    ),
    p.PartChoice("account", "Employer and what happened", "Not needed for this purpose", allowed=False),
)
PAPER = p.Paper(
    "Referral to Port Clinic",
    "As it will leave",
    "From Lighthouse, 23 November 2026. Handling: for the treating team only.",
    (
        p.Pair("Person", "Linden 0357, woman, 25 to 29"),
        p.Pair("Language", "Amharic; interpreter needed"),
        p.Pair("Need", "Pain in lower back and hands since July. Asks for a woman doctor."),
        p.Pair("Contact", "Through Lighthouse. Text only, 10:00 to 12:00."),
        p.Pair("Basis", "Consent given 22 Nov in Amharic, ends 22 May 2027, may be withdrawn any time"),
    ),
    "4 parts of 7. Sealed for Port Clinic. Linden 0357 is the name they see. You can revoke it; what was read stays read, and you see who opened it.",
)
FINDINGS = (
    p.Finding(
        1,
        "Karsa identifies far fewer than its risk suggests",
        "9 identified per 100 screened, expected 21 to 34. Holds after adjusting for who is screened.",
        "#1",
    ),
    p.Finding(2, "After 18:00 a safe bed takes twice as long", "median 46 h against 22 h; 214 people"),
    p.Finding(
        3, "No law covers recruiter fees", "provision P029-7 absent; 63 % of labour cases involve them", tone="warn"
    ),
    p.Finding(4, "Requests to one neighbour go unanswered", "11 of 16 past 90 days", tone="warn"),
)
LETTERS = (
    p.Letter("You", "21 Nov 23:10", "There are four of us in the house.\nHe keeps the passports.", mine=True),
    p.Letter("Open line, advocate", "22 Nov 08:02", "Thank you for writing. Is it safe for you to read this now?"),
)
DIFFERENCES = (
    p.Difference("Next step", "Visit on 1 Dec", "Visit on 3 Dec"),
    p.Difference("Languages", "Amharic", "Amharic", same=True),
)
FILTERS = p.FilterBar(
    (
        p.Filter("stage", "Stage", (p.FilterChoice("", "All"), p.FilterChoice("plan", "Plan", chosen=True))),
        p.Filter("team", "Team", (p.FilterChoice("", "All"), p.FilterChoice("a", "Team A"))),
    ),
    "#all",
    is_open=True,
)
VIEWS = (
    p.SavedView("Mine", "#mine", active=True, count="38"),
    p.SavedView("My team's", "#team", count="112"),
    p.SavedView("Awaiting me", "#me"),
)
DOORS = (
    p.Door("I need help", "For you or someone with you. In danger now? Start here.", "#help", "protection"),
    p.Door(
        "I want to report", "Something you saw or heard. You do not have to give your name.", "#report", "prosecution"
    ),
    p.Door("Check a job offer", "Is the recruiter known? What to ask before you go.", "#job", "prevention"),
    p.Door("Find a service", "Shelter, doctor, lawyer, counsellor near you.", "#service", "partnership"),
)
PROMISES = (
    "You need no account and no name.",
    "We ask you first before anybody else is told. If a law forces us, for example for a child in danger, we try to tell you first.",
    "You get a number. With it you can read our answer and add more. It opens nothing else.",
)
