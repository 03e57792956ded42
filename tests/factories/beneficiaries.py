"""People with rights, their families, their tax line, their bank details, the lists that members send."""

from datetime import date, timedelta

import factory

from entraide.apps.beneficiaries.models import (
    Affiliation,
    BankDetails,
    Beneficiary,
    Card,
    CertificateRequest,
    Dependant,
    DependantIdentity,
    Distinct,
    EmploymentAct,
    Identity,
    Kinship,
    RosterCampaign,
    RosterChange,
    RosterImport,
    RosterMapping,
    RosterReminder,
    TaxCampaign,
    TaxLine,
    TaxNotice,
)
from entraide.core.money import Money
from entraide.core.reference import make_reference
from entraide.core.sepa.iban import iban_with_key
from entraide.integrations.keyring import keyring
from entraide.orm.keys import uuid7
from tests.factories.base import LONG_AGO, NOW, THEN, TODAY, FactFactory, RowFactory
from tests.factories.members import MemberFactory


class IdentityFactory(FactFactory):
    """A person's names and day of birth."""

    class Meta:
        model = Identity

    beneficiary = factory.SubFactory("tests.factories.beneficiaries.BeneficiaryFactory", identity=None)
    family_name = factory.Sequence(lambda n: f"Dupont-{n}")
    given_name = "Camille"
    born_on = date(1980, 5, 17)
    email = factory.LazyAttribute(lambda identity: f"{identity.family_name}@entraide.example".lower())


class AffiliationFactory(FactFactory):
    """A person is on a member's staff since long ago."""

    class Meta:
        model = Affiliation

    beneficiary = factory.SubFactory("tests.factories.beneficiaries.BeneficiaryFactory", affiliation=None)
    member = factory.SubFactory(MemberFactory)
    status = "active"
    staff_number = factory.Sequence(lambda n: f"M{n:05d}")
    is_principal = True


class BeneficiaryFactory(RowFactory):
    """A person known by name and on the staff of a member: `affiliation__member=member`, `identity__given_name="Zoé"`."""

    class Meta:
        model = Beneficiary

    reference = factory.Sequence(lambda n: f"B{n:07d}")
    is_synthetic = True
    created_at = THEN
    identity = factory.RelatedFactory(IdentityFactory, factory_related_name="beneficiary")
    affiliation = factory.RelatedFactory(AffiliationFactory, factory_related_name="beneficiary")


class DependantIdentityFactory(FactFactory):
    """A child of eight."""

    class Meta:
        model = DependantIdentity

    dependant = factory.SubFactory("tests.factories.beneficiaries.DependantFactory", identity=None)
    family_name = factory.Sequence(lambda n: f"Dupont-{n}")
    given_name = "Lou"
    born_on = date(2016, 3, 2)


class DependantFactory(RowFactory):
    """A child known by name; `KinshipFactory` puts it in a household."""

    class Meta:
        model = Dependant

    created_at = THEN
    identity = factory.RelatedFactory(DependantIdentityFactory, factory_related_name="dependant")


class KinshipFactory(FactFactory):
    """A child in the household of a person."""

    class Meta:
        model = Kinship

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    dependant = factory.SubFactory(DependantFactory)
    kind = "child"


class TaxLineFactory(RowFactory):
    """Line 14 of the notice of the year, checked."""

    class Meta:
        model = TaxLine

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    notice_year = TODAY.year
    line_14 = Money(95_000)
    proof = "notice"
    checked_on = TODAY
    recorded_at = NOW


def iban(number: int) -> str:
    """Make a French IBAN whose keys are right, of a bank that does not exist."""
    account = f"9999900000{number:011d}"
    key = 97 - (int(account) * 100) % 97
    return iban_with_key("FR", f"{account}{key:02d}")


