# SPDX-License-Identifier: Apache-2.0
"""What people open instead of the original, which stays sealed and untouched."""

from typing import Final

from quatrefoil.methods.safe_files import archives, images, pages, plain_text
from quatrefoil.methods.safe_files.report import FileRefused, Kind, Reason

STRIPPED_MIME: Final = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/png",
    Kind.PDF: "application/pdf",
    Kind.TEXT: "text/plain; charset=utf-8",
    Kind.WORD: "text/plain; charset=utf-8",
}
PREVIEW_MIME: Final = "image/jpeg"


def stripped_copy(data: bytes, kind: Kind) -> bytes:
    """The file made anew from what is seen in it; `STRIPPED_MIME` tells its type.

    Images and PDF pages are drawn again; text and Word documents become normalised text. Raises FileRefused: for
    recordings with CANNOT_BE_SHOWN, for others with what is wrong with them.
    """
    if kind in {Kind.JPEG, Kind.PNG, Kind.WEBP}:
        return images.redrawn(data, kind)
    if kind is Kind.PDF:
        return pages.redrawn(data)
    if kind is Kind.TEXT:
        return plain_text.normalised(plain_text.decode(data)).encode()
    if kind is Kind.WORD:
        return plain_text.normalised(archives.text_of_word(data)).encode()
    raise FileRefused(Reason.CANNOT_BE_SHOWN)


def blurred_preview(data: bytes, kind: Kind) -> bytes:
    """A small JPEG in which nothing can be made out, for images and PDFs. Raises FileRefused."""
    if kind in {Kind.JPEG, Kind.PNG, Kind.WEBP}:
        return images.blurred(data, kind)
    if kind is Kind.PDF:
        return pages.blurred(data)
    raise FileRefused(Reason.CANNOT_BE_SHOWN)
