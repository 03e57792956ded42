"""Couples, separations, children who come of age or open rights of their own, certificates that they send."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries import queries
from entraide.apps.beneficiaries.models import Card, CertificateRequest, Dependant, Kinship
from entraide.apps.beneficiaries.operations.certificates import (
    SentCertificate,
    ask_certificate,
    check_certificate_code,
    deposit_certificate,
)
from entraide.apps.beneficiaries.operations.files import NewDependant, add_dependant, end_kinship
from entraide.apps.beneficiaries.operations.unions import confirm_union, link_dependant, record_union, separate, unlink_dependant
from entraide.apps.beneficiaries.policies import NotEmploymentKeeper, NotYourFile
from entraide.apps.beneficiaries.queries.kinships import certificates_of, files_of_the_same_name, own_files_of, spouses_in_doubt, unions_of
from entraide.apps.beneficiaries.refusals import (
    CertificateRefused,
    ChildTooOld,
    NoSuchChoice,
    NotGrownUp,
    NotTheSame,
    OneselfInHousehold,
    SeparationMisdated,
    UnionNotHeld,
)
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.operations.certificates import receive_certificate
from entraide.apps.documents.operations import NewFile
from entraide.apps.documents.queries import content_of
from entraide.apps.notifications.models import Message
from entraide.core.rules.language.known import Proof
from tests.factories import families
from tests.factories.actors import actor, person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory, CardFactory, DependantFactory, KinshipFactory


pytestmark = pytest.mark.django_db
AT = {"at": NOW, "on": TODAY}
GROWN = date(2004, 3, 2)
PDF = NewFile(b"%PDF-1.4 certificat", "certificat.pdf", "application/pdf", "supporting")


@pytest.fixture
def camille():
    return person(Role.BENEFICIARY)


@pytest.fixture
def officer():
    return actor(Role.CLAIMS_OFFICER)


def spouse_of(someone, *, given_name="Alex", family_name="Berger", born_on=date(1981, 4, 2), union="marriage"):
    new = NewDependant("spouse", given_name, family_name, born_on, union=union)
    return add_dependant(beneficiary_id=someone.beneficiary.pk, dependant=new, actor=someone.actor, at=NOW, on=date(2024, 1, 10))


def told(someone, **values):
    return {"beneficiary_id": someone.beneficiary.pk, "actor": someone.actor, **AT} | values


def couple():
    """Write two beneficiaries, each the spouse of the other in an officer's eyes."""
    files = [BeneficiaryFactory(identity__given_name=name) for name in ("Hippolyte", "Philippine")]
    pair = tuple(person(Role.BENEFICIARY, beneficiary=file) for file in files)
    known = [queries.person(each.beneficiary.pk, on=TODAY) for each in pair]
    rows = [
        spouse_of(one, given_name=other.given_name, family_name=other.family_name, born_on=other.born_on)
        for one, other in zip(pair, reversed(known), strict=True)
    ]
    officer = actor(Role.CLAIMS_OFFICER)
    for one, other, row in zip(pair, reversed(pair), rows, strict=True):
        link_dependant(beneficiary_id=one.beneficiary.pk, dependant_id=row, own_file_id=other.beneficiary.pk, actor=officer, **AT)
    return pair, rows


def test_a_union_is_said_then_proved_and_another_one_is_proved_anew(camille, officer):
    spouse = spouse_of(camille, union="cohabitation")
    record_union(dependant_id=spouse, union="pacs", **told(camille))
    record_union(dependant_id=spouse, union="pacs", **told(camille))
    proof = Proof("Entraide", "attestation de PACS", TODAY)
    confirm_union(dependant_id=spouse, proof=proof, **told(camille, actor=officer))
    held = unions_of(camille.beneficiary.pk, on=TODAY)[spouse]
    assert (held.union, held.since, held.proved_from) == ("pacs", TODAY, "attestation de PACS")
    record_union(dependant_id=spouse, union="marriage", **told(camille))
    assert unions_of(camille.beneficiary.pk, on=TODAY)[spouse].proved_by == ""
    assert unions_of(camille.beneficiary.pk, on=date(2024, 2, 1))[spouse].union == "cohabitation"


