"""Put the declared database rules in place after each migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from entraide.orm.installation import install_after_migrate


class OrmConfig(AppConfig):
    """The floor that models stand on."""

    name = "entraide.orm"

    def ready(self) -> None:
        """Have every migration end with its triggers and exclusions in place."""
        post_migrate.connect(install_after_migrate, dispatch_uid="entraide.orm.installation")
