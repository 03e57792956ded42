"""The delegate portal."""

from django.apps import AppConfig


class DelegatePortalConfig(AppConfig):
    """The delegates of a member."""

    name = "entraide.portals.delegate"
    label = "delegate_portal"
