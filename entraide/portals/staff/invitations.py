"""Invite whoever was given something to do here and has no password yet."""

from allauth.account.forms import ResetPasswordForm
from django.http import HttpRequest


def send_invitation(request: HttpRequest, email: str) -> None:
    """Send the link by which a person chooses their password; the mail leaves its own entry in the trail."""
    form = ResetPasswordForm({"email": email})
    if form.is_valid():
        form.save(request)
