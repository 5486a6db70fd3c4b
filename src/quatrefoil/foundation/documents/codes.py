# SPDX-License-Identifier: Apache-2.0
"""The words of documents: what they are, how far they are, what speaks against a file, why one is opened or discarded."""

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quatrefoil.methods.safe_files.report import LARGEST_FILE, Kind, Reason

__all__ = ["LARGEST_FILE", "Kind", "Reason"]


class Category(models.TextChoices):
    """What a document is, as far as a list may say it."""

    CONSENT_FORM = "consent_form", _("Signed consent form")
    LETTER = "letter", _("Letter")
    IDENTITY = "identity", _("Identity paper")
    PHOTO = "photo", _("Photograph")
    MEDICAL = "medical", _("Medical paper")
    OTHER = "other", _("Other")


class State(models.TextChoices):
    """How far a document is. The original is sealed in every state."""

    CHECKING = "checking", _("Being checked")
    QUARANTINE = "quarantine", _("In quarantine")
    CLEAN = "clean", _("Can be opened")
    REFUSED = "refused", _("Cannot be shown")
    ORIGINAL_ONLY = "original", _("Kept, not shown")
    DISCARDED = "discarded", _("Discarded")


class Copy(models.TextChoices):
    """What a content is: the evidence, or what was made from it."""

    ORIGINAL = "original", _("Original")
    STRIPPED = "stripped", _("Copy without hidden data")
    PREVIEW = "preview", _("Blurred preview")


class DiscardReason(models.TextChoices):
    """Why a document is taken out of a file."""

    DUPLICATE = "duplicate", _("It is there twice")
    NOT_THIS_PERSON = "not_this_person", _("It is about somebody else")
    PERSON_ASKED = "person_asked", _("The person asked for it")
    UNSAFE = "unsafe", _("Keeping it puts somebody in danger")
    NOT_NEEDED = "not_needed", _("It is not needed for the help")


# In these cases keeping the original would be the wrong that is to be mended.
DESTROYS_ORIGINAL: Final = frozenset({DiscardReason.NOT_THIS_PERSON, DiscardReason.PERSON_ASKED, DiscardReason.UNSAFE})


class OriginalGround(models.TextChoices):
    """For what an untouched original may leave."""

    COURT = "court", _("Evidence asked for by a court or prosecutor, after counsel's review")
    PERSON = "person", _("The person wants their own original back")
    ABUSE_AUTHORITY = "abuse_authority", _("The body that the law names takes over suspected child-abuse material")


# What a copy is, by the kind of its original (methods.safe_files.stripping makes it; importing that loads the parsers).
COPY_MIME: Final[dict[str, str]] = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/png",
    Kind.PDF: "application/pdf",
    Kind.TEXT: "text/plain; charset=utf-8",
    Kind.WORD: "text/plain; charset=utf-8",
}
SUFFIX: Final[dict[str, str]] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/pdf": "pdf",
    "text/plain; charset=utf-8": "txt",
}
IMAGES: Final = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
WITH_PREVIEW: Final = IMAGES | {Kind.PDF}

TIMED_OUT, OUT_OF_MEMORY, CRASHED, TOO_MUCH_OUTPUT = "timed_out", "out_of_memory", "crashed", "too_much_output"
WHY: Final[dict[str, Promise]] = {
    Reason.EMPTY: _("The file is empty."),
    Reason.TOO_LARGE: _("The file is larger than 25 MB."),
    Reason.UNKNOWN_KIND: _("This kind of file cannot be shown safely. Pictures, PDF, Word and plain text can."),
    Reason.PROGRAM: _("The file is a program, whatever its name says. It is never run or shown."),
    Reason.CANNOT_BE_SHOWN: _("Films and some phone pictures cannot be shown safely. Ask for a JPEG picture."),
    Reason.ENCRYPTED: _("The file is locked with a password. Ask for it without one."),
    Reason.BROKEN: _("The file is damaged. Ask for it again."),
    Reason.TOO_MANY_PIXELS: _("The picture is too large to be drawn safely. Ask for a smaller one."),
    Reason.TOO_MANY_PAGES: _("The document has more than 200 pages. Ask for it in parts."),
    Reason.ARCHIVE_BOMB: _("The file unpacks to far more than it seems. That is how attacks are made."),
    Reason.TRAILING_DATA: _("Something else is hidden behind the end of the file."),
    Reason.ARCHIVE_INSIDE: _("Another archive is hidden in the file."),
    Reason.ACTIVE_CONTENT: _("The file holds something that wants to run. The copy does not hold it."),
    Reason.HIDDEN_MARKS: _("The text holds invisible characters. The copy does not hold them."),
    Reason.NAME_DISAGREES: _("The name says one kind of file and the content is another."),
    Reason.LOCATION_INSIDE: _("The camera wrote the place into the picture. The copy does not hold it."),
    TIMED_OUT: _("Checking the file took too long. That is how attacks are made, or the file is damaged."),
    OUT_OF_MEMORY: _("Drawing the file would need more memory than allowed. Ask for a smaller one."),
    CRASHED: _("The file broke the program that reads it. Treat it as hostile."),
    TOO_MUCH_OUTPUT: _("The copy would be larger than allowed. Ask for the file in parts."),
}
KEPT: Final = _("The original is kept sealed and untouched; nothing is lost.")
RECORDING: Final = _("A recording is kept sealed and untouched. It cannot be played here.")

# SAFETY 18: the legal route. Which body it is differs by country, so the page does not name one.
LEGAL_ROUTE: Final = _(
    "Nobody here opens, copies or sends this any more, not even to prove it: in most countries that is an offence, for "
    "helpers too. The original stays sealed. Your supervisor has been told, and asks the body that the law of your "
    "country names for this to take it over. Talk with somebody about what you saw; you need not carry it alone."
)

# House rule, not law: after so many distressing documents in one day somebody else looks, or it waits until tomorrow.
MOST_DISTRESSING_A_DAY: Final = 12
