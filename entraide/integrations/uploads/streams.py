"""How files arrive: in memory, so that nothing lies unencrypted on a disk, and never more than a request may hold."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from entraide.integrations.uploads.refusals import MEGABYTE


MOST_KEPT = 25 * MEGABYTE
"""A file above this is counted and dropped: its form says that it is too big, and all that was typed stays."""
MOST_READ = 64 * MEGABYTE
"""A request above this is read no further, whatever length it announced."""


class BoundedUpload(FileUploadHandler):
    """Take the files of a request within these bounds; a file that was dropped comes empty, with the size that it had."""

    read = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.held, self.size = io.BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take the next bytes.

        :raises StopUpload: once the request holds more than may be read.
        """
        self.size += len(raw_data)
        self.read += len(raw_data)
        if self.size > MOST_KEPT:
            self.held = io.BytesIO()
        else:
            self.held.write(raw_data)
        if self.read > MOST_READ:
            self.request.cut_upload = self._file(io.BytesIO())
            raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Give the file."""
        self.held.seek(0)
        return self._file(self.held)

    def _file(self, held: io.BytesIO) -> InMemoryUploadedFile:
        return InMemoryUploadedFile(held, self.field_name, self.file_name, self.content_type, self.size, self.charset)


def name_cut_upload(request: HttpRequest) -> None:
    """Put the file that was cut back among those of its request, empty: its form says that it is too big.

    Its size is what the request announced, in whole megabytes: the form around it takes some hundred bytes. It is never less than was read.
    """
    if request.method == "POST":
        request.POST  # noqa: B018 reading the form is what reads the files
        cut: UploadedFile | None = getattr(request, "cut_upload", None)
        if cut is not None:
            announced = request.META.get("CONTENT_LENGTH") or ""
            cut.size = max(cut.size, int(announced) // MEGABYTE * MEGABYTE if announced.isdecimal() else 0)
            request.FILES.appendlist(cut.field_name, cut)
