"""Files come in within bounds, whatever is announced, and leave under a guard."""

import io

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from entraide.config.middleware import FileMiddleware
from entraide.integrations.uploads.streams import MOST_KEPT, MOST_READ, name_cut_upload
from tests.integrations.uploads.samples import page, saved


HEAD = (
    b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\nce qui est tape\r\n'
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
)


class Endless:
    """A stream that begins as a form and then never ends; it counts what is read of it."""

    def __init__(self) -> None:
        self.head, self.read_bytes = io.BytesIO(HEAD), 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "somebody reads to the end of a stream that has none"
        found = self.head.read(size)
        found += b"\0" * (size - len(found))
        self.read_bytes += len(found)
        return found

    def readline(self, *size: int) -> bytes:
        raise AssertionError("a form is read in pieces")


def seen_by_a_view(request):
    """Run the middleware before a view that tells what it saw."""

    def view(found):
        files = {name: [(file.name, file.size, len(file.read())) for file in found.FILES.getlist(name)] for name in found.FILES}
        return files, found.POST.dict(), HttpResponse()

    middleware = FileMiddleware(lambda found: seen.append(view(found)) or HttpResponse())
    seen: list = []
    middleware(request)
    return seen[0][:2]


def endless_request(stream, length: int):
    return RequestFactory().generic(
        "POST", "/", **{"wsgi.input": stream, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    )


def test_an_endless_stream_is_cut_and_what_was_typed_is_kept():
    stream = Endless()
    files, typed = seen_by_a_view(endless_request(stream, 10**13))
    ((name, size, held),) = files["file"]
    assert typed == {"code": "ce qui est tape"}
    assert (name, size, held) == ("photo.jpg", 10**13, 0)
    assert stream.read_bytes < MOST_READ + 1_000_000


def test_a_file_too_big_to_be_kept_is_counted_and_what_follows_it_is_read():
    request = RequestFactory().post("/", {"before": "1", "file": SimpleUploadedFile("a.jpg", b"\0" * (MOST_KEPT + 1)), "after": "2"})
    files, typed = seen_by_a_view(request)
    assert files["file"] == [("a.jpg", MOST_KEPT + 1, 0)]
    assert typed == {"before": "1", "after": "2"}


@pytest.mark.parametrize("announced", [0, 1_000])
def test_a_file_that_is_cut_is_never_said_smaller_than_what_was_read(announced):
    cut = InMemoryUploadedFile(io.BytesIO(), "file", "a.jpg", "image/jpeg", MOST_READ + 1, None)
    request = RequestFactory().post("/", {"before": "1"})
    request.META["CONTENT_LENGTH"], request.cut_upload = str(announced or ""), cut
    name_cut_upload(request)
    assert request.FILES["file"].size == MOST_READ + 1


def test_files_within_bounds_come_whole_and_stay_in_memory():
    content = saved(page())
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.jpg", content), "other": SimpleUploadedFile("b.jpg", b"x")})
    assert seen_by_a_view(request)[0] == {"file": [("a.jpg", len(content), len(content))], "other": [("b.jpg", 1, 1)]}
    assert not any(hasattr(file, "temporary_file_path") for file in request.FILES.values())


def test_a_length_that_lies_and_a_form_that_breaks_off_are_no_fault_of_ours():
    for body in (HEAD, HEAD + b"\xff\xd8", b"--x\r\n", b""):
        answer = Client().request(**endless_request(io.BytesIO(body), 10**9).environ)
        assert answer.status_code in (400, 405)


@pytest.mark.parametrize("part", ["fields", "files"])
def test_thousands_of_fields_or_files_are_refused(part):
    parts = {f"{part}-{number}": "1" if part == "fields" else SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(1_500)}
    assert Client().post("/", parts).status_code == 400
