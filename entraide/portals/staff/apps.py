"""The staff portal."""

from django.apps import AppConfig


class StaffPortalConfig(AppConfig):
    """The association's staff."""

    name = "entraide.portals.staff"
    label = "staff_portal"
