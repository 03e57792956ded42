"""How a file is sent to a browser."""

from collections.abc import Collection

from django.http import HttpResponse
from django.utils.http import content_disposition_header


IMAGES = frozenset({"image/jpeg", "image/png"})


def file_response(content: bytes, *, name: str, media_type: str, shown: Collection[str] = ()) -> HttpResponse:
    """Answer with a file that a stranger sent: shown in the page where its kind is among `shown`, else downloaded as plain bytes.

    Every file leaves under a policy that lets nothing in it run: the middleware sees to it.
    """
    is_shown = media_type in shown
    headers = {"Content-Disposition": content_disposition_header(not is_shown, name)}
    return HttpResponse(content, content_type=media_type if is_shown else "application/octet-stream", headers=headers)
