"""What keeps a list or an act from being taken back: what people did since, of whichever app; what machines wrote keeps nothing."""

from datetime import date

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary
from entraide.apps.beneficiaries.operations import rosters
from entraide.apps.beneficiaries.operations.employment import change_employment, undo_employment_act
from entraide.apps.beneficiaries.queries.employment_orders import Arrival, Terms
from entraide.apps.beneficiaries.refusals import SomethingRestsOnAct, SomethingRestsOnRoster
from entraide.orm.keys import uuid7
from tests.apps.beneficiaries.rosters import applied, staff
from tests.factories.actors import actor
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BankDetailsFactory, BeneficiaryFactory, TaxNoticeFactory
from tests.factories.claims import ClaimFactory, ImportedBenefitFactory
from tests.factories.members import MemberFactory
from tests.factories.models import factory_of


pytestmark = pytest.mark.django_db
AT = {"at": NOW, "on": TODAY}
SYSTEM = system_actor("tests")

# Every column that names a person: what it answers where the person came by the act. A new one fails here until it says so.
RESTS = {
    "beneficiaries.Affiliation.beneficiary": True,
    "beneficiaries.Kinship.beneficiary": True,
    "beneficiaries.BankDetails.beneficiary": True,
    "beneficiaries.TaxLine.beneficiary": True,
    "beneficiaries.TaxNotice.beneficiary": True,
    "beneficiaries.Card.beneficiary": True,
    "beneficiaries.CertificateRequest.beneficiary": True,
    "beneficiaries.Dependant.beneficiary": True,
    "claims.Claim.beneficiary": True,
    "claims.ImportedBenefit.beneficiary": True,
    "mailroom.Envelope.beneficiary": True,
    "recourse.Complaint.beneficiary": True,
    "lifecycle.Death.beneficiary": True,
    "lifecycle.PersonMerge.kept": True,
    "lifecycle.PersonMerge.absorbed": True,
    # What keeps an act by what it wrote beside: the rows that it superseded, those of the merge, those of the claim.
    "beneficiaries.Identity.beneficiary": False,
    "beneficiaries.EmploymentAct.beneficiary": False,
    "beneficiaries.Beneficiary.absorbed_into": False,
    "payments.PaymentOrder.beneficiary": False,
    # What a list says of itself, what an officer said of a likeness, what a call counted: none needs the act to stand.
    "beneficiaries.RosterChange.beneficiary": False,
    "beneficiaries.Distinct.first": False,
    "beneficiaries.Distinct.second": False,
    "contributions.PersonLine.beneficiary": False,
}

FACTORIES = {model._meta.label: factory for model, factory in factory_of().items()}
WITH = {
    "beneficiaries.Identity": {"since": date(1990, 1, 1), "until": date(1990, 2, 1)},
    "beneficiaries.TaxNotice": {"state": "sent"},
    "lifecycle.Death": {"state": "applied"},
    "lifecycle.PersonMerge": {"state": "applied"},
}


@pytest.fixture
def reims():
    return MemberFactory(named__name="Reims")


def test_every_column_that_names_a_person_says_whether_it_keeps_an_act():
    relations = Beneficiary._meta.get_fields(include_hidden=True)
    named = {f"{one.related_model._meta.label}.{one.field.name}" for one in relations if one.auto_created and not one.concrete}
    assert named == set(RESTS)


@pytest.mark.parametrize("column", [column for column in RESTS if column.rpartition(".")[0] in FACTORIES])
def test_what_somebody_did_since_for_a_newcomer_keeps_a_list_and_nothing_else_does(reims, column):
    stranger = BeneficiaryFactory(identity=None, affiliation=None)
    roster_id = applied(reims, staff(2), SYSTEM)
    model, _, field = column.rpartition(".")
    newcomer = Beneficiary.objects.order_by("pk").last()
    others = {"first": stranger} if column == "beneficiaries.Distinct.second" else {}
    if column == "beneficiaries.Distinct.first":
        others = {"second": BeneficiaryFactory(identity=None, affiliation=None)}
    FACTORIES[model](**{"id": uuid7(), field: newcomer} | WITH.get(model, {}) | others)
    if RESTS[column]:
        with pytest.raises(SomethingRestsOnRoster):
            rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    else:
        rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
        assert not Affiliation.objects.current().filter(recorded_by=roster_id).exists()


def test_a_notice_that_the_campaign_asked_for_by_itself_keeps_no_list(reims):
    roster_id = applied(reims, staff(2), SYSTEM)
    TaxNoticeFactory(id=uuid7(), beneficiary=Beneficiary.objects.order_by("pk").first(), state="asked", document=None)
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)


def test_what_belongs_to_somebody_known_before_keeps_no_act_that_brought_them_elsewhere(reims):
    tours, officer = MemberFactory(named__name="Tours"), actor(Role.CLAIMS_OFFICER)
    camille = BeneficiaryFactory(affiliation=None)
    AffiliationFactory(beneficiary=camille, member=reims, is_principal=True)
    order = Arrival(tours.pk, date(2024, 10, 1), Terms(contract="permanent"))
    act = change_employment(beneficiary_id=camille.pk, order=order, actor=officer, **AT)
    BankDetailsFactory(id=uuid7(), beneficiary=camille)
    ClaimFactory(id=uuid7(), beneficiary=camille, member=reims)
    undo_employment_act(act_id=act, actor=officer, **AT)


@pytest.mark.parametrize("make", [ClaimFactory, ImportedBenefitFactory])
def test_what_counts_for_the_employer_that_an_act_brought_keeps_the_act(reims, make):
    officer, camille = actor(Role.CLAIMS_OFFICER), BeneficiaryFactory(affiliation=None)
    order = Arrival(reims.pk, date(2024, 10, 1), Terms(contract="permanent"))
    act = change_employment(beneficiary_id=camille.pk, order=order, actor=officer, **AT)
    make(id=uuid7(), beneficiary=camille, member=reims)
    with pytest.raises(SomethingRestsOnAct):
        undo_employment_act(act_id=act, actor=officer, **AT)