class BankDetailsFactory(RowFactory):
    """An account at a bank, sealed by the keyring; `iban_text="FR…"` chooses the number."""

    class Meta:
        model = BankDetails

    class Params:
        iban_text = factory.Sequence(iban)

    id = factory.LazyFunction(uuid7)
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    holder = "CAMILLE DUPONT"
    iban_sealed = factory.LazyAttribute(lambda row: keyring().encrypt(row.iban_text.encode(), about=f"iban of {row.id}"))
    iban_hash = factory.LazyAttribute(lambda row: keyring().hashed(row.iban_text, about="iban"))
    iban_ending = factory.LazyAttribute(lambda row: row.iban_text[-4:])
    recorded_at = NOW


class RosterImportFactory(RowFactory):
    """A nominative list that waits to be checked."""

    class Meta:
        model = RosterImport

    member = factory.SubFactory(MemberFactory)
    year = TODAY.year
    on = TODAY
    file_name = "liste.csv"
    state = "previewed"
    sent_by = factory.LazyFunction(uuid7)
    sent_at = NOW


class RosterChangeFactory(RowFactory):
    """One arrival that a list would bring."""

    class Meta:
        model = RosterChange

    roster = factory.SubFactory(RosterImportFactory)
    position = factory.Sequence(lambda n: n)
    kind = "arrival"
    line_number = factory.LazyAttribute(lambda change: change.position + 2)
    sentence = "Camille Dupont arrive."
    content = factory.LazyFunction(lambda: {"since": LONG_AGO.isoformat()})


class RosterMappingFactory(RowFactory):
    """What a member calls its columns."""

    class Meta:
        model = RosterMapping

    member = factory.SubFactory(MemberFactory)
    columns = factory.LazyFunction(dict)
    remembered_at = THEN


class RosterCampaignFactory(RowFactory):
    """The lists of a year, asked of all members."""

    class Meta:
        model = RosterCampaign

    year = factory.Sequence(lambda n: 2020 + n)
    opened_on = factory.LazyAttribute(lambda campaign: date(campaign.year, 1, 2))
    due_on = factory.LazyAttribute(lambda campaign: date(campaign.year, 1, 31))
    opened_at = THEN


class RosterReminderFactory(RowFactory):
    """A member was asked for its list."""

    class Meta:
        model = RosterReminder

    campaign = factory.SubFactory(RosterCampaignFactory)
    member = factory.SubFactory(MemberFactory)
    sent_on = factory.SelfAttribute("campaign.opened_on")


class TaxCampaignFactory(RowFactory):
    """The notices of a year, asked for in September."""

    class Meta:
        model = TaxCampaign

    notice_year = factory.Sequence(lambda n: 2020 + n)
    opened_on = factory.LazyAttribute(lambda campaign: date(campaign.notice_year, 9, 1))
    opened_at = THEN


class TaxNoticeFactory(RowFactory):
    """A notice that was asked for."""

    class Meta:
        model = TaxNotice

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    notice_year = TODAY.year
    state = "asked"
    asked_on = TODAY


class DistinctFactory(RowFactory):
    """Two persons who only look like one."""

    class Meta:
        model = Distinct

    first = factory.SubFactory(BeneficiaryFactory)
    second = factory.SubFactory(BeneficiaryFactory)
    said_by = factory.LazyFunction(uuid7)
    said_at = NOW


class CardFactory(RowFactory):
    """A beneficiary's card."""

    class Meta:
        model = Card

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    number = factory.Sequence(lambda n: make_reference("C", n))
    issued_on = TODAY
    issued_at = NOW
    until = date(TODAY.year + 1, 1, 1)


class EmploymentActFactory(RowFactory):
    """An act on a person's employment."""

    class Meta:
        model = EmploymentAct

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    kind = "departure"
    sentence = "Départ le 31/12/2024."
    acted_at = NOW
    acted_on = TODAY


class CertificateRequestFactory(RowFactory):
    """A grown child is asked for a school certificate."""

    class Meta:
        model = CertificateRequest

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    dependant = factory.SubFactory(DependantFactory)
    requirement = "school_certificate"
    code_hash = factory.Sequence(lambda n: f"{n:064d}")
    asked_at = NOW
    expires_at = factory.LazyAttribute(lambda request: request.asked_at + timedelta(days=30))