def test_only_an_officer_proves_a_union_and_nobody_says_one_in_anothers_file(camille, officer):
    spouse = spouse_of(camille)
    with pytest.raises(NotEmploymentKeeper):
        confirm_union(dependant_id=spouse, proof=Proof("Moi", "ma parole", TODAY), **told(camille))
    with pytest.raises(NotYourFile):
        record_union(dependant_id=spouse, union="pacs", **told(camille, actor=person(Role.BENEFICIARY).actor))
    with pytest.raises(NoSuchChoice):
        record_union(dependant_id=spouse, union="friendship", **told(camille))
    with pytest.raises(UnionNotHeld):
        record_union(dependant_id=KinshipFactory(kind="spouse").dependant_id, union="pacs", **told(camille))


def test_a_separation_ends_both_households_of_a_couple_whose_files_are_tied():
    (one, other), rows = couple()
    card = CardFactory(beneficiary=one.beneficiary, dependant=Dependant.objects.get(pk=rows[0]))
    assert queries.household(one.beneficiary.pk, on=TODAY)
    separate(dependant_id=rows[0], separated_on=TODAY, **told(one))
    assert queries.household(one.beneficiary.pk, on=TODAY) == []
    assert queries.household(other.beneficiary.pk, on=TODAY) == []
    assert not queries.shares_household(one.beneficiary.pk, other.beneficiary.pk, on=TODAY)
    assert queries.shares_household(one.beneficiary.pk, other.beneficiary.pk, on=TODAY - timedelta(days=1))
    ended = Kinship.objects.current().filter(dependant__in=rows)
    assert {(row.until, row.ended_by) for row in ended} == {(TODAY, "separation")}
    assert Card.objects.get(pk=card.pk).revoked_for == "left_household"


def test_a_separation_writes_nothing_in_a_file_that_no_officer_tied(camille):
    other = person(Role.BENEFICIARY)
    known = queries.person(camille.beneficiary.pk, on=TODAY)
    held = spouse_of(other, given_name=known.given_name, family_name=known.family_name, born_on=known.born_on)
    separate(dependant_id=spouse_of(camille), separated_on=TODAY, **told(camille))
    assert [each.id for each in queries.household(other.beneficiary.pk, on=TODAY)] == [held]


def test_a_separation_keeps_children_and_is_dated_between_the_union_and_today(camille):
    home = families.Family(camille, families.child_of(camille))
    spouse = spouse_of(camille)
    for day in (date(2024, 1, 9), TODAY + timedelta(days=1)):
        with pytest.raises(SeparationMisdated):
            separate(dependant_id=spouse, separated_on=day, **told(camille))
    separate(dependant_id=spouse, separated_on=date(2024, 9, 1), **told(camille))
    assert [each.id for each in queries.household(camille.beneficiary.pk, on=TODAY)] == [home.child]
    assert len(queries.household(camille.beneficiary.pk, on=date(2024, 8, 31))) == 2
    with pytest.raises(UnionNotHeld):
        separate(dependant_id=spouse, separated_on=TODAY, **told(camille))
    add_dependant(dependant=NewDependant("spouse", "Noa", "Petit", date(1980, 1, 1)), **told(camille))


def test_who_was_added_today_may_have_parted_before(camille):
    added = add_dependant(dependant=NewDependant("spouse", "Noa", "Petit", date(1980, 1, 1)), **told(camille))
    separate(dependant_id=added, separated_on=date(2024, 3, 1), **told(camille))
    assert not Kinship.objects.current().exists()


