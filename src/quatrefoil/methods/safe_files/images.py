# SPDX-License-Identifier: Apache-2.0
"""Images decoded and drawn again, so that only what is seen remains: no camera, no place, no thumbnail, no second file.

The decoders are called by name instead of by trial, so that a file cannot choose one. Only the first frame is drawn.
What stands in the pixels themselves (a street sign, the noise of a sensor) stays.
"""

import io
import struct
import zlib
from typing import Final

from PIL import Image, ImageFilter, ImageOps
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from quatrefoil.methods.safe_files.report import MOST_PIXELS, FileRefused, Kind, Reason

LONGEST_EDGE: Final = 4000
PREVIEW_CELLS: Final = 20  # so few that nothing and nobody can be made out, however it is sharpened
PREVIEW_EDGE: Final = 240
JPEG_QUALITY: Final = 88
_GPS_DIRECTORY: Final = 0x8825  # Exif 2.32, table 4
_DECODERS: Final[dict[Kind, type[ImageFile]]] = {
    Kind.JPEG: JpegImageFile,
    Kind.PNG: PngImageFile,
    Kind.WEBP: WebPImageFile,
}
# Pillow's decoders raise all of these for files that are not what they say.
_FAULTS: Final = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    OverflowError,
    EOFError,
    struct.error,
    zlib.error,
)


def opened(data: bytes, kind: Kind) -> ImageFile:
    """The image with its size known and its pixels not yet decoded. Raises FileRefused."""
    try:
        image = _DECODERS[kind](io.BytesIO(data))
    except _FAULTS:
        raise FileRefused(Reason.BROKEN) from None
    if image.width * image.height > MOST_PIXELS:
        raise FileRefused(Reason.TOO_MANY_PIXELS)
    return image


def holds_location(image: ImageFile) -> bool:
    """Whether the camera wrote a position into the file."""
    try:
        return bool(image.getexif().get_ifd(_GPS_DIRECTORY)) or "GPSLatitude" in str(image.info.get("xmp", ""))
    except _FAULTS:
        return False


def redrawn(data: bytes, kind: Kind) -> bytes:
    """The image drawn again upright, at most 4000 pixels long: JPEG from JPEG, PNG from the others."""
    drawn = _drawn(data, kind, LONGEST_EDGE)
    return _encoded(drawn if drawn.mode == "RGB" or kind is not Kind.JPEG else drawn.convert("RGB"), kind)


def blurred(data: bytes, kind: Kind) -> bytes:
    """A JPEG of about 20 x 20 patches of colour: enough to tell a page of text from a photograph, and no more."""
    return blurred_image(_drawn(data, kind, PREVIEW_EDGE))


def blurred_image(drawn: Image.Image) -> bytes:
    """The same for an image that is already drawn."""
    flat = drawn.convert("RGB")
    flat.thumbnail((PREVIEW_CELLS, PREVIEW_CELLS), Image.Resampling.BOX)
    scale = PREVIEW_EDGE / max(flat.size)
    size = (max(1, round(flat.width * scale)), max(1, round(flat.height * scale)))
    return _encoded(flat.filter(ImageFilter.GaussianBlur(1)).resize(size), Kind.JPEG)


def _drawn(data: bytes, kind: Kind, longest_edge: int) -> Image.Image:
    image = opened(data, kind)
    try:
        # A JPEG can be decoded at a half, a quarter or an eighth: this saves the memory of a large one.
        image.draft("RGB", (longest_edge, longest_edge))
        upright = ImageOps.exif_transpose(_eight_bits(image))
    except _FAULTS:
        raise FileRefused(Reason.BROKEN) from None
    upright.thumbnail((longest_edge, longest_edge))
    # A new canvas, because Pillow carries a file's profiles, comments and texts along in the object.
    canvas = Image.new(upright.mode, upright.size)
    canvas.paste(upright)
    return canvas


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if image.mode in {"RGB", "L"}:
        return image
    has_transparency = image.mode in {"RGBA", "RGBa", "LA", "La", "PA"} or "transparency" in image.info
    return image.convert("RGBA" if has_transparency else "RGB")


def _encoded(image: Image.Image, kind: Kind) -> bytes:
    buffer = io.BytesIO()
    if kind is Kind.JPEG:
        image.save(buffer, "JPEG", quality=JPEG_QUALITY)
    else:
        image.save(buffer, "PNG")
    return buffer.getvalue()
