# SPDX-License-Identifier: Apache-2.0
"""What every template gets: the site in words, and the frame of the actor (built only when a template asks)."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi, get_language_info
from django.utils.translation import gettext as _

from quatrefoil.foundation.ui.frame import Frame, Language, notices_url, rail_for, who


@dataclass(frozen=True, slots=True)
class Site:
    """The installation as a reader meets it."""

    name: str
    country: str
    product: str
    language: str
    direction: str
    exit_url: str
    emergency_number: str
    helpline_number: str
    demo_banner: str
    is_public: bool
    other_side_url: str
    languages: tuple[Language, ...]

    @property
    def sheet_suffix(self) -> str:
        """Which build of the kit's style sheet this direction needs."""
        return ".rtl" if self.direction == "rtl" else ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `site` for every page; `frame` for a signed-in actor, else None."""
    actor = getattr(request, "actor", None)
    site = site_of(request)
    built = SimpleLazyObject(lambda: frame_of(actor, request, site)) if actor is not None else None
    return {"site": site, "site_name": site.name, "frame": built}


def site_of(request: HttpRequest) -> Site:
    """The installation in words, from the operator's options."""
    options = getattr(settings, "OPTIONS", None)
    language = get_language() or settings.LANGUAGE_CODE
    name = getattr(options, "site_names", {}).get(language) or getattr(options, "site_name", "") or _("Open line")
    country = str(getattr(options, "country_names", {}).get(language) or getattr(options, "country_name", ""))
    is_public = getattr(options, "side", "staff") == "public"
    is_demo = getattr(options, "mode", "") == "demo"
    return Site(
        name=_("%(name)s, %(country)s") % {"name": name, "country": country} if country else name,
        country=country,
        product="Quatrefoil",
        language=language,
        direction="rtl" if get_language_bidi() else "ltr",
        exit_url=getattr(options, "exit_url", "https://www.wikipedia.org/"),
        emergency_number=getattr(options, "emergency_number", "112"),
        helpline_number=getattr(options, "helpline_number", ""),
        demo_banner=_demo_banner() if is_demo else "",
        is_public=is_public,
        other_side_url=_other_side(options, is_public=is_public) if is_demo else "",
        languages=languages_of(request.path, in_path=is_public),
    )


def languages_of(path: str, *, in_path: bool) -> tuple[Language, ...]:
    """The languages offered; on the public side each is an address, since nothing is remembered."""
    current = get_language()
    rows = []
    for code, _name in settings.LANGUAGES:
        url = _in_language(path, code) if in_path else ""
        rows.append(Language(code, get_language_info(code)["name_local"].capitalize(), url, code == current))
    return tuple(rows)


def frame_of(actor: Any, request: HttpRequest, site: Site) -> Frame:
    """The frame of this actor on this page."""
    person, is_quiet = who(actor), getattr(request, "has_no_counts", False)
    groups, notices = rail_for(actor, request.path, is_quiet=is_quiet)
    options = getattr(settings, "OPTIONS", None)
    return Frame(
        user_name=person.name,
        role_label=person.role_label,
        organisation=person.organisation,
        initials=person.initials,
        groups=groups,
        notices_count=notices,
        notices_url=notices_url(),
        idle_minutes=getattr(options, "idle_minutes", 15),
        demo_banner=site.demo_banner,
        languages=site.languages,
        # sign_out_url, account_url, lock_url and search_url, where they are not the usual ones.
        **getattr(settings, "UI_URLS", {}),
    )


def _in_language(path: str, code: str) -> str:
    known = {language for language, _name in settings.LANGUAGES}
    first, slash, rest = path.removeprefix("/").partition("/")
    tail = rest if first in known else first + slash + rest
    return f"/{code}/{tail}"


def _demo_banner() -> str:
    return _("Demonstration with invented people. Nothing here is real, and nothing real may be entered.")


def _other_side(options: Any, *, is_public: bool) -> str:
    return str(options.staff_url if is_public else options.public_url)
