"""A death ends rights and letters at once, leaves the children's aid of the year, opens a file for the heirs, and can be undone."""

from datetime import date, timedelta

import pytest
from django.core import mail

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.models import Account
from entraide.apps.accounts.refusals import ActivationRefused
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries import queries
from entraide.apps.beneficiaries.models import Affiliation, Card, Dependant, DependantIdentity, Identity, Kinship
from entraide.apps.beneficiaries.operations.activation import ActivationAnswers, confirm_activation, hand_out_code
from entraide.apps.beneficiaries.operations.deaths import record_dependant_death
from entraide.apps.beneficiaries.operations.employment import change_employment
from entraide.apps.beneficiaries.queries.employment_orders import ContractChange
from entraide.apps.beneficiaries.refusals import DatesCross, DeathOutOfSpan, NoSuchChoice, PersonHasDied
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.claims.operations import waiting
from entraide.apps.lifecycle.models import Death
from entraide.apps.lifecycle.operations import deaths
from entraide.apps.lifecycle.queries.deaths import death_files, digest_of, effects_of_death, estate_of, file_state
from entraide.apps.lifecycle.refusals import (
    BuiltUponDeath,
    DeathAlreadyKnown,
    DeathDayRefused,
    DeathHasChanged,
    DeathNotApplied,
    DeathNotWaiting,
    NotDeathKeeper,
    StillOwed,
)
from entraide.apps.notifications.delivery import deliver_waiting
from entraide.apps.notifications.models import Message, Outgoing
from entraide.apps.notifications.operations import Letter, send_email, send_emails, tell, tell_many
from entraide.core.money import ZERO, Money
from entraide.orm.keys import uuid7
from tests.factories import families
from tests.factories.actors import actor, person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory, CardFactory, DependantFactory, KinshipFactory


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
AT = {"at": NOW, "on": TODAY}
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def home():
    return families.family()


def drafted(home, officer, died_on=YESTERDAY, contact="Maître Leroy, notaire"):
    return deaths.draft_death(beneficiary_id=home.opener.beneficiary.pk, died_on=died_on, heirs_contact=contact, actor=officer.actor, **AT)


def applied(home, officer, **values):
    death_id = drafted(home, officer, **values)
    deaths.apply_death(death_id=death_id, actor=officer.actor, **AT)
    return death_id


def undone(death_id, officer):
    deaths.undo_death(death_id=death_id, actor=officer.actor, **AT)


def facts(home):
    """Give every fact in force about a person, keys and instants aside."""
    who = home.opener.beneficiary
    spans = ("since", "until")
    return (
        sorted(Affiliation.objects.current().filter(beneficiary=who).values_list(*spans, "rights_until", "leaving", "is_principal")),
        sorted(Identity.objects.current().filter(beneficiary=who).values_list(*spans, "died_on", "family_name"), key=str),
        sorted(Kinship.objects.current().filter(beneficiary=who).values_list(*spans, "ended_by"), key=str),
    )


def test_rights_and_employment_end_on_the_day_of_the_death(home, officer):
    applied(home, officer)
    who = home.opener.beneficiary.pk
    assert queries.affiliations_with_rights(who, on=YESTERDAY) != []
    assert queries.affiliations_with_rights(who, on=TODAY) == []
    row = Affiliation.objects.current().get(beneficiary=who)
    assert (row.until, row.rights_until, row.leaving) == (TODAY, TODAY, "death")
    assert Identity.objects.current().get(beneficiary=who).died_on == YESTERDAY


def test_rights_kept_after_a_departure_end_with_the_death_too(home, officer):
    families.end_rights(home, on=date(2024, 10, 1))
    Affiliation.objects.current().update(superseded_at=NOW, superseded_by=uuid7())
    member = home.opener.member
    kept = {"since": date(2020, 1, 1), "until": date(2024, 10, 1), "rights_until": date(2025, 1, 1), "leaving": "departure"}
    Affiliation.objects.create(beneficiary=home.opener.beneficiary, member=member, status="active", recorded_at=NOW, **kept)
    applied(home, officer)
    row = Affiliation.objects.current().get(beneficiary=home.opener.beneficiary)
    assert (row.until, row.rights_until, row.leaving) == (date(2024, 10, 1), TODAY, "departure")


