"""The messages that a demonstration wrote to files instead of sending them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from entraide.ui.lists import page_of


# What Django's file backend writes between the messages of one file.
BETWEEN = b"-" * 79 + b"\n"
PER_PAGE = 20
AT_MOST = 200


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as it would have been read."""

    subject: str
    recipient: str
    at: datetime | None
    body: str


def read_message(written: bytes) -> SentMessage:
    """Read one message of a file."""
    message = message_from_bytes(written, policy=policy.default)
    text = message.get_body(preferencelist=("plain",))
    at = parsedate_to_datetime(message["Date"]) if message["Date"] else None
    if at is not None and timezone.is_naive(at):
        # Mail says "-0000" of an instant whose zone it hides: the instant is in UTC.
        at = at.replace(tzinfo=UTC)
    return SentMessage(str(message["Subject"] or "Sans objet"), str(message["To"] or ""), at, text.get_content() if text else "")


def sent(folder: Path) -> Iterator[SentMessage]:
    """Give the messages of a folder, the last ones first."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:AT_MOST]
    for path in files:
        for written in reversed([part for part in path.read_bytes().split(BETWEEN) if part.strip()]):
            yield read_message(written)


@login_not_required
@require_safe
def sent_messages(request: HttpRequest) -> HttpResponse:
    """List what the demonstration would have sent; elsewhere this page does not exist."""
    if not settings.ENTRAIDE_DEMONSTRATION:
        raise Http404
    page = page_of(request, list(sent(Path(settings.EMAIL_FILE_PATH))), size=PER_PAGE)
    return render(request, "public/sent_messages.html", {"page": page})
