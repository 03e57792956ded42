"""What a document is by its first bytes, what its name claims, and what hides behind it."""

import re
from enum import StrEnum
from pathlib import PurePath
from unicodedata import category


class Kind(StrEnum):
    """The kinds accepted; the value is the media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"
    PDF = "application/pdf"


KIND_NAMES = {Kind.JPEG: "une photo JPEG", Kind.PNG: "une image PNG", Kind.HEIC: "une photo HEIC", Kind.PDF: "un PDF"}

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_IMAGE_EXTENSIONS = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".heic", ".heif", ".hif"})
_OTHER_EXTENSIONS = frozenset(
    {".html", ".htm", ".xhtml", ".svg", ".xml", ".js", ".php", ".exe", ".com", ".bat", ".cmd", ".msi", ".scr", ".jar", ".apk"}
    | {".zip", ".rar", ".7z", ".gz", ".tar", ".doc", ".docx", ".xls", ".xlsx", ".xlsm", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".rtf"}
    | {".txt", ".csv", ".eml", ".msg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".avif", ".mp4", ".mov", ".mp3", ".wav"}
)
_REFUSED_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "uploads.archive", ""),
    (b"PK\x05\x06", "uploads.archive", ""),
    (b"Rar!", "uploads.archive", ""),
    (b"7z\xbc\xaf", "uploads.archive", ""),
    (b"\x1f\x8b", "uploads.archive", ""),
    (b"\xd0\xcf\x11\xe0", "uploads.office", ""),
    (b"{\\rtf", "uploads.office", ""),
    (b"GIF8", "uploads.other_image", "GIF"),
    (b"BM", "uploads.other_image", "BMP"),
    (b"II*\x00", "uploads.other_image", "TIFF"),
    (b"MM\x00*", "uploads.other_image", "TIFF"),
)
_MARKUP_STARTS = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<body", b"<head", b"<!--", b"<?php")
_MARKUP_AT_EDGE = re.compile(rb"<(?:script|html|svg|\?php|!doctype)[\s>/]", re.IGNORECASE)
# A mark, then text or the end: in megabytes of compressed points, five bytes alone come by chance.
_MARKUP_INSIDE = re.compile(_MARKUP_AT_EDGE.pattern + rb"(?:[\t\n\r -~]{8}|[\t\n\r -~]*\Z)", re.IGNORECASE)
_OFFICE_PARTS = (b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 66_000


def kind_of(content: bytes) -> Kind | None:
    """Tell the kind by the first bytes alone; None when it is not one of those accepted."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS and b"avif" not in content[8:40]:
        return Kind.HEIC
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:5] == b"%PDF-":
        return Kind.PDF
    return None


def why_refused(content: bytes) -> tuple[str, dict[str, str]]:
    """Name the refusal that helps most for a content that is no accepted kind."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:10].lower().startswith(_MARKUP_STARTS):
        return "uploads.markup", {}
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "uploads.other_image", {"kind": "WebP"}
    if content[4:8] == b"ftyp" and b"avif" in content[8:40]:
        return "uploads.other_image", {"kind": "AVIF"}
    for start, code, kind in _REFUSED_STARTS:
        if content.startswith(start):
            if code == "uploads.archive" and any(part in content[:4_000] for part in _OFFICE_PARTS):
                return "uploads.office", {}
            return code, {"kind": kind} if kind else {}
    return "uploads.unknown", {}


def lying_extension(declared_name: str, kind: Kind) -> str | None:
    """Give the extension of a name that claims another family of files; photographs may claim each other's, telephones do."""
    extension = PurePath(declared_name.replace("\\", "/")).suffix.lower()
    if extension in _OTHER_EXTENSIONS:
        return extension
    claims_pdf, claims_image = extension == ".pdf", extension in _IMAGE_EXTENSIONS
    return extension if (claims_pdf and kind is not Kind.PDF) or (claims_image and kind is Kind.PDF) else None


def is_polyglot(content: bytes, kind: Kind) -> bool:
    """Tell whether an archive, a page or a PDF hides in a file of another kind."""
    if _ZIP_END in content[-_ZIP_TAIL:] and b"PK\x03\x04" in content:
        return True
    if kind is Kind.PDF:
        end = content.rfind(b"%%EOF")
        edges = content[:1_024] + (content[end:] if end != -1 else b"")
        return _MARKUP_AT_EDGE.search(edges) is not None
    return b"%pdf-" in content[:1_024].lower() or _MARKUP_INSIDE.search(content) is not None


def trick_in_name(declared_name: str) -> bool:
    """Tell whether a name holds a folder, a control character, or a sign that turns the direction of what follows."""
    return any(letter in "/\\" or category(letter) == "Cc" or letter in _TURNING for letter in declared_name)
