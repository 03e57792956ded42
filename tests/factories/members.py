"""Member organisations."""

import factory

from entraide.apps.members.models import (
    Attachment,
    CommuneCode,
    Contact,
    Establishment,
    Member,
    MemberName,
    Membership,
    Succession,
)
from tests.factories.base import THEN, FactFactory, RowFactory


def siren(number: int) -> str:
    """Make a SIREN whose Luhn key is right, different for each number."""
    base = f"2{number:07d}"
    doubled = (sum(divmod(int(digit) * 2, 10)) if position % 2 else int(digit) for position, digit in enumerate(base))
    return f"{base}{-sum(doubled) % 10}"


class MemberNameFactory(FactFactory):
    """What a member is called."""

    class Meta:
        model = MemberName

    member = factory.SubFactory("tests.factories.members.MemberFactory", named=None)
    name = factory.Sequence(lambda n: f"Commune de Villeneuve-{n}")


class MembershipFactory(FactFactory):
    """A membership of the whole staff."""

    class Meta:
        model = Membership

    member = factory.SubFactory("tests.factories.members.MemberFactory", membership=None)
    scope = "full"


class MemberFactory(RowFactory):
    """A commune that has belonged since long ago; `named__name="Reims"` names it."""

    class Meta:
        model = Member

    siren = factory.Sequence(lambda n: siren(n + 1))
    kind = "commune"
    department = "51"
    created_at = THEN
    named = factory.RelatedFactory(MemberNameFactory, factory_related_name="member")
    membership = factory.RelatedFactory(MembershipFactory, factory_related_name="member")


class CommuneCodeFactory(FactFactory):
    """The INSEE code that a commune holds."""

    class Meta:
        model = CommuneCode

    member = factory.SubFactory(MemberFactory)
    code = factory.Sequence(lambda n: f"51{n % 1000:03d}")


class AttachmentFactory(FactFactory):
    """A commune is in an EPCI."""

    class Meta:
        model = Attachment

    member = factory.SubFactory(MemberFactory)
    parent = factory.SubFactory(MemberFactory, kind="epci")
    kind = "epci"


class SuccessionFactory(FactFactory):
    """A body takes over the whole of another."""

    class Meta:
        model = Succession

    predecessor = factory.SubFactory(MemberFactory)
    successor = factory.SubFactory(MemberFactory)
    is_whole = True


class EstablishmentFactory(FactFactory):
    """Where a member is billed."""

    class Meta:
        model = Establishment

    member = factory.SubFactory(MemberFactory)
    siret = factory.Sequence(lambda n: f"{siren(n + 1)}{n % 100_000:05d}")
    name = "Budget principal"
    is_billed = True


class ContactFactory(FactFactory):
    """Someone to call at a member."""

    class Meta:
        model = Contact

    member = factory.SubFactory(MemberFactory)
    name = factory.Sequence(lambda n: f"Claude Martin-{n}")
    function = "Direction des ressources humaines"
