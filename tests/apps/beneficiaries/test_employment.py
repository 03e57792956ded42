"""Arrivals, departures, transfers, retirements, positions: what each leaves of the rights, and that each is taken back whole."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries import queries
from entraide.apps.beneficiaries.models import Affiliation, EmploymentAct
from entraide.apps.beneficiaries.operations.employment import change_employment, undo_employment_act
from entraide.apps.beneficiaries.policies import NotEmploymentKeeper
from entraide.apps.beneficiaries.queries.employment import affiliations_of, eligibility_of, employments_of, rests_on_act, standing_acts
from entraide.apps.beneficiaries.queries.employment_effects import digest_of, effects_of, principal_of
from entraide.apps.beneficiaries.queries.employment_orders import (
    Arrival,
    ContractChange,
    Departure,
    PositionChange,
    PrincipalChoice,
    RetirementOrder,
    Terms,
    Transfer,
)
from entraide.apps.beneficiaries.queries.roster_effect import counted_elsewhere
from entraide.apps.beneficiaries.refusals import (
    AlreadyThere,
    BeforeBirth,
    DatesCross,
    EmploymentHasChanged,
    FileNotOpen,
    MemberDoesNotBelong,
    NotEligible,
    NothingChanges,
    NotThere,
    PersonHasDied,
    SameEmployer,
    SomethingRestsOnAct,
)
from entraide.apps.beneficiaries.translation import rows_of_stays
from entraide.apps.reporting.queries.figures import member_years
from entraide.core.eligibility.rule import EligibilityStatus
from entraide.core.eligibility.values import Contract
from entraide.core.refusals import Refusal
from entraide.core.roster.values import Status, Stay
from entraide.orm.acts import Stamp
from entraide.orm.keys import uuid7
from entraide.portals.staff.views.employment import table_of
from tests.factories.actors import actor
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory, CardFactory, IdentityFactory
from tests.factories.claims import ClaimFactory
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
AT = {"at": NOW, "on": TODAY}
LASTING = Terms(contract="permanent")


@pytest.fixture
def officer():
    return actor(Role.CLAIMS_OFFICER)


@pytest.fixture
def reims():
    return MemberFactory(named__name="Reims")


@pytest.fixture
def tours():
    return MemberFactory(named__name="Tours")


@pytest.fixture
def camille(reims):
    return BeneficiaryFactory(affiliation__member=reims)


def done(someone, order, officer, **values):
    return change_employment(beneficiary_id=someone.pk, order=order, actor=officer, **AT | values)


def previewed(someone, order):
    return effects_of(someone.pk, order, act=Stamp(uuid7(), NOW), on=TODAY)


def view(someone):
    """Give all that is held now, keys and instants aside."""
    fields = ("member_id", "status", "contract", "position", "since", "until", "rights_until", "is_principal", "leaving", "arrived_on")
    return sorted(Affiliation.objects.current().filter(beneficiary=someone).values_list(*fields), key=str)


def rights(someone, on):
    return {each.member_id: each.rights_until for each in queries.affiliations_with_rights(someone.pk, on=on)}


def test_a_transfer_keeps_rights_at_the_first_employer_until_the_year_ends_and_leaves_one_principal(camille, reims, tours, officer):
    done(camille, Transfer(reims.pk, date(2024, 10, 31), tours.pk, date(2024, 11, 4), LASTING), officer)
    assert rights(camille, date(2024, 10, 31)) == {reims.pk: date(2025, 1, 1)}
    assert rights(camille, date(2024, 12, 31)) == {reims.pk: date(2025, 1, 1), tours.pk: None}
    assert rights(camille, date(2025, 1, 1)) == {tours.pk: None}
    for day in (date(2024, 11, 4), date(2024, 12, 31), date(2025, 6, 1)):
        found = queries.affiliations_with_rights(camille.pk, on=day)
        assert found[0].member_id == tours.pk
        assert [each.is_principal for each in found].count(True) == 1
    assert {row.leaving for row in employments_of(camille.pk)} == {"transfer", ""}


def test_a_departure_keeps_rights_until_the_year_ends_and_the_last_day_is_worked(camille, reims, officer):
    done(camille, Departure(reims.pk, date(2024, 12, 31)), officer)
    (row,) = employments_of(camille.pk)
    assert (row.until, row.rights_until, row.leaving) == (date(2025, 1, 1), date(2025, 1, 1), "departure")
    assert eligibility_of(camille.pk, on=date(2025, 1, 1)).status is EligibilityStatus.NOT_ELIGIBLE


def test_an_arrival_in_mid_year_opens_rights_that_day_beside_another_employer(camille, reims, tours, officer):
    done(camille, Arrival(tours.pk, date(2024, 11, 1), LASTING), officer)
    assert rights(camille, date(2024, 10, 31)) == {reims.pk: None}
    found = queries.affiliations_with_rights(camille.pk, on=date(2024, 11, 1))
    assert [(each.member_id, each.is_principal) for each in found] == [(reims.pk, True), (tours.pk, False)]


def test_an_arrival_after_a_departure_becomes_principal(camille, reims, tours, officer):
    done(camille, Departure(reims.pk, date(2024, 10, 31)), officer)
    done(camille, Arrival(tours.pk, date(2024, 11, 15), LASTING), officer)
    found = queries.affiliations_with_rights(camille.pk, on=date(2024, 12, 1))
    assert [(each.member_id, each.is_principal) for each in found] == [(tours.pk, True), (reims.pk, False)]


def test_a_second_employer_takes_the_principal_only_when_it_is_asked_even_where_none_was_declared(camille, reims, tours, officer):
    Affiliation.objects.filter(beneficiary=camille).update(superseded_at=NOW, superseded_by=uuid7())
    AffiliationFactory(beneficiary=camille, member=reims, is_principal=False, since=date(2020, 1, 1))
    done(camille, Arrival(tours.pk, date(2024, 11, 1), LASTING), officer)
    found = queries.affiliations_with_rights(camille.pk, on=date(2024, 11, 1))
    assert [(each.member_id, each.is_principal) for each in found] == [(reims.pk, False), (tours.pk, False)]
    other = MemberFactory(named__name="Blois")
    done(camille, Arrival(other.pk, date(2024, 12, 1), LASTING, becomes_principal=True), officer)
    assert queries.affiliations_with_rights(camille.pk, on=date(2024, 12, 1))[0].member_id == other.pk


def test_a_transfer_from_a_second_employer_leaves_the_principal_one_as_it_is(camille, reims, tours, officer):
    blois = MemberFactory(named__name="Blois")
    done(camille, Arrival(tours.pk, date(2024, 10, 1), LASTING), officer)
    done(camille, Transfer(tours.pk, date(2024, 10, 31), blois.pk, date(2024, 11, 4), LASTING), officer)
    found = queries.affiliations_with_rights(camille.pk, on=date(2024, 12, 1))
    assert [each.member_id for each in found if each.is_principal] == [reims.pk]


def test_a_contract_whose_term_is_known_says_the_end_of_the_rights(camille, reims, officer):
    order = ContractChange(reims.pk, date(2024, 10, 1), "fixed_term", date(2025, 4, 1))
    told = [each.sentence for each in effects_of(camille.pk, order, act=Stamp(uuid7(), NOW), on=TODAY) if each.about == "Droits"]
    assert any("jusqu’au 31/12/2025 inclus : fin de l’année du terme du contrat." in sentence for sentence in told)
    assert not any("sans fin connue" in sentence or "ci-contre" in sentence for sentence in told)
    done(camille, order, officer)
    assert [each.rights_until for each in queries.affiliations_with_rights(camille.pk, on=date(2025, 12, 31))] == [date(2026, 1, 1)]
    assert queries.affiliations_with_rights(camille.pk, on=date(2026, 1, 1)) == []


def test_a_second_short_contract_opens_the_rights_of_the_first_one_too(camille, tours, officer):
    Affiliation.objects.filter(beneficiary=camille).update(superseded_at=NOW, superseded_by=uuid7())
    summer = {"contract": "fixed_term", "contract_until": date(2024, 9, 1), "since": date(2024, 6, 1), "until": date(2024, 9, 1)}
    AffiliationFactory(beneficiary=camille, member=tours, rights_until=date(2024, 6, 1), **summer)
    assert queries.affiliations_with_rights(camille.pk, on=date(2024, 7, 14)) == []
    winter = Terms(contract="fixed_term", contract_until=date(2025, 1, 1))
    done(camille, Arrival(tours.pk, date(2024, 10, 1), winter), officer)
    for day in (date(2024, 7, 14), date(2024, 9, 15), date(2024, 12, 31)):
        assert queries.affiliations_with_rights(camille.pk, on=day)
        assert queries.with_rights_on(day).filter(beneficiary=camille).exists()


def test_two_short_contracts_that_lists_alone_told_add_up_on_the_page_at_once_and_in_counts_at_the_next_act(reims, tours, officer):
    someone = BeneficiaryFactory(affiliation=None)
    spans = ((reims, date(2024, 3, 1), date(2024, 6, 1)), (tours, date(2024, 6, 1), date(2024, 9, 30)))
    for member, since, until in spans:
        stay = Stay(Status.ACTIVE, since, until, since, contract=Contract.FIXED_TERM, contract_until=until)
        for written in rows_of_stays((stay,), beneficiary_id=someone.pk, member_id=member.pk, recorded_at=NOW):
            assert written.rights_until == since
            written.save()
    assert set(rights(someone, date(2024, 12, 31))) == {reims.pk, tours.pk}
    assert not queries.with_rights_on(date(2024, 12, 31)).filter(beneficiary=someone).exists()
    blois = MemberFactory(named__name="Blois")
    done(someone, Arrival(blois.pk, date(2025, 2, 1), LASTING), officer)
    assert queries.with_rights_on(date(2024, 12, 31)).filter(beneficiary=someone).count() == 2


def test_who_never_had_rights_counts_in_no_year(reims):
    for rights_until, year, counts in ((date(2024, 9, 2), 2024, False), (date(2024, 9, 3), 2024, True), (date(2025, 1, 1), 2025, False)):
        row = AffiliationFactory(member=reims, since=date(2024, 9, 2), rights_until=rights_until)
        assert queries.with_rights_in(year).filter(pk=row.pk).exists() is counts


def test_a_departure_in_a_closed_year_says_that_its_call_does_not_change(camille, reims):
    for order, said in ((Departure(reims.pk, date(2022, 6, 30)), True), (Departure(reims.pk, date(2024, 10, 31)), False)):
        told = effects_of(camille.pk, order, act=Stamp(uuid7(), NOW), on=TODAY)
        closed = [each.sentence for each in told if each.about == "Année close"]
        assert [any(str(year) in sentence for sentence in closed) for year in (2021, 2022, 2023, 2024)] == [False, said, said, False]


@pytest.mark.usefixtures("published_rates")
def test_where_none_is_declared_every_reader_counts_the_person_where_they_arrived_first(reims, tours):
    someone = BeneficiaryFactory(affiliation=None)
    AffiliationFactory(beneficiary=someone, member=tours, since=date(2020, 1, 1), is_principal=False)
    changed = {"since": date(2024, 6, 1), "arrived_on": date(2015, 1, 1)}
    AffiliationFactory(beneficiary=someone, member=reims, is_principal=False, **changed)
    assert [each.member_id for each in queries.affiliations_with_rights(someone.pk, on=TODAY)] == [reims.pk, tours.pk]
    assert principal_of(affiliations_of(someone.pk)) == reims.pk
    assert (counted_elsewhere(tours.pk, on=TODAY), counted_elsewhere(reims.pk, on=TODAY)) == ({someone.pk}, set())
    assert [row[0].note for row in table_of(employments_of(someone.pk), on=TODAY).rows] == ["employeur principal", ""]
    counts = {each.member_id: each.figures.beneficiary_count for each in member_years(2024, as_of=TODAY)}
    assert (counts[reims.pk], counts.get(tours.pk, 0)) == (1, 0)


def test_of_two_employers_the_principal_one_is_chosen_from_a_day_on(camille, reims, tours, officer):
    done(camille, Arrival(tours.pk, date(2024, 11, 1), LASTING), officer)
    done(camille, PrincipalChoice(tours.pk, date(2024, 12, 1)), officer)
    assert queries.affiliations_with_rights(camille.pk, on=date(2024, 11, 30))[0].member_id == reims.pk
    assert queries.affiliations_with_rights(camille.pk, on=date(2024, 12, 1))[0].member_id == tours.pk
    assert len(queries.affiliations_with_rights(camille.pk, on=date(2024, 12, 1))) == 2
    assert queries.affiliations_with_rights(camille.pk, on=date(2024, 12, 1))[1].since == date(2020, 1, 1)


@pytest.mark.parametrize("designated", ["", "member", "amicale"])
def test_a_retirement_opens_the_rights_of_a_retiree_only_where_somebody_designates_the_person(camille, reims, officer, designated):
    amicale = MemberFactory(kind="association", named__name="Amicale de Reims")
    order = RetirementOrder(reims.pk, date(2024, 10, 31), designated, amicale.pk if designated == "amicale" else None)
    done(camille, order, officer)
    in_year, after = rights(camille, date(2024, 12, 31)), rights(camille, date(2025, 6, 1))
    assert after == {"": {}, "member": {reims.pk: None}, "amicale": {amicale.pk: None}}[designated]
    assert reims.pk in in_year
    statuses = {each.status for each in queries.affiliations_with_rights(camille.pk, on=date(2024, 11, 1))}
    assert statuses == {"": {"active"}, "member": {"retiree"}, "amicale": {"active", "retiree"}}[designated]
    principals = [each for each in queries.affiliations_with_rights(camille.pk, on=date(2024, 11, 1)) if each.is_principal]
    assert len(principals) == 1


def test_a_position_without_rights_ends_them_with_the_year_and_the_return_opens_them_again(camille, reims, officer):
    done(camille, PositionChange(reims.pk, date(2024, 11, 1), "availability"), officer)
    assert rights(camille, date(2024, 12, 31)) == {reims.pk: date(2025, 1, 1)}
    assert rights(camille, date(2025, 1, 1)) == {}
    done(camille, PositionChange(reims.pk, date(2025, 9, 1), "in_service"), officer)
    assert rights(camille, date(2025, 8, 31)) == {}
    assert rights(camille, date(2025, 9, 1)) == {reims.pk: None}
    assert queries.affiliations_with_rights(camille.pk, on=date(2025, 9, 1))[0].since == date(2020, 1, 1)


def test_who_leaves_from_a_position_without_rights_gets_none_back(camille, reims, officer):
    done(camille, PositionChange(reims.pk, date(2023, 11, 1), "seconded_out"), officer)
    done(camille, Departure(reims.pk, date(2024, 11, 30)), officer)
    assert rights(camille, date(2024, 12, 1)) == {}


def test_another_contract_begins_on_its_day_and_what_was_before_stays(camille, reims, officer):
    done(camille, ContractChange(reims.pk, date(2024, 11, 1), "fixed_term", date(2025, 11, 1), 80), officer)
    new, old = employments_of(camille.pk)
    assert (new.contract, new.contract_until, new.time_share, new.since) == ("fixed_term", date(2025, 11, 1), 80, date(2024, 11, 1))
    assert (old.contract, old.until, old.rights_until) == ("", date(2024, 11, 1), date(2024, 11, 1))


def test_a_change_on_the_day_of_the_arrival_corrects_it(camille, reims, officer):
    done(camille, ContractChange(reims.pk, date(2020, 1, 1), "permanent", None, 100), officer)
    (row,) = employments_of(camille.pk)
    assert row.contract == "permanent"


@pytest.mark.usefixtures("published_rates")
def test_the_effects_say_rights_principal_card_and_contribution_and_write_nothing(camille, reims, tours):
    CardFactory(beneficiary=camille)
    before = view(camille)
    effects = previewed(camille, Transfer(reims.pk, date(2024, 10, 31), tours.pk, date(2024, 11, 4), LASTING))
    told = {about: [each.sentence for each in effects if each.about == about] for about in {each.about for each in effects}}
    assert "Reims : gardés jusqu’au 31/12/2024 inclus." in told["Droits"]
    assert "Tours : ouverts à partir du 04/11/2024, sans fin connue." in told["Droits"]
    assert told["Employeur principal"] == ["Tours : les nouvelles demandes lui seront comptées."]
    assert [line.replace("\xa0", " ") for line in told["Cotisation"]] == [
        "Reims : 36,17 € de moins pour 2024, à la prochaine régularisation.",
        "Tours : 34,39 € de plus pour 2024, à la prochaine régularisation.",
        "Reims : 217,00 € de moins pour 2025, au dernier taux connu, à la prochaine régularisation.",
        "Tours : 217,00 € de plus pour 2025, au dernier taux connu, à la prochaine régularisation.",
    ]
    assert told["Carte"]
    assert view(camille) == before


def test_a_card_is_said_to_stop_with_the_rights(camille, reims):
    CardFactory(beneficiary=camille)
    told = {each.about: each.sentence for each in previewed(camille, Departure(reims.pk, date(2024, 10, 31)))}
    assert told["Carte"] == "Les cartes en cours ne doivent plus valoir après le 31/12/2024."
    told = {each.about: each.sentence for each in previewed(camille, Departure(reims.pk, date(2023, 10, 31)))}
    assert told["Carte"].startswith("Aucun droit ne reste ouvert")


def test_an_act_is_refused_when_the_situation_has_changed_since_its_preview(camille, reims, officer):
    order = Departure(reims.pk, date(2024, 10, 31))
    seen = digest_of(previewed(camille, order))
    done(camille, ContractChange(reims.pk, date(2024, 2, 1), "permanent", None, 100), officer)
    with pytest.raises(EmploymentHasChanged):
        done(camille, order, officer, seen=seen)
    done(camille, order, officer, seen=digest_of(previewed(camille, order)))


def orders(reims, tours):
    return [
        Arrival(tours.pk, date(2024, 11, 1), LASTING),
        Departure(reims.pk, date(2024, 10, 31)),
        Transfer(reims.pk, date(2024, 10, 31), tours.pk, date(2024, 11, 4), LASTING),
        RetirementOrder(reims.pk, date(2024, 10, 31), "member"),
        RetirementOrder(reims.pk, date(2024, 10, 31)),
        ContractChange(reims.pk, date(2024, 10, 1), "permanent", None, 50),
        PositionChange(reims.pk, date(2024, 10, 1), "availability"),
    ]


@pytest.mark.parametrize("place", range(7))
def test_every_act_is_taken_back_whole_and_both_acts_stay_in_history(camille, reims, tours, officer, place):
    before = view(camille)
    act = done(camille, orders(reims, tours)[place], officer)
    assert view(camille) != before
    undo_employment_act(act_id=act, actor=officer, **AT)
    undo_employment_act(act_id=act, actor=officer, **AT)
    assert view(camille) == before
    assert Affiliation.objects.filter(beneficiary=camille, recorded_by=act).exists()
    assert EmploymentAct.objects.get(pk=act).undone_at == NOW
    verbs = list(AuditEntry.objects.filter(subject_id=camille.pk).order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["beneficiaries.employment_changed", "beneficiaries.employment_undone"]


def test_an_act_on_which_another_rests_is_not_taken_back_before_it(camille, reims, tours, officer):
    first = done(camille, Arrival(tours.pk, date(2024, 11, 1), LASTING), officer)
    second = done(camille, Departure(tours.pk, date(2024, 12, 1)), officer)
    with pytest.raises(SomethingRestsOnAct):
        undo_employment_act(act_id=first, actor=officer, **AT)
    undo_employment_act(act_id=second, actor=officer, **AT)
    undo_employment_act(act_id=first, actor=officer, **AT)
    assert len(view(camille)) == 1


def test_an_arrival_for_which_a_claim_counts_is_not_taken_back(camille, tours, officer):
    act = done(camille, Arrival(tours.pk, date(2024, 10, 1), LASTING), officer)
    ClaimFactory(beneficiary=camille, member=tours)
    with pytest.raises(SomethingRestsOnAct):
        undo_employment_act(act_id=act, actor=officer, **AT)


def test_bad_input_is_refused_in_words_and_nothing_is_written(camille, reims, tours, officer):
    stranger = MemberFactory(named__name="Ailleurs", membership=None)
    cases = [
        (Arrival(reims.pk, TODAY, LASTING), AlreadyThere),
        (Arrival(stranger.pk, TODAY, LASTING), MemberDoesNotBelong),
        (Arrival(uuid7(), TODAY, LASTING), MemberDoesNotBelong),
        (Arrival(tours.pk, TODAY, Terms(contract="fixed_term", contract_until=TODAY)), DatesCross),
        (Arrival(tours.pk, date(1970, 1, 1), LASTING), BeforeBirth),
        (Departure(tours.pk, TODAY), NotThere),
        (Departure(reims.pk, date(2019, 1, 1)), NotThere),
        (Transfer(reims.pk, TODAY, tours.pk, TODAY, LASTING), DatesCross),
        (Transfer(reims.pk, TODAY, reims.pk, TODAY + timedelta(days=9), LASTING), SameEmployer),
        (ContractChange(reims.pk, TODAY, "fixed_term", TODAY), DatesCross),
        (PositionChange(reims.pk, TODAY, "in_service"), NothingChanges),
        (PrincipalChoice(reims.pk, TODAY), NothingChanges),
        (PrincipalChoice(tours.pk, TODAY), NotThere),
    ]
    before = view(camille)
    for order, refusal in cases:
        with pytest.raises(refusal):
            done(camille, order, officer)
    assert view(camille) == before
    assert not EmploymentAct.objects.exists()


def test_a_contract_under_six_months_brings_nobody_in_unless_others_make_up_for_it(tours, officer):
    newcomer = BeneficiaryFactory(affiliation=None)
    short = Terms(contract="fixed_term", contract_until=date(2025, 1, 1))
    with pytest.raises(NotEligible) as refused:
        done(newcomer, Arrival(tours.pk, TODAY, short), officer)
    assert "Les contrats comptent 78 jours en tout" in refused.value.params["reason"]
    done(newcomer, Arrival(tours.pk, TODAY, Terms(contract="fixed_term", contract_until=date(2025, 5, 1))), officer)


def test_rights_that_another_employer_leaves_until_the_year_ends_are_no_reason_to_enter(tours, officer):
    someone = BeneficiaryFactory(affiliation=None)
    left = {"since": date(2024, 1, 1), "until": date(2024, 4, 1), "rights_until": date(2025, 1, 1), "contract": "permanent"}
    AffiliationFactory(beneficiary=someone, **left)
    with pytest.raises(NotEligible):
        done(someone, Arrival(tours.pk, TODAY, Terms(contract="fixed_term", contract_until=date(2024, 11, 1))), officer)


def test_nothing_is_recorded_after_a_death_nor_of_nobody(reims, officer):
    gone = BeneficiaryFactory(identity=None, affiliation__member=reims)
    with pytest.raises(FileNotOpen):
        done(gone, Departure(reims.pk, TODAY), officer)
    IdentityFactory(beneficiary=gone, died_on=date(2024, 3, 1))
    with pytest.raises(PersonHasDied):
        done(gone, Departure(reims.pk, TODAY), officer)


@pytest.mark.parametrize("role", [Role.CONTACT_AGENT, Role.CORRESPONDENT, Role.BENEFICIARY, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_only_officers_act_and_never_on_their_own(camille, reims, role):
    with pytest.raises(NotEmploymentKeeper):
        done(camille, Departure(reims.pk, TODAY), actor(role))
    with pytest.raises(NotEmploymentKeeper):
        done(camille, Departure(reims.pk, TODAY), actor(Role.CLAIMS_OFFICER, beneficiary=camille))


def test_who_was_declared_principal_elsewhere_stays_so_whatever_ends_or_comes_back(reims, tours, officer):
    new_year = date(2023, 1, 1)
    orders = [
        [Transfer(reims.pk, new_year, tours.pk, date(2023, 1, 2), LASTING), RetirementOrder(reims.pk, new_year, "member")],
        [Arrival(tours.pk, new_year, LASTING), PrincipalChoice(tours.pk, date(2023, 3, 1)), Departure(reims.pk, date(2023, 2, 28))],
        [Arrival(tours.pk, new_year, LASTING), PrincipalChoice(tours.pk, date(2023, 3, 1)), RetirementOrder(reims.pk, new_year, "member")],
        [
            PositionChange(reims.pk, date(2022, 1, 1), "availability"),
            Arrival(tours.pk, new_year, LASTING, becomes_principal=True),
            PositionChange(reims.pk, date(2023, 2, 1), "in_service"),
        ],
    ]
    for acts in orders:
        someone = BeneficiaryFactory(affiliation__member=reims)
        for order in acts:
            done(someone, order, officer)
        for day in (date(2023, 3, 1), date(2023, 12, 31), date(2024, 6, 1)):
            found = queries.affiliations_with_rights(someone.pk, on=day)
            assert [each.member_id for each in found if each.is_principal] == [tours.pk]


DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_after_any_acts_there_is_one_principal_at_most_and_undoing_all_restores_all(data, reims, tours):
    someone = BeneficiaryFactory(affiliation__member=reims)
    system = system_actor("suite")
    trail = [(None, view(someone))]
    for _ in range(data.draw(st.integers(1, 5))):
        day, member = data.draw(DAYS), data.draw(st.sampled_from([reims.pk, tours.pk]))
        other = tours.pk if member == reims.pk else reims.pk
        later = day + timedelta(days=data.draw(st.integers(1, 200)))
        order = data.draw(
            st.sampled_from(
                [
                    Arrival(member, day, LASTING),
                    Arrival(member, day, Terms(contract="fixed_term", contract_until=later)),
                    Departure(member, day),
                    Transfer(member, day, other, later, LASTING),
                    RetirementOrder(member, day, "member"),
                    PositionChange(member, day, "availability"),
                    PositionChange(member, day, "in_service"),
                    PrincipalChoice(member, day),
                ]
            )
        )
        try:
            act = done(someone, order, system)
        except Refusal:
            assert view(someone) == trail[-1][1]
            continue
        trail.append((act, view(someone)))
    for day in (date(2023, 6, 1), date(2024, 10, 15), date(2025, 6, 1), date(2027, 6, 1)):
        found = queries.affiliations_with_rights(someone.pk, on=day)
        assert [each.is_principal for each in found].count(True) <= 1
        written = set(queries.with_rights_on(day).filter(beneficiary=someone).values_list("member_id", flat=True))
        assert written == {each.member_id for each in found}
        assert bool(found) == (eligibility_of(someone.pk, on=day).status is not EligibilityStatus.NOT_ELIGIBLE)
    while len(trail) > 1:
        act, _ = trail.pop()
        done_acts = EmploymentAct.objects.filter(beneficiary=someone, undone_at=None).values_list("pk", flat=True)
        assert standing_acts(someone.pk) == {key for key in done_acts if not rests_on_act(key, beneficiary_id=someone.pk)} >= {act}
        undo_employment_act(act_id=act, actor=system, **AT)
        assert view(someone) == trail[-1][1]


def test_a_person_of_two_members_may_leave_one_of_them(camille, reims, tours, officer):
    AffiliationFactory(beneficiary=camille, member=tours, is_principal=False)
    done(camille, Departure(tours.pk, date(2024, 10, 31)), officer)
    assert rights(camille, date(2025, 1, 2)) == {reims.pk: None}
