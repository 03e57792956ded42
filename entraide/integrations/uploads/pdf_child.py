"""The confined child that opens a PDF, looks into all its objects, and rewrites it without properties or actions."""

import io
import json
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from entraide.integrations.confinement import serve


_DAMAGE = (pikepdf.PdfError, ValueError, RuntimeError, TypeError, KeyError, IndexError, AttributeError)
_ACTIONS = frozenset({"/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/RichMediaExecute", "/Movie", "/Sound"})
_HARMLESS_ADDRESSES = ("http:", "https:", "mailto:", "tel:")
_ATTACHMENTS = frozenset({"/FileAttachment", "/RichMedia", "/3D", "/Screen"})
_LEFT_OUT = {"/Metadata", "/PieceInfo", "/OpenAction", "/AA", "/Thumb"}
_REFUSED_KEYS = {
    "/JS": "uploads.pdf_script",
    "/JavaScript": "uploads.pdf_script",
    "/EmbeddedFiles": "uploads.pdf_embedded",
    "/EF": "uploads.pdf_embedded",
    "/XFA": "uploads.pdf_form",
    "/Collection": "uploads.pdf_embedded",
}
_MOST_DECODED = 400_000_000
"""What the streams of a file may hold once decoded: 30 pages scanned in grey at 300 points an inch hold 260 MB."""
_PIECE = 65_536


def read(argument: str, content: bytes) -> bytes:
    """Answer a line of JSON, then the cleaned PDF; or the code of the refusal alone."""
    limits = json.loads(argument)
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return _rewritten(document, limits["max_pages"])
    except pikepdf.PasswordError:
        return _refused("uploads.pdf_locked")
    except _DAMAGE as error:
        if "alloc" in str(error):
            raise MemoryError from error
        return _refused("uploads.damaged")


def _rewritten(document: pikepdf.Pdf, max_pages: int) -> bytes:
    if document.is_encrypted:
        return _refused("uploads.pdf_locked")
    pages = len(document.pages)
    if not pages:
        return _refused("uploads.no_page")
    if pages > max_pages:
        return _refused("uploads.too_many_pages", pages=pages, limit=max_pages)
    code = next(filter(None, (_refusal_of(one) for one in _dictionaries(document))), None)
    if code or _swells(document):
        return _refused(code or "uploads.too_heavy")
    content = _cleaned(document)
    # What is kept must open again for whoever reads it; else it is damaged beyond what was repaired.
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as kept:
        answer = {"media_type": "application/pdf", "pages": len(kept.pages), "width": None, "height": None, "findings": []}
    return json.dumps(answer).encode() + b"\n" + content


def _cleaned(document: pikepdf.Pdf) -> bytes:
    for one in _dictionaries(document):
        for key in _LEFT_OUT & set(one.keys()):
            del one[key]
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    # A file that lost its end has lost this too; its true value is written as it is saved, but only where it is asked for.
    document.trailer.Size = 1
    output = io.BytesIO()
    document.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return output.getvalue()


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Give every dictionary of the file, those of old revisions and those inside others included."""
    for one in document.objects:
        waiting = [one]
        while waiting:
            found = waiting.pop()
            if isinstance(found, pikepdf.Array):
                waiting.extend(_direct(list(found)))
            elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
                yield found
                waiting.extend(_direct([value for _, value in found.items()]))


def _direct(values: list[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _refusal_of(found: pikepdf.Object) -> str | None:
    code = next((code for key, code in _REFUSED_KEYS.items() if key in found), None)
    if code:
        return code
    action, kind, subtype = (str(found.get(key, "")) for key in ("/S", "/Type", "/Subtype"))
    if action == "/JavaScript":
        return "uploads.pdf_script"
    if action in _ACTIONS or (action == "/URI" and not _is_harmless(str(found.get("/URI", "")))):
        return "uploads.pdf_action"
    if isinstance(found, pikepdf.Stream) and "/F" in found:
        return "uploads.pdf_embedded"
    if kind == "/EmbeddedFile" or subtype in _ATTACHMENTS:
        return "uploads.pdf_embedded"
    return None


def _is_harmless(address: str) -> bool:
    """Tell whether an address opens a page, a letter or a call; one without a scheme is taken for a page's."""
    return address.strip().lower().startswith(_HARMLESS_ADDRESSES) or ":" not in address


def _swells(document: pikepdf.Pdf) -> bool:
    """Tell whether the streams hold more once decoded than a page may want, whoever decodes them."""
    left = _MOST_DECODED
    for one in document.objects:
        if isinstance(one, pikepdf.Stream) and "/Filter" in one:
            left -= _decoded_size(one, left)
            if left <= 0:
                return True
    return False


def _decoded_size(stream: pikepdf.Stream, most: int) -> int:
    """Measure a stream, up to a size: a compressed one piece by piece, lest a bomb go off; codecs of images are left closed."""
    filters = [str(name) for name in (stream.Filter if isinstance(stream.Filter, pikepdf.Array) else [stream.Filter])]
    if filters[:1] != ["/FlateDecode"] or "/FlateDecode" in filters[1:]:
        try:
            return len(stream.read_bytes(pikepdf.StreamDecodeLevel.specialized))
        except pikepdf.PdfError as error:
            return most if "alloc" in str(error) else 0
    inflating, waiting, size = zlib.decompressobj(), stream.read_raw_bytes(), 0
    try:
        while waiting and size < most and not inflating.eof:
            size += len(inflating.decompress(waiting, _PIECE))
            waiting = inflating.unconsumed_tail
    except zlib.error:
        return size
    return size


def _refused(code: str, **params: int) -> bytes:
    return json.dumps({"refusal": code, "params": params}).encode()


if __name__ == "__main__":
    serve(read)