def test_a_dependant_is_tied_to_their_own_file_by_an_officer_and_only_if_they_are_the_same(camille, officer):
    child = families.child_of(camille, given_name="Zoé", born_on=GROWN)
    agent = person(Role.BENEFICIARY, beneficiary=BeneficiaryFactory(identity__born_on=date(2005, 1, 9)))
    tie = {"dependant_id": child, "actor": officer, "beneficiary_id": camille.beneficiary.pk, **AT}
    with pytest.raises(NotTheSame):
        link_dependant(own_file_id=agent.beneficiary.pk, **tie)
    with pytest.raises(NotTheSame):
        link_dependant(own_file_id=camille.beneficiary.pk, **tie)
    with pytest.raises(NotEmploymentKeeper):
        link_dependant(own_file_id=agent.beneficiary.pk, **tie | {"actor": camille.actor})
    known = queries.person(agent.beneficiary.pk, on=TODAY)
    same = families.child_of(camille, given_name=known.given_name.upper(), family_name=known.family_name, born_on=known.born_on)
    assert files_of_the_same_name([same, child], on=TODAY) == {same: agent.beneficiary.pk}
    assert not queries.shares_household(camille.beneficiary.pk, agent.beneficiary.pk, on=TODAY)
    link_dependant(own_file_id=agent.beneficiary.pk, **tie | {"dependant_id": same})
    assert own_files_of([same, child]) == {same: agent.beneficiary.pk}
    assert queries.shares_household(camille.beneficiary.pk, agent.beneficiary.pk, on=TODAY)
    assert queries.shares_household(agent.beneficiary.pk, camille.beneficiary.pk, on=TODAY)
    assert queries.household(agent.beneficiary.pk, on=TODAY) == []
    unlink_dependant(dependant_id=same, actor=officer, beneficiary_id=camille.beneficiary.pk, **AT)
    assert own_files_of([same]) == {}
    with pytest.raises(NoSuchChoice):
        link_dependant(own_file_id=agent.beneficiary.pk, **tie | {"dependant_id": DependantFactory().pk})


def asked(camille, *, claim_id=None, born_on=GROWN):
    child = families.child_of(camille, given_name="Zoé", born_on=born_on)
    return child, ask_certificate(dependant_id=child, claim_id=claim_id, **told(camille))


def sent(code, born_on=GROWN):
    return SentCertificate(code, born_on, "Zoé Dupont")


def test_a_grown_child_sends_a_certificate_once_and_the_opener_is_told_that_it_came(camille):
    child, code = asked(camille)
    check_certificate_code(sent=sent(code.lower()), network="10.0.0.1", **AT)
    received = deposit_certificate(sent=sent(code), file=PDF, **AT)
    assert content_of(received.document_id) == PDF.content
    (held,) = certificates_of(camille.beneficiary.pk)
    assert (held.dependant_id, held.sender, held.sent_on) == (child, "Zoé Dupont", TODAY)
    assert "Zoé Dupont" in Message.objects.get(beneficiary_id=camille.beneficiary.pk).body
    with pytest.raises(CertificateRefused):
        deposit_certificate(sent=sent(code), file=PDF, **AT)


def test_a_code_is_refused_in_the_same_words_whatever_is_wrong(camille):
    _, code = asked(camille)
    for wrong in (sent(code, date(2004, 3, 3)), sent("ACDE-FGH-JKM")):
        with pytest.raises(CertificateRefused):
            check_certificate_code(sent=wrong, network="10.0.0.1", **AT)
    late = {"at": NOW + timedelta(days=31), "on": TODAY}
    with pytest.raises(CertificateRefused):
        check_certificate_code(sent=sent(code), network="10.0.0.2", **late)


def test_a_code_dies_after_five_failures_and_when_another_is_asked(camille):
    child, first = asked(camille)
    second = ask_certificate(dependant_id=child, claim_id=None, **told(camille))
    with pytest.raises(CertificateRefused):
        check_certificate_code(sent=sent(first), network="10.0.0.1", **AT)
    CertificateRequest.objects.filter(expires_at__gt=NOW).update(failed_count=5)
    with pytest.raises(CertificateRefused):
        check_certificate_code(sent=sent(second), network="10.0.0.3", **AT)


def test_a_certificate_is_asked_of_grown_students_of_the_household_alone(camille):
    for born_on in (date(2008, 1, 1), date(1998, 1, 1)):
        with pytest.raises(NotGrownUp):
            asked(camille, born_on=born_on)
    with pytest.raises(NotGrownUp):
        ask_certificate(dependant_id=DependantFactory().pk, claim_id=None, **told(camille))