def test_a_death_ends_rights_that_lists_had_not_added_up(home, officer):
    Affiliation.objects.current().update(superseded_at=NOW, superseded_by=uuid7())
    who = home.opener.beneficiary
    short = {"beneficiary": who, "contract": "fixed_term"}
    AffiliationFactory(since=date(2024, 3, 1), until=date(2024, 6, 1), rights_until=date(2024, 3, 1), **short)
    AffiliationFactory(since=date(2024, 6, 1), until=date(2024, 9, 30), rights_until=date(2024, 6, 1), **short)
    applied(home, officer)
    assert len(queries.affiliations_with_rights(who.pk, on=YESTERDAY)) == 2
    assert queries.affiliations_with_rights(who.pk, on=TODAY) == []


def test_the_childrens_claims_of_the_year_go_on_and_are_paid_and_the_others_are_closed_with_their_reason(home, officer):
    child = families.checked(home, officer)
    own = families.filed(home, families.Typed(stay_ended_on=date(2024, 7, 5)))
    Claim.objects.filter(pk=own.pk).update(dependant=None)
    draft = families.drafted(home, families.Typed(stay_ended_on=date(2024, 7, 12)))
    Claim.objects.filter(pk=draft).update(dependant=None)
    applied(home, officer)
    own.refresh_from_db()
    assert own.state == "closed"
    assert "Décès de la personne le 14/10/2024" in Decision.objects.get(claim=own).note
    assert Claim.objects.get(pk=draft).state == "cancelled"
    families.proved(home.child)
    granted = families.decide(Claim.objects.get(pk=child.pk), officer)
    assert granted.state == "granted"
    assert estate_of(home.opener.beneficiary.pk).owed > ZERO


def test_a_childs_claim_for_an_event_of_the_next_year_ends_with_the_death(home, officer):
    claim = families.filed(home)
    Claim.objects.filter(pk=claim.pk).update(event_on=date(2025, 1, 2))
    applied(home, officer)
    assert Claim.objects.get(pk=claim.pk).state == "closed"


def test_nothing_is_told_nor_sent_any_more_and_what_waited_is_dropped(home, officer):
    who, address = home.opener.beneficiary.pk, home.opener.account.email
    send_email(key="before", recipient=address, subject="Avant", body="Avant", at=NOW)
    other = person(Role.BENEFICIARY)
    applied(home, officer)
    told = Message.objects.filter(beneficiary_id=who).count()
    letter = Letter("after", "Après", "Après", beneficiary_id=who, email=address)
    tell(letter, **AT)
    tell_many([letter, Letter("other", "À vous", "À vous", beneficiary_id=other.beneficiary.pk, email=other.account.email)], **AT)
    send_email(key="direct", recipient=address.upper(), subject="Après", body="Après", at=NOW)
    send_emails(mails=[("many", address), ("many-other", other.account.email)], subject="Après", body="Après", at=NOW)
    assert Message.objects.filter(beneficiary_id=who).count() == told
    assert not Outgoing.objects.filter(recipient__iexact=address, dropped_by__isnull=True).exists()
    deliver_waiting(at=NOW)
    assert {recipient for each in mail.outbox for recipient in each.to} == {other.account.email}


def test_an_address_that_somebody_else_uses_goes_on_receiving(home, officer):
    identity = Identity.objects.current().get(beneficiary=home.opener.beneficiary)
    BeneficiaryFactory(identity__email=identity.email)
    applied(home, officer)
    send_email(key="shared", recipient=identity.email, subject="À l’autre", body="Bonjour", at=NOW)
    assert Outgoing.objects.filter(recipient=identity.email, dropped_by__isnull=True).count() == 1


