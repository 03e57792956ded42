"""ClamAV's daemon is asked where a setting names it; what it has not scanned is never taken."""

from threading import Event

import pytest

from entraide.integrations.uploads.antivirus import NoAntivirus, scan, version_of
from entraide.integrations.uploads.inspection import inspect_upload
from entraide.integrations.uploads.refusals import RefusedUpload
from tests.integrations.uploads.daemon import VIRUS, clamd
from tests.integrations.uploads.samples import EICAR, jpeg_with, page, saved, segment


def refusal_of(content: bytes, address: str, seconds: float = 5) -> str:
    with pytest.raises(RefusedUpload) as refused:
        scan(content, address, seconds=seconds)
    return refused.value.code


def test_a_file_that_the_daemon_finds_clean_is_taken_whatever_its_length():
    with clamd() as address:
        for content in (b"x", b"x" * 65_536, b"x" * 3_000_001):
            scan(content, address)


def test_the_daemon_is_asked_over_a_unix_socket_too(tmp_path):
    with clamd(path=str(tmp_path / "clamd.ctl")) as address:
        scan(b"x", address)
        assert refusal_of(VIRUS, address) == "uploads.infected"


def test_a_virus_is_found_across_two_pieces():
    with clamd() as address:
        assert refusal_of(b"x" * 65_530 + VIRUS, address) == "uploads.infected"


def test_what_the_daemon_has_not_scanned_is_refused():
    told = Event()
    with clamd(most=1_000) as address:
        assert refusal_of(b"x" * 9_000_000, address) == "uploads.unscanned"
    assert refusal_of(b"x", address) == "uploads.unscanned"
    with clamd("mumbling") as address:
        assert refusal_of(b"x", address) == "uploads.unscanned"
    with clamd("silent", until_told=told) as address:
        assert refusal_of(b"x", address, seconds=0.3) == "uploads.unscanned"
    for nowhere in ("unix:/nowhere/clamd.ctl", "no port", "127.0.0.1:99999"):
        assert refusal_of(b"x", nowhere) == "uploads.unscanned"


def test_without_a_daemon_the_test_file_of_antivirus_programs_alone_is_known():
    assert refusal_of(b"x" + EICAR, "") == "uploads.infected"
    scan(VIRUS, "")


def test_an_upload_is_scanned_as_it_came_before_it_is_opened():
    photo = jpeg_with(segment(0xFE, VIRUS))
    with clamd() as address:
        with pytest.raises(RefusedUpload, match="virus"):
            inspect_upload(photo, "photo.jpg", antivirus=address)
        assert inspect_upload(saved(page()), "photo.jpg", antivirus=address).pages == 1
    assert VIRUS not in inspect_upload(photo, "photo.jpg").content


def test_the_daemon_tells_its_version():
    with clamd() as address:
        assert version_of(address).startswith("ClamAV 1.4.6/27450")
    with pytest.raises(NoAntivirus):
        version_of(address)