@pytest.mark.usefixtures("published_catalogue")
def test_a_certificate_asked_for_a_claim_goes_among_its_papers_unless_it_is_decided_or_not_theirs(camille):
    home = families.Family(camille, families.child_of(camille, born_on=date(2016, 3, 2)))
    own, foreign = families.drafted(home), families.drafted(families.family())
    for claim_id, count in ((own, 1), (foreign, 0)):
        before = ClaimDocument.objects.filter(claim=claim_id).count()
        _, code = asked(camille, claim_id=claim_id)
        receive_certificate(sent=sent(code), file=PDF, **AT)
        assert ClaimDocument.objects.filter(claim=claim_id).count() - before == count
    paper = ClaimDocument.objects.get(claim=own, requirement="school_certificate")
    assert paper.state == "received"
    Claim.objects.filter(pk=own).update(state="cancelled")
    _, code = asked(camille, claim_id=own)
    receive_certificate(sent=sent(code), file=PDF, **AT)
    assert ClaimDocument.objects.filter(claim=own, requirement="school_certificate").count() == 1


def test_nobody_is_their_own_spouse_or_child(camille):
    own = queries.person(camille.beneficiary.pk, on=TODAY)
    for kind in ("spouse", "child"):
        new = NewDependant(kind, own.given_name.upper(), own.family_name, own.born_on)
        with pytest.raises(OneselfInHousehold):
            add_dependant(dependant=new, **told(camille))
    assert not Kinship.objects.exists()


def test_a_child_is_younger_than_the_parent(camille):
    born_on = queries.person(camille.beneficiary.pk, on=TODAY).born_on
    with pytest.raises(ChildTooOld):
        add_dependant(dependant=NewDependant("child", "Lou", "Petit", born_on), **told(camille))
    add_dependant(dependant=NewDependant("child", "Lou", "Petit", born_on + timedelta(days=1)), **told(camille))


def test_a_spouse_of_somebody_else_is_added_as_any_other_and_officers_alone_see_the_doubt_until_they_part(camille):
    former = person(Role.BENEFICIARY)
    row = spouse_of(former, given_name="Alex", family_name="Berger")
    assert not spouses_in_doubt(former.beneficiary.pk, on=TODAY)
    again = spouse_of(camille, given_name="ALEX", family_name="Bérger")
    assert spouses_in_doubt(camille.beneficiary.pk, on=TODAY) == {again}
    assert spouses_in_doubt(former.beneficiary.pk, on=TODAY) == {row}
    separate(dependant_id=row, separated_on=date(2024, 2, 1), **told(former))
    assert not spouses_in_doubt(camille.beneficiary.pk, on=TODAY)


def test_whether_a_person_has_declared_a_spouse_cannot_be_found_out_by_adding_them(camille):
    (hippolyte, _), _ = couple()
    known = queries.person(hippolyte.beneficiary.pk, on=TODAY)
    added = spouse_of(camille, given_name=known.given_name, family_name=known.family_name, born_on=known.born_on)
    assert spouses_in_doubt(camille.beneficiary.pk, on=TODAY) == {added}


def test_a_child_leaves_a_household_with_its_card_and_a_spouse_only_by_a_separation(camille):
    owner, act = camille.beneficiary.pk, {"actor": camille.actor} | AT
    spouse, child, stranger = (
        spouse_of(camille),
        KinshipFactory(beneficiary=camille.beneficiary).dependant_id,
        KinshipFactory().dependant_id,
    )
    card = CardFactory(beneficiary=camille.beneficiary, dependant_id=child)
    for other in (spouse, stranger):
        with pytest.raises(NoSuchChoice):
            end_kinship(beneficiary_id=owner, dependant_id=other, **act)
    end_kinship(beneficiary_id=owner, dependant_id=child, **act)
    card.refresh_from_db()
    assert (card.revoked_for, card.revoked_on) == ("left_household", TODAY)
    assert [each.id for each in queries.household(owner, on=TODAY)] == [spouse]