def test_the_account_is_closed_whoever_is_signed_in_and_cards_are_revoked(home, officer):
    client = signed_in(home.opener)
    card = CardFactory(beneficiary=home.opener.beneficiary)
    assert client.get("/moi/").status_code == 200
    applied(home, officer)
    assert not Account.objects.get(pk=home.opener.account.pk).is_active
    assert client.get("/moi/").status_code == 302
    assert Card.objects.get(pk=card.pk).revoked_for == "death"


def test_the_dead_leave_the_households_that_hold_them_and_keep_their_own(home, officer):
    who = home.opener.beneficiary
    dependant = DependantFactory(beneficiary=who)
    partner = KinshipFactory(dependant=dependant, kind="spouse", union="marriage").beneficiary
    applied(home, officer)
    assert queries.household(partner.pk, on=TODAY) == []
    assert queries.household(partner.pk, on=YESTERDAY)[0].kind == "spouse"
    assert Kinship.objects.current().get(dependant=dependant).ended_by == "death"
    assert DependantIdentity.objects.current().get(dependant=dependant).died_on == YESTERDAY
    assert [each.kind for each in queries.household(who.pk, on=TODAY)] == ["child"]


def test_undoing_restores_facts_account_letters_and_claims_and_both_acts_stay_in_history(home, officer):
    claim = families.taken(home, officer)
    Claim.objects.filter(pk=claim.pk).update(dependant=None)
    send_email(key="before", recipient=home.opener.account.email, subject="Avant", body="Avant", at=NOW)
    before = facts(home)
    death_id = applied(home, officer)
    assert facts(home) != before
    undone(death_id, officer)
    undone(death_id, officer)
    assert facts(home) == before
    assert Account.objects.get(pk=home.opener.account.pk).is_active
    assert Outgoing.objects.get(key="before").dropped_by is None
    tell(Letter("again", "À nouveau", "À nouveau", beneficiary_id=home.opener.beneficiary.pk), **AT)
    assert Message.objects.filter(subject="À nouveau").count() == 1
    assert Claim.objects.get(pk=claim.pk).state == "in_review"
    verbs = list(AuditEntry.objects.filter(subject_id=home.opener.beneficiary.pk).order_by("sequence").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb.startswith("lifecycle")] == [
        f"lifecycle.death_{what}" for what in ("drafted", "applied", "undone")
    ]


def test_a_claim_that_was_opened_again_is_decided_anew_and_its_decision_supersedes_the_closing(home, officer):
    claim = families.taken(home, officer)
    Claim.objects.filter(pk=claim.pk).update(dependant=None)
    death_id = applied(home, officer)
    undone(death_id, officer)
    Claim.objects.filter(pk=claim.pk).update(dependant=home.child)
    families.decide(Claim.objects.get(pk=claim.pk), officer, "refuse", note="Autre raison.")
    first, second = Decision.objects.filter(claim=claim).order_by("pk")
    assert (first.outcome, second.outcome, second.supersedes_id) == ("closed", "refused", first.pk)


def test_a_claim_that_waited_for_the_person_waits_the_whole_delay_again_and_its_clock_stood_still_all_along(home, officer):
    claim = families.taken(home, officer)
    term = claim.due_on
    wanted = waiting.WantedPaper("other", "Envoyez une attestation.")
    paper = waiting.ask_paper(claim_id=claim.pk, wanted=wanted, actor=officer.actor, **AT)
    Claim.objects.filter(pk=claim.pk).update(dependant=None)
    death_id, later = applied(home, officer), TODAY + timedelta(days=40)
    Claim.objects.filter(pk=claim.pk).update(dependant=home.child)
    deaths.undo_death(death_id=death_id, actor=officer.actor, at=NOW, on=later)
    assert waiting.close_unanswered(actor=system_actor("schedule"), at=NOW, on=later + timedelta(days=30)) == 0
    waiting.correct_paper(claim_document_id=paper, document_id=families.kept(home.actor), actor=home.actor, at=NOW, on=later)
    claim.refresh_from_db()
    assert (claim.state, claim.due_on) == ("in_review", term + timedelta(days=40))


