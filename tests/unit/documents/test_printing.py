# SPDX-License-Identifier: Apache-2.0
"""Printed sheets: tagged, in the person's language, and nothing that a person wrote becomes markup."""

import re
import unicodedata
from uuid import UUID, uuid4

import pypdfium2 as pdfium
import pytest
from django.utils import translation

from quatrefoil.foundation.access.errors import Refused
from quatrefoil.foundation.documents import printed, printing
from quatrefoil.foundation.documents.printed import Sheet
from quatrefoil.foundation.ui.pieces import Pair, Paper
from quatrefoil.standards.htcds.words import CONSENT_CHECKS

FILE = UUID("5f0f3c62-6f2c-4a6a-9d1e-0d3c1f0a7b11")
INJECTIONS = [
    '#panic("out")',
    '#read("/etc/passwd")',
    "= A heading",
    "$ x^2 $ *bold* _soft_ `raw` <label> @cite",
    '#import "paper.typ": *',
    '"} #sys.inputs {"',
    "\\u{23}eval",
    '#image("consent.typ")',
]


def words_of(pdf):
    """Text as it stands in the PDF; ligatures taken apart."""
    pages = pdfium.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())


def plan(sections, language="en", title="Safety plan", reference="Willow 4821"):
    return printed.safety_plan(Sheet(title, sections), reference, "Lighthouse", FILE, language)


def test_the_consent_form_says_everything_that_has_to_be_said_before_it_is_signed():
    said = words_of(printed.consent_form("Willow 4821", "Lighthouse", FILE, "en"))
    assert "Willow 4821" in said
    assert "cannot be taken back once the defence of an accused person holds it" in said
    assert "You get help whatever you answer here" in said
    for told in printed.TOLD.values():
        assert str(told) in said
    for place in ("Signature or mark", "Thumbprint", "Taking a yes back", printed.sheet_code(FILE)):
        assert place in said
    for kind, (title, _words) in printed.QUESTIONS.items():
        assert str(title) in said, kind


def test_the_form_tells_all_seven_checks_of_htcds():
    assert set(printed.TOLD) == set(CONSENT_CHECKS.values())
    assert len(printed.TOLD) == 7


def test_safety_6_police_is_asked_only_after_saying_that_it_cannot_be_undone():
    said = words_of(printed.consent_form("Willow 4821", "Lighthouse", FILE, "en", ["police"]))
    assert said.index("cannot be taken back") < said.index("Yes No")
    assert "cannot be taken back" not in words_of(
        printed.consent_form("Willow 4821", "Lighthouse", FILE, "en", ["services"])
    )


def test_a_sheet_is_a_tagged_pdf_that_says_its_language_and_title():
    pdf = printed.consent_form("Willow 4821", "Lighthouse", FILE, "en")
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in pdf
    assert b"/Lang" in pdf
    assert b"pdfuaid" in pdf
    assert b"/StructTreeRoot" in pdf


def test_an_arabic_sheet_holds_arabic_and_runs_from_right_to_left():
    said = words_of(plan([("علامات الخطر", ["صراخ في البيت"])], "ar", "خطة"))
    assert "صراخ في البيت" in said
    assert "خطة" in said
    latin, arabic = (
        pdfium.PdfDocument(plan([("A", [text])], language))[0] for text, language in (("x", "en"), ("خ", "ar"))
    )
    assert first_left_edge(arabic) > first_left_edge(latin) + 200  # the heading starts at the right side


def first_left_edge(page):
    text = page.get_textpage()
    return text.get_charbox(0)[0]


def test_letters_of_another_script_are_refused_where_they_would_print_as_boxes(monkeypatch):
    monkeypatch.setattr(printing, "_families", lambda: frozenset({"Libertinus Serif"}))
    with pytest.raises(Refused) as caught:
        plan([("خطر", ["خطر"])], "ar")
    assert "no Arabic letters" in str(caught.value.message)  # in the language of who asked, not of the sheet
    assert plan([("Danger", ["Shouting"])])


@pytest.mark.parametrize("hostile", INJECTIONS)
def test_what_a_person_wrote_is_printed_as_it_stands_and_never_becomes_markup(hostile):
    pdf = plan([(hostile, [hostile, hostile])], title=hostile, reference=hostile)
    plain = re.sub(r"\s", "", words_of(pdf))
    assert plain.count(re.sub(r"\s", "", unicodedata.normalize("NFKC", hostile))) >= 4


def test_a_referral_on_paper_is_exactly_the_sheet_that_was_disclosed():
    paper = Paper(
        "Referral to Port Clinic", "", "From Lighthouse. Purpose: medical check.", [Pair("Need", "Back pain")]
    )
    said = words_of(printed.referral(paper, "2217 9030", "en"))
    for words in (paper.title, paper.opening, "Need", "Back pain", "2217 9030"):
        assert words in said


def test_a_form_that_is_not_translated_is_not_printed_in_a_mix_of_languages(monkeypatch):
    monkeypatch.setattr(printed, "exists_in", lambda language: language == "en")
    assert printed.languages() == (("en", "English"),)
    with pytest.raises(Refused, match="Use an interpreter"):
        printed.consent_form("Willow 4821", "Lighthouse", FILE, "ar")


def test_the_form_is_printed_in_the_language_asked_for_whatever_the_page_speaks():
    with translation.override("fr"):
        assert "What you agree to" in words_of(printed.consent_form("Willow 4821", "Lighthouse", FILE, "en"))


def test_the_code_on_a_sheet_is_the_same_for_a_file_and_another_for_each():
    assert printed.sheet_code(FILE) == printed.sheet_code(FILE)
    assert len({printed.sheet_code(uuid4()) for _ in range(200)}) == 200
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", printed.sheet_code(FILE))
    assert str(FILE)[:8] not in printed.sheet_code(FILE).lower()


def test_an_unknown_sheet_is_an_error_of_the_programme():
    with pytest.raises(LookupError):
        printing.render("../views", {}, "en")
