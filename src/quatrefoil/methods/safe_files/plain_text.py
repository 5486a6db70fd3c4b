# SPDX-License-Identifier: Apache-2.0
"""Plain text: read strictly, and shown with what would hide or turn its letters made visible."""

import codecs
import re
import unicodedata
from typing import Final

from quatrefoil.methods.safe_files.report import FileRefused, Reason

# Direction overrides, embeddings and isolates, invisible characters, and tag characters. The plain direction marks and the joiners
# stay: Arabic, Persian and many others need them.
_HIDDEN: Final = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200b\u2060-\u2064\u00ad\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str:
    """UTF-8, or UTF-16 with its mark. Raises FileRefused for other encodings and for control characters."""
    encoding, body = next(
        ((name, data[len(mark) :]) for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), ("utf-8", data)
    )
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        raise FileRefused(Reason.UNKNOWN_KIND) from None
    if _CONTROL.search(text):
        raise FileRefused(Reason.UNKNOWN_KIND)
    return text


def hides_something(text: str) -> bool:
    """Whether the text holds marks that turn or hide what is read."""
    return _HIDDEN.search(text) is not None


def written_out(text: str) -> str:
    """The text with every mark that turns or hides what is read written out, such as ⟦U+202E⟧."""
    return _HIDDEN.sub(lambda mark: f"\u27e6U+{ord(mark[0]):04X}\u27e7", text)


def normalised(text: str) -> str:
    """NFC, line feeds, and every hidden mark written out, such as ⟦U+202E⟧."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return written_out(lines)