def test_an_account_that_was_closed_before_stays_closed_after_the_undoing(home, officer):
    Account.objects.filter(pk=home.opener.account.pk).update(is_active=False)
    undone(applied(home, officer), officer)
    assert not Account.objects.get(pk=home.opener.account.pk).is_active


def test_a_death_on_which_a_correction_rests_is_not_undone(home, officer):
    death_id = applied(home, officer)
    order = ContractChange(home.opener.member.pk, date(2024, 9, 1), "permanent", None, 80)
    change_employment(beneficiary_id=home.opener.beneficiary.pk, order=order, actor=officer.actor, **AT)
    with pytest.raises(BuiltUponDeath):
        undone(death_id, officer)


def test_nothing_is_recorded_of_employment_after_the_death(home, officer):
    applied(home, officer)
    with pytest.raises(PersonHasDied):
        order = ContractChange(home.opener.member.pk, TODAY, "permanent", None, 80)
        change_employment(beneficiary_id=home.opener.beneficiary.pk, order=order, actor=officer.actor, **AT)


def test_the_preview_says_each_effect_and_stops_the_act_when_it_is_no_longer_true(home, officer):
    who = home.opener.beneficiary.pk
    CardFactory(beneficiary=home.opener.beneficiary)
    families.filed(home)
    death_id = drafted(home, officer)
    effects = effects_of_death(who, died_on=YESTERDAY, on=TODAY)
    assert {each.about for each in effects} == {"Droits", "Demandes", "Cartes", "Compte", "Courriers"}
    CardFactory(beneficiary=home.opener.beneficiary)
    with pytest.raises(DeathHasChanged):
        deaths.apply_death(death_id=death_id, seen=digest_of(effects), actor=officer.actor, **AT)
    assert facts(home)[1][0][2] is None
    fresh = effects_of_death(who, died_on=YESTERDAY, on=TODAY)
    deaths.apply_death(death_id=death_id, seen=digest_of(fresh), actor=officer.actor, **AT)
    deaths.apply_death(death_id=death_id, seen="", actor=officer.actor, **AT)


def test_bad_input_is_refused_and_nothing_is_written(home, officer):
    with pytest.raises(DeathDayRefused):
        drafted(home, officer, died_on=TODAY + timedelta(days=1))
    with pytest.raises(DeathDayRefused):
        drafted(home, officer, died_on=date(1950, 1, 1))
    death_id = drafted(home, officer)
    with pytest.raises(DeathAlreadyKnown):
        drafted(home, officer)
    with pytest.raises(DeathNotApplied):
        undone(death_id, officer)
    with pytest.raises(DeathNotApplied):
        deaths.close_heirs_file(death_id=death_id, actor=officer.actor, **AT)
    deaths.set_death_aside(death_id=death_id, actor=officer.actor, **AT)
    deaths.set_death_aside(death_id=death_id, actor=officer.actor, **AT)
    with pytest.raises(DeathNotWaiting):
        deaths.apply_death(death_id=death_id, actor=officer.actor, **AT)
    again = applied(home, officer)
    with pytest.raises(DeathNotWaiting):
        deaths.set_death_aside(death_id=again, actor=officer.actor, **AT)


@pytest.mark.parametrize("role", [Role.CONTACT_AGENT, Role.CORRESPONDENT, Role.BENEFICIARY, Role.ADMINISTRATOR])
def test_only_officers_record_a_death_and_never_their_own(home, role):
    for someone in (actor(role), actor(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary)):
        with pytest.raises(NotDeathKeeper):
            deaths.draft_death(beneficiary_id=home.opener.beneficiary.pk, died_on=YESTERDAY, heirs_contact="", actor=someone, **AT)


