# SPDX-License-Identifier: Apache-2.0
"""PDF: every page drawn as an image and bound again, so that scripts, links, attachments and hidden layers stay behind."""

import io
import re
from typing import Final

import pypdfium2 as pdfium
from PIL import Image

from quatrefoil.methods.safe_files.images import JPEG_QUALITY, blurred_image
from quatrefoil.methods.safe_files.report import MOST_PAGES, FileRefused, Reason

LONGEST_EDGE: Final = 2000
HIGHEST_SCALE: Final = 2.0  # 144 dots an inch
_PASSWORD_NEEDED: Final = 4  # FPDF_ERR_PASSWORD
_ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|OpenAction|AA|XFA|RichMedia|SubmitForm|ImportData|GoToR|GoToE)\b"
)
_STREAM: Final = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")


def opened(data: bytes) -> pdfium.PdfDocument:
    """The document, if it opens without a password and has 1 to 200 pages. Raises FileRefused."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        is_locked = getattr(fault, "err_code", None) == _PASSWORD_NEEDED
        raise FileRefused(Reason.ENCRYPTED if is_locked else Reason.BROKEN) from None
    if len(document) == 0:
        raise FileRefused(Reason.BROKEN)
    if len(document) > MOST_PAGES:
        raise FileRefused(Reason.TOO_MANY_PAGES)
    return document


def has_active_content(data: bytes) -> bool:
    """Whether scripts, actions or attachments can be seen in the file. Compressed parts can hide them: a sign, no proof."""
    # Compressed streams are left out: by chance alone one in a few large ones would hold "/JS".
    outside = _STREAM.sub(b"", data)
    plain = _ESCAPED.sub(lambda escape: bytes([int(escape[1], 16)]), outside)
    return _ACTIVE.search(plain) is not None


def redrawn(data: bytes) -> bytes:
    """A new PDF that holds one image for each page and nothing else. Words can no longer be searched in it."""
    source, bound = opened(data), pdfium.PdfDocument.new()
    try:
        for number in range(len(source)):
            _bind(bound, _drawn(source, number))
        buffer = io.BytesIO()
        bound.save(buffer)
    except pdfium.PdfiumError:
        raise FileRefused(Reason.BROKEN) from None
    finally:
        bound.close()
        source.close()
    return buffer.getvalue()


def blurred(data: bytes) -> bytes:
    """A blurred JPEG of the first page."""
    source = opened(data)
    try:
        return blurred_image(_drawn(source, 0))
    except pdfium.PdfiumError:
        raise FileRefused(Reason.BROKEN) from None
    finally:
        source.close()


def _drawn(document: pdfium.PdfDocument, number: int) -> Image.Image:
    page = document[number]
    longest = max(page.get_size())
    if longest <= 0:
        raise FileRefused(Reason.BROKEN)
    bitmap = page.render(scale=min(HIGHEST_SCALE, LONGEST_EDGE / longest), may_draw_forms=False)
    image: Image.Image = bitmap.to_pil().convert("RGB")
    page.close()
    return image


def _bind(document: pdfium.PdfDocument, image: Image.Image) -> None:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY)
    width, height = image.width / HIGHEST_SCALE, image.height / HIGHEST_SCALE
    page = document.new_page(width, height)
    picture = pdfium.PdfImage.new(document)
    picture.load_jpeg(buffer, inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
    page.insert_obj(picture)
    page.gen_content()
    page.close()
