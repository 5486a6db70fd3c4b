# SPDX-License-Identifier: Apache-2.0
"""Files that somebody adds: sealed in memory at once, so that afterwards this process cannot open them either."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from quatrefoil.foundation.exchange import letterbox
from quatrefoil.foundation.exchange.sealed_forms import OriginalFile
from quatrefoil.methods.receipts import Receipt
from quatrefoil.methods.safe_files.names import safe_name
from quatrefoil.public import floods
from quatrefoil.public.pages import body_size
from quatrefoil.public.tokens import KeptFile

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_FILES: Final = 10
MOST_BYTES: Final = 25_000_000  # together; the seal of one file holds 25 MiB with its name


@dataclass(frozen=True, slots=True)
class Added:
    """The files of the form now, and what to say about those that were not kept."""

    files: tuple[KeptFile, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRow:
    """A kept file as the page shows it."""

    id: str
    name: str
    size: str


def rows(files: Iterable[KeptFile]) -> tuple[FileRow, ...]:
    """Files for the page."""
    return tuple(FileRow(str(each.id), each.name, filesizeformat(each.size)) for each in files)


def add(request: HttpRequest, receipt: Receipt, nonce: bytes, kept: tuple[KeptFile, ...]) -> Added:
    """Seal and keep what was uploaded with this request, as far as it fits."""
    uploads = request.FILES.getlist("files")
    if not uploads:
        return Added(kept, (_too_much(),) if _was_dropped(request) else ())
    files, problems = list(kept), []
    for upload in uploads:
        problem = _problem(upload, files)
        if problem:
            problems.append(problem)
        else:
            _keep(upload, receipt, nonce, files)
    return Added(tuple(files), tuple(problems))


def _keep(upload: "UploadedFile[bytes]", receipt: Receipt, nonce: bytes, files: list[KeptFile]) -> None:
    name = safe_name(upload.name or "")
    found = letterbox.put_file(receipt, OriginalFile(name, upload.read()), len(files), nonce)
    if all(each.id != found for each in files):
        files.append(KeptFile(found, upload.size or 0, name))


def _problem(upload: "UploadedFile[bytes]", files: list[KeptFile]) -> str:
    size, name = upload.size or 0, safe_name(upload.name or "")
    if not size:
        return _("%(name)s is empty. It was not added.") % {"name": name}
    if len(files) >= MOST_FILES:
        return _("%(name)s was not added: %(most)s files fit. Send the rest afterwards, with your number.") % {
            "name": name,
            "most": MOST_FILES,
        }
    if size + sum(each.size for each in files) > MOST_BYTES:
        return _too_much()
    if floods.UPLOAD_BYTES.is_over(size):
        return _(
            "So many files arrive now that this one has to wait. Send your words first; add the file with your number."
        )
    return ""


def _too_much() -> str:
    return _("Files of more than 25 MB together do not fit. Nothing of them was kept. What you wrote is still here.")


def _was_dropped(request: HttpRequest) -> bool:
    """A body above the limit arrives without its files: they are not read into memory."""
    is_form = (request.content_type or "").startswith("multipart/")
    return is_form and body_size(request) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