def test_the_file_of_the_heirs_closes_once_nothing_is_owed_and_nothing_waits(home, officer):
    claim = families.checked(home, officer)
    death_id = applied(home, officer)
    close = {"death_id": death_id, "actor": officer.actor, **AT}
    with pytest.raises(StillOwed) as refused:
        deaths.close_heirs_file(**close)
    assert claim.reference in refused.value.params["what"]
    families.decide(claim, officer, "refuse", note="Pièces fausses.")
    deaths.change_heirs_contact(contact="Sa fille, 06 00 00 00 00", **close)
    deaths.change_heirs_contact(contact="Sa fille, 06 00 00 00 00", **close)
    deaths.close_heirs_file(**close)
    deaths.close_heirs_file(**close)
    death = Death.objects.get(pk=death_id)
    assert (death.closed_on, death.heirs_contact, file_state(death)) == (TODAY, "Sa fille, 06 00 00 00 00", "closed")


def test_an_amount_granted_and_not_paid_is_owed_to_the_heirs(home, officer):
    families.granted(home, officer)
    death_id = applied(home, officer)
    assert estate_of(home.opener.beneficiary.pk).owed == Money.of(120)
    with pytest.raises(StillOwed):
        deaths.close_heirs_file(death_id=death_id, actor=officer.actor, **AT)


def test_files_are_found_by_name_and_state_by_who_may_see_them(home, officer):
    applied(home, officer)
    other = families.family()
    drafted(other, officer)
    name = families.family_name_of(home.opener)
    assert len(death_files(actor=officer.actor)) == 2
    assert [row.family_name for row in death_files(actor=officer.actor, text=name.upper())] == [name]
    assert [row.family_name for row in death_files(actor=officer.actor, state="open")] == [name]
    assert [row.state for row in death_files(actor=officer.actor, state="drafted")] == ["drafted"]
    assert not death_files(actor=officer.actor, state="closed").exists()
    assert not death_files(actor=actor(Role.DIRECTOR)).exists()


def test_the_death_of_a_child_takes_it_out_of_both_homes_that_day(home, officer):
    other = KinshipFactory(dependant=Dependant.objects.get(pk=home.child)).beneficiary
    who = {"beneficiary_id": home.opener.beneficiary.pk, "dependant_id": home.child}
    for died_on, refusal in ((TODAY + timedelta(days=1), DeathOutOfSpan), (date(2000, 1, 1), DatesCross)):
        with pytest.raises(refusal):
            record_dependant_death(**who, died_on=died_on, actor=home.actor, **AT)
    record_dependant_death(**who, died_on=YESTERDAY, actor=home.actor, **AT)
    assert queries.household(home.opener.beneficiary.pk, on=TODAY) == []
    assert queries.household(other.pk, on=TODAY) == []
    assert len(queries.household(other.pk, on=YESTERDAY)) == 1
    with pytest.raises(NoSuchChoice):
        record_dependant_death(**who, died_on=YESTERDAY, actor=home.actor, **AT)


def test_no_account_is_opened_for_the_dead_and_a_code_that_was_out_dies(officer):
    someone = BeneficiaryFactory()
    administrator = actor(Role.ADMINISTRATOR)
    wanted = {"beneficiary_id": someone.pk, "channel": "letter", "site": "https://entraide.example", "actor": administrator, **AT}
    code = hand_out_code(**wanted)
    answers = ActivationAnswers(code, date(1980, 5, 17))
    confirm_activation(answers=answers, network="10.0.0.1", **AT)
    death_id = deaths.draft_death(beneficiary_id=someone.pk, died_on=YESTERDAY, heirs_contact="", actor=officer.actor, **AT)
    deaths.apply_death(death_id=death_id, actor=officer.actor, **AT)
    with pytest.raises(ActivationRefused):
        confirm_activation(answers=answers, network="10.0.0.1", **AT)
    with pytest.raises(PersonHasDied):
        hand_out_code(**wanted)
