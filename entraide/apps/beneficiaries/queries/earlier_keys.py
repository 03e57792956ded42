"""Who stands under which key of an earlier system."""

from uuid import UUID

from entraide.apps.beneficiaries.models import Beneficiary, Dependant


def keys_by_external_id() -> dict[str, UUID]:
    """Give the key of every person taken over from an earlier system, by that system's key."""
    return dict(Beneficiary.objects.exclude(external_id="").order_by("pk").values_list("external_id", "pk"))


def dependants_by_external_id() -> dict[str, UUID]:
    """Give the key of every dependant taken over from an earlier system, by that system's key."""
    return dict(Dependant.objects.exclude(external_id="").order_by("pk").values_list("external_id", "pk"))
