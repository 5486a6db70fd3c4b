# SPDX-License-Identifier: Apache-2.0
"""Files made for the tests: what people send, and what people send who mean harm."""

import io
import struct
import zipfile
import zlib

import pypdfium2 as pdfium
from PIL import Image

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MARKER = b"PLANTED-SECRET-51.5N-0.1W"


def picture(kind: str = "JPEG", size: tuple[int, int] = (120, 80), mode: str = "RGB", **options: object) -> bytes:
    """A picture that is red on its left half."""
    image = Image.new("RGB", size, "white")
    image.paste((200, 10, 10), (0, 0, size[0] // 2, size[1]))
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


def photograph_with_place(kind: str = "JPEG") -> bytes:
    """A photograph with a camera's name, a position, a comment and a rotation of a quarter turn."""
    exif = Image.Exif()
    exif[0x010F] = MARKER.decode()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    return picture(kind, exif=exif.tobytes(), comment=MARKER)  # only JPEG has comments; the others leave it out


def zip_of(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, **more: bytes | str) -> bytes:
    """A Word document with this XML in its body."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{WORD_NAMESPACE}"><w:body>{body}</w:body></w:document>'
    return zip_of({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document, **more})


def paragraph(text: str) -> str:
    """One paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def png_that_claims(width: int, height: int) -> bytes:
    """A tiny PNG that says it is huge."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pdf(extra: str = "", trailer: str = "", pages: int = 1, size: str = "0 0 200 300") -> bytes:
    """A PDF of empty pages, with more in its catalogue or its trailer. The reader mends the missing table."""
    kids = " ".join(f"{number + 10} 0 R" for number in range(pages))
    objects = [
        f"1 0 obj<</Type/Catalog/Pages 2 0 R {extra}>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}>>endobj",
    ]
    objects += [f"{n + 10} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{size}]>>endobj" for n in range(pages)]
    body = "%PDF-1.7\n" + "\n".join(objects)
    return f"{body}\ntrailer<</Root 1 0 R {trailer}>>\n%%EOF\n".encode()


def pdf_with_script() -> bytes:
    """A PDF that runs a script when it is opened."""
    return pdf(f"/OpenAction<</S/JavaScript/JS(app.alert\\('{MARKER.decode()}'\\))>>")


def pdf_with_password() -> bytes:
    """A PDF that asks for a password."""
    text = "41" * 32
    return pdf(trailer=f"/ID[<{text}><{text}>]/Encrypt<</Filter/Standard/V 1/R 2/O<{text}>/U<{text}>/P -4>>")


def pages_of(data: bytes) -> list[Image.Image]:
    """The pages of a PDF as images."""
    document = pdfium.PdfDocument(data)
    images = [page.render(scale=0.5).to_pil() for page in document]
    document.close()
    return images
