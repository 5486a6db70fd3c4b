# SPDX-License-Identifier: Apache-2.0
"""The questionnaires of this installation: read them, take them away as XLSForm, bring others in."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.access.pages import actor_of_request, back, page
from quatrefoil.foundation.jobs.sheets import CSV, csv_bytes
from quatrefoil.foundation.questionnaires import keeping, xlsform, xlsform_reading
from quatrefoil.foundation.questionnaires.choices import choices_of
from quatrefoil.foundation.questionnaires.forms import said
from quatrefoil.foundation.ui.forms import Form
from quatrefoil.foundation.ui.pieces import Cell, Column, Crumb, Empty, Table
from quatrefoil.standards.instruments.definition import Item, Questionnaire


class BringInForm(Form):
    """An XLSForm workbook."""

    file = forms.FileField(
        label=gettext_lazy("XLSForm workbook"),
        help_text=gettext_lazy("An .xlsx file of at most 2 MB with the sheets survey, choices and settings."),
    )


@require_safe
@page("registers.edit", "screening.complete")
def definition_list(request: HttpRequest) -> HttpResponse:
    """Every questionnaire that may be started now."""
    actor = actor_of_request(request)
    columns = (Column(_("Questionnaire")), Column(_("Version"), narrow=True), Column(_("Pages"), number=True),
               Column(_("Questions"), number=True), Column(_("From")))  # fmt: skip
    rows = [
        (
            Cell(row.title, row.code, reverse("questionnaires:one", args=[row.code, row.version])),
            row.version, str(row.pages), str(row.questions),
            _("part of this platform") if row.is_ours else _("brought in here"),
        )
        for row in keeping.definitions(actor)
    ]  # fmt: skip
    table = Table(_("Questionnaires"), columns, rows, Empty(_("No questionnaires")))
    context = {"table": table, "may_edit": actor.may("registers.edit"), "crumbs": [Crumb(_("Questionnaires"))]}
    return render(request, "questionnaires/list.html", context)


@require_safe
@page("registers.edit", "screening.complete")
def definition(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """One questionnaire as it is asked."""
    actor = actor_of_request(request)
    found = keeping.definition(actor, code, version)
    pages = [(said(section.title), said(section.guidance), _asked(section.items)) for section in found.sections]
    context = {
        "title": said(found.title),
        "lead": said(found.source),
        "licence": said(found.licence_note),
        "version": _("Version %(version)s") % {"version": found.version},
        "pages": pages,
        "code": code,
        "number": version,
        "may_withdraw": actor.may("registers.edit") and _is_brought_in(actor, found),
        "crumbs": _crumbs(),
    }
    return render(request, "questionnaires/one.html", context)


def _asked(items: tuple[Item, ...]) -> list[tuple[str, str, str]]:
    return [(said(item.text), ", ".join(words for _code, words in choices_of(item)), said(item.guidance))
            for item in items]  # fmt: skip


def _is_brought_in(actor: object, found: Questionnaire) -> bool:
    rows = keeping.definitions(actor)  # type: ignore[arg-type]
    return any((row.code, row.version) == (found.code, found.version) and not row.is_ours for row in rows)


@require_safe
@page("registers.edit", "screening.complete")
def xlsform_file(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """The definition as an XLSForm workbook."""
    found = keeping.definition(actor_of_request(request), code, version)
    answer = HttpResponse(xlsform.export(found), content_type=xlsform.EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="{slugify(f"{code}-{version}")}.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@page("registers.edit")
def bring_in(request: HttpRequest) -> HttpResponse:
    """Look at a workbook; the same file sent again with "write" is kept."""
    actor = actor_of_request(request)
    form = BringInForm(request.POST or None, request.FILES or None)
    context = {"form": form, "crumbs": _crumbs()}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read(xlsform_reading.LARGEST_BYTES + 1)
        try:
            writes = "write" in request.POST
            seen = keeping.bring_in(actor, data) if writes else xlsform_reading.preview(data)
            if "errors" in request.POST:
                return _errors(seen)
            written = writes and seen.can_be_kept
            context |= {"form": BringInForm(), "written": written, **_seen(seen)}
        except Refused as refusal:
            form.add_error("file", str(refusal.message))
    is_wrong = form.is_bound and bool(form.errors)
    return render(request, "questionnaires/bring_in.html", context, status=422 if is_wrong else 200)


@require_POST
@page("registers.edit")
def withdraw(request: HttpRequest, code: str, version: str) -> HttpResponse:
    """Offer a version brought in here no longer."""
    keeping.withdraw(actor_of_request(request), code, version)
    return back(request, reverse("questionnaires:list"), _("No longer offered. What was answered with it stays."))


def _errors(preview: xlsform_reading.Preview) -> HttpResponse:
    rows = [(each.sheet, each.row or "", each.sentence) for each in preview.troubles]
    answer = HttpResponse(csv_bytes((_("Sheet"), _("Row"), _("What to mend")), rows), content_type=CSV)
    answer["Content-Disposition"] = 'attachment; filename="rows-to-mend.csv"'
    return answer


def _seen(preview: xlsform_reading.Preview) -> dict[str, object]:
    columns = (Column(_("Sheet")), Column(_("Row"), number=True, narrow=True), Column(_("What to mend"), narrow=True))
    rows = [(each.sheet or "–", str(each.row) if each.row else "–", each.sentence) for each in preview.troubles]
    found = preview.questionnaire
    pages = [] if found is None else [(s.title, "", _asked(s.items)) for s in found.sections]
    return {
        "preview": preview,
        "troubles": Table(_("What cannot be read"), columns, rows, show_caption=True) if rows else None,
        "pages": pages,
    }


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Questionnaires"), reverse("questionnaires:list"))]
