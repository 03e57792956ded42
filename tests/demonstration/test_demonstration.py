"""The demonstration holds what the tour tells, to the cent, and signs its people in with real factors."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from entraide.apps.accounts.actor import Actor, Hat, system_actor
from entraide.apps.accounts.models import Account
from entraide.apps.accounts.queries import account_by_email, staff_roles_of
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.models import Beneficiary
from entraide.apps.beneficiaries.queries import beneficiary_of_account
from entraide.apps.claims.models import Claim, ClaimDocument, ClaimMessage
from entraide.apps.claims.queries.replays import replays
from entraide.apps.contributions.queries import called_for, lines_of
from entraide.apps.contributions.queries.campaigns import campaigns
from entraide.apps.contributions.queries.disputes import disputes
from entraide.apps.contributions.queries.documents import documents as call_documents
from entraide.apps.contributions.queries.documents import waiting, waiting_groups
from entraide.apps.contributions.queries.persons import adds_up, person_lines
from entraide.apps.contributions.queries.receipts import suggestions, waiting_lines
from entraide.apps.contributions.queries.surpluses import surpluses
from entraide.apps.desk.models import Absence, Note, Opinion, PlannedDecision, SavedView
from entraide.apps.desk.operations.bulk import make_due
from entraide.apps.desk.queries.automations import added_up, overview
from entraide.apps.documents.queries import content_of, documents
from entraide.apps.mailroom.models import Envelope, PostItem
from entraide.apps.mailroom.queries.envelopes import word_of
from entraide.apps.members.queries import (
    Narrowing,
    attached_to,
    bodies_found,
    contacts_of,
    member_by_siren,
    member_list,
    members_by_siren,
    paid_for_by,
    payers,
)
from entraide.apps.network.models import Designation
from entraide.apps.network.queries import bureau_of, mandates_of, vacancies
from entraide.apps.notifications.queries import waiting_letters
from entraide.apps.payments.models import PaymentOrder, Transfer, TransferBatch
from entraide.apps.payments.operations.batching import prepare_batch, release_batch
from entraide.apps.payments.operations.statements import import_statement
from entraide.apps.payments.queries import agreements, lines_agree
from entraide.apps.portfolio import queries as portfolio
from entraide.apps.recourse.models import Complaint, Reexamination
from entraide.apps.reporting.operations import publish
from entraide.apps.reporting.queries.published import published, published_small
from entraide.config.actor import hats_of
from entraide.config.alone import only_here
from entraide.config.demonstration.automation import FILED, YEARLY
from entraide.config.demonstration.cast import PHRASE, players
from entraide.config.demonstration.loading import build_demonstration
from entraide.config.owners import claim_bank_lines
from entraide.core.indicators.publications import Withheld
from entraide.core.money import Money
from entraide.population.demonstration.setup import CU_SIREN
from tests.factories.actors import Person, signed_in
from tests.factories.base import NOW, TODAY
from tests.harness.bank import read_order, statement


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup, django_db_blocker):
    """Build the demonstration once for all these tests, in a transaction that none of them sees the end of."""
    lines: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        build_demonstration(lines.append, at=NOW)
        yield lines
        transaction.set_rollback(True)


def test_the_cu_carries_the_published_totals():
    years = published(member_by_siren(CU_SIREN), [2022, 2023])
    assert [(one.row.contributions, one.row.settled) for one in years.values()] == [
        (Money.of("308212.74"), Money.of(324_785)),
        (Money.of("309767.44"), Money.of(380_456)),
    ]
    assert [(one.row.user_count, one.row.beneficiary_count) for one in years.values()] == [(841, 1524), (916, 1530)]
    assert [f"{one.return_rate:.2%}" for one in years.values()] == ["105.38%", "122.82%"]


def test_the_running_year_is_published_as_of_the_day_before():
    year = published(member_by_siren(CU_SIREN), [2024])[2024]
    assert (year.as_of, year.is_provisional, year.row.contributions) == (date(2024, 10, 14), True, Money.of("309951.74"))


def test_2024_is_called_person_by_person_and_earlier_years_are_taken_over():
    cu = member_by_siren(CU_SIREN)
    (campaign,) = campaigns()
    assert (campaign.state, campaign.member_count, campaign.done_count) == ("done", 13, 13)
    assert adds_up(person_lines(cu, year=2024)).amount == called_for(cu, year=2024, as_of=TODAY) == Money.of("309951.74")
    assert {line.origin for year in (2022, 2023) for line in lines_of(cu, year=year)} == {"imported"}
    assert [(row.state, row.adjustment.cents if row.adjustment else None) for row in disputes(member_id=cu)] == [
        ("open", None),
        ("upheld", Money.of("-72.33")),
        ("dismissed", None),
    ]


def test_the_documents_of_the_call_are_deposited_paid_replaced_and_paid_in_parts():
    rows = {row.number: row for row in call_documents(TODAY)}
    states = {"deposited": 6, "issued": 1, "paid": 3, "partly_paid": 1, "cancelled": 1, "credit": 2}
    assert Counter(row.state for row in rows.values()) == states
    assert {row.deposit for row in rows.values()} == {"available", "suspended", "rejected", ""}
    assert sorted(row.owed for row in rows.values() if row.state == "partly_paid") == [Money(1)]
    assert all(row.file_id for row in rows.values())
    assert [(line.counterparty, found.doubt.value, len(found.candidates)) for line, found in _in_doubt()] == [
        ("COMMUNE DE LOIVRE", "no_number", 1),
        ("MUTUELLE DES COLLECTIVITES", "no_number", 0),
    ]
    assert [(row.debtor_name, row.owed) for row in surpluses(TODAY)] == [("Commune de Warmeriville", Money(-2_500))]
    assert lines_agree()
    assert [(one.name, one.missing) for one in waiting(waiting_groups(), on=TODAY)] == [("Commune de Beaumont-sur-Vesle", "establishment")]


def _in_doubt():
    lines = list(waiting_lines())
    found = suggestions(lines, on=TODAY)
    return [(line, found[line.pk]) for line in lines]


def test_a_member_of_nine_agents_reads_those_of_its_size():
    assert published(member_by_siren("215100397"), [2024])[2024].row.withheld is Withheld.SMALL_MEMBER
    assert published_small([2024])[2024].member_count > 1


def test_the_register_shows_contracts_billing_contacts_and_neighbours():
    system, keys = system_actor("suite"), members_by_siren()
    members = member_list(actor=system, on=TODAY)
    assert members.count() == 13
    assert [member.siren for member in member_list(actor=system, on=TODAY, also=Narrowing(is_leaving=True))] == ["215105685"]
    assert [view.name for view in payers(on=TODAY)] == ["Amicale du personnel des communes de la Vesle (fictive)"]
    assert [view.siren for view in paid_for_by(payers(on=TODAY)[0].id, on=TODAY)] == ["215101056", "215104167"]
    assert [member.siren for member in member_list(actor=system, on=TODAY, also=Narrowing(is_unbilled=True))] == ["215100397"]
    assert len(attached_to(keys[CU_SIREN], on=TODAY)) == 22
    assert all(list(contacts_of(member.pk, on=TODAY)) for member in members)
    assert {view.siren for view in bodies_found("reims", on=TODAY, limit=9)} == {CU_SIREN, "215104217", "215106139"}


def test_the_desk_has_work_of_every_kind():
    states = Counter(Claim.objects.values_list("state", flat=True))
    by_hand = Claim.objects.exclude(benefit_code=YEARLY)
    assert by_hand.filter(state="granted").count() == 15
    assert 36 <= states["submitted"] + states["in_review"] + states["awaiting_correction"] <= 40
    assert min(states["in_review"], states["awaiting_correction"], states["refused"], states["closed"]) >= 1
    late = [claim for claim in Claim.objects.filter(state="submitted") if claim.time_bar < claim.filed_on]
    assert len(late) == 1
    assert Claim.objects.filter(state="submitted", due_on__lte=date(2024, 10, 17)).exists()


def test_granted_claims_wait_for_the_accountant_and_the_journal_agrees():
    orders = PaymentOrder.objects.all()
    assert {order.state for order in orders} == {"due"}
    assert len({order.beneficiary_id for order in orders}) == 15 + FILED
    karine = Beneficiary.objects.get(account__email="karine.fournier@exemple.fr")
    assert orders.filter(beneficiary=karine).exists()
    assert all(agreement.holds for agreement in agreements(as_of=TODAY))


def test_once_the_bank_has_paid_the_next_table_moves_and_one_transfer_comes_back():
    day, preparer, releaser = {"at": NOW, "on": TODAY}, acting("marc.vidal"), acting("helene.brun")
    cu = member_by_siren(CU_SIREN)
    before = published(cu, [2024])[2024].row
    batch_id = prepare_batch(execution_on=TODAY, actor=preparer, **day)
    release_batch(batch_id=batch_id, actor=releaser, **day)
    sent = read_order(content_of(TransferBatch.objects.get(pk=batch_id).document_id))
    karine = Transfer.objects.get(order__beneficiary__account__email="karine.fournier@exemple.fr")
    import_statement(content=statement([sent], TODAY, {karine.end_to_end: "AC04"}), name="releve.xml", actor=preparer, **day)
    claim_bank_lines(actor=system_actor("suite"), **day)
    publish(year=2024, as_of=TODAY, actor=system_actor("suite"), **day)
    after = published(cu, [2024])[2024].row
    paid = sum(order.cents.cents for order in PaymentOrder.objects.filter(state="settled"))
    assert (after.carried_from, after.settled.cents - before.settled.cents) == (None, paid)
    assert PaymentOrder.objects.get(state="returned").beneficiary_id == karine.order.beneficiary_id
    assert all(agreement.holds for agreement in agreements(as_of=TODAY))


def acting(name: str) -> Actor:
    """Give someone of the staff under their first role."""
    account = account_by_email(f"{name}@exemple.fr")
    return Actor("person", account.pk, account.name, Hat(staff_roles_of(account.pk, on=TODAY)[0]))


def test_a_benefit_is_decided_without_a_human_act_and_its_rate_of_error_is_published(client):
    ways, looks = added_up(overview(on=TODAY))
    assert (ways.straight, looks.done, looks.wrong, looks.waiting) == (FILED, FILED - 2, 1, 2)
    assert {claim.state for claim in Claim.objects.filter(reopened_on__isnull=False)} == {"in_review"}
    page = client.get(f"/prestations/{YEARLY}/").content.decode()
    text = page.replace("\xa0", " ")
    assert "31 décisions relues" in text and "1 était erronée" in text and "montant est inventé" in text


def test_an_expert_is_asked_and_has_answered_and_officers_leave_notes_a_view_and_an_absence():
    asked = Opinion.objects.order_by("asked_at")
    assert [one.advice for one in asked] == ["favourable", ""]
    assert {one.expert.email for one in asked} == {"pierre.lefort@exemple.fr"}
    assert (Note.objects.count(), SavedView.objects.count()) == (2, 1)
    assert Absence.objects.get().since > TODAY
    assert [message.is_from_person for message in ClaimMessage.objects.order_by("sent_at")] == [True, False]
    wanted = Claim.objects.filter(state="awaiting_correction").order_by("answer_by").first()
    assert TODAY <= wanted.answer_by <= TODAY + timedelta(days=3) and wanted.reminded_on is not None


def test_decisions_asked_together_wait_to_be_made_and_all_may_be():
    planned = PlannedDecision.objects.filter(state="planned", bulk__done_at__isnull=True)
    assert planned.count() == 3
    after = planned.order_by("pk").first().bulk.effective_at
    assert make_due(actor=system_actor("schedule"), at=after, on=TODAY) == 3
    assert Counter(PlannedDecision.objects.values_list("state", flat=True)) == {"done": 3}


def test_the_post_found_its_claims_but_for_one_page_and_an_envelope_waits_beside_one_that_was_entered():
    items = PostItem.objects.order_by("first_page")
    assert [(item.state, item.reason) for item in items] == [("to_sort", "no_cover"), ("filed", ""), ("filed", "")]
    assert {item.claim.state for item in items if item.claim} == {"in_review"}
    assert [word_of(each) for each in Envelope.objects.order_by("deposited_on")] == ["décidé", "reçu"]
    assert [each.claim is None for each in Envelope.objects.order_by("deposited_on")] == [False, True]
    assert [letter.subject.split()[-1] for letter in waiting_letters().order_by("written_at")] == ["déposée", "accordée"]


def test_a_decision_is_contested_a_complaint_has_changed_a_text_and_another_is_in_hand():
    assert Reexamination.objects.get().state == "asked"
    assert [(one.state, one.changed) for one in Complaint.objects.order_by("received_on")] == [("answered", "text"), ("in_hand", "")]


def test_every_filed_claim_has_papers():
    filed = Claim.objects.exclude(state="draft").exclude(benefit_code=YEARLY).order_by("pk")
    papers = ClaimDocument.objects.filter(claim__in=filed).order_by("pk")
    assert set(papers.values_list("claim_id", flat=True)) == set(filed.values_list("pk", flat=True))
    assert all(paper.size > 5_000 for paper in documents(papers.values_list("document_id", flat=True)).values())


def test_the_acts_stand_in_the_trail_in_the_order_of_their_days():
    acts = AuditEntry.objects.filter(verb__in=["claims.filed", "claims.granted", "claims.taken"]).order_by("sequence")
    days = list(acts.values_list("on", flat=True))
    assert days == sorted(days) and days[-1] < TODAY


def test_everybody_of_the_tour_signs_in_but_the_one_who_must_activate():
    without = [player.email for player in players() if account_by_email(player.email) is None]
    assert without == ["david.petit@exemple.fr"]
    nadia = account_by_email("nadia.ferrand@exemple.fr")
    assert nadia.check_password(PHRASE)
    assert Beneficiary.objects.filter(account=nadia).exists()


def test_staff_have_their_role_and_a_sealed_second_factor():
    director = account_by_email("philippe.delorme@exemple.fr")
    assert staff_roles_of(director.pk, on=TODAY) == ["director"]
    held = Authenticator.objects.get(user=director, type="totp").data["secret"]
    assert decrypt(held).isalnum() and decrypt(held) not in held
    assert Account.objects.filter(staff_roles__isnull=False).distinct().count() == Authenticator.objects.filter(type="totp").count()


def test_correspondents_and_delegates_have_their_mandates():
    kinds = {mandates_of(account_by_email(email).pk, on=TODAY)[0][0] for email in ("sylvie.marchand@exemple.fr", "hamid.bouzid@exemple.fr")}
    assert kinds == {"correspondent", "delegate_staff"}


def test_the_accounts_are_told_with_the_phrase_and_a_living_code(settings):
    settings.ENTRAIDE_DEMONSTRATION = True
    out = StringIO()
    call_command("demo", "accounts", stdout=out)
    assert PHRASE in out.getvalue() and "David Petit" in out.getvalue()
    assert [player.email for player in players() if player.email not in out.getvalue()] == []


def test_a_full_database_is_not_built_over(settings):
    settings.ENTRAIDE_DEMONSTRATION = True
    with pytest.raises(CommandError, match="déjà des comptes"):
        call_command("demo", "build")


def test_an_installation_that_is_no_demonstration_refuses(settings):
    settings.ENTRAIDE_DEMONSTRATION = False
    with pytest.raises(CommandError, match="pas une démonstration"):
        call_command("demo", "reset")


def test_every_decision_replays_to_the_same_trace():
    assert {each.decision.claim.reference for each in replays() if not each.is_equal} == set()


def test_it_is_not_reset_under_a_running_server(settings, tmp_path):
    settings.ENTRAIDE_DEMONSTRATION, settings.VAR = True, tmp_path
    before = Claim.objects.count()
    with only_here("serving"), pytest.raises(CommandError, match="en marche"):
        call_command("demo", "reset")
    assert Claim.objects.count() == before


def test_the_branch_has_work_of_every_kind():
    seen = {"actor": acting("laure.perrin"), "on": TODAY}
    states = Counter(Designation.objects.values_list("state", flat=True))
    assert (states["received"], states["confirmed"]) == (3, 3) and states["awaited"] > 10
    assert [finding.where for finding in bureau_of("51", on=TODAY).findings] == ["treasurer"]
    assert vacancies(**seen).count() >= 2
    counts = [portfolio.exchanges(state=state, **seen).count() for state in ("planned", "to_tell", "told")]
    assert counts == [2, 1, 4] and portfolio.promises(state="late", **seen).count() == 1
    signals = {signal for row in portfolio.accounts_at_risk(**seen) for signal in portfolio.signals_of(row)}
    assert {"notice_given", "no_correspondent", "flagged"} <= signals
    assert {body.stage for body in portfolio.prospects(**seen)} == {None, "spotted", "met", "offered", "lost"}
    assert len(portfolio.targets_of(2024, **seen)) == 5


def test_two_agents_who_have_parted_share_their_children_and_read_nothing_of_each_other():
    karine, hamid = (Beneficiary.objects.get(account__email=f"{key}@exemple.fr") for key in ("karine.fournier", "hamid.bouzid"))
    homes = {
        one: {child.given_name: child for child in beneficiaries.household(one.pk, on=TODAY) if child.kind == "child"}
        for one in (karine, hamid)
    }
    assert set(homes[karine]) == {"Manon", "Hugo"} and set(homes[hamid]) == {"Yasmine", "Manon", "Hugo"}
    for one, home in homes.items():
        shared = [home["Manon"].id, home["Hugo"].id]
        openings = beneficiaries.openings_of(one.pk, children=beneficiaries.linked_twins_of(shared), on=TODAY)
        assert openings[home["Manon"].id].is_ours is None
        assert openings[home["Hugo"].id].is_ours is (one is hamid)
        assert home["Manon"].custody == "alternating" and home["Hugo"].custody == "full"


def signed_in_as(key, role):
    account = account_by_email(f"{key}@exemple.fr")
    own = beneficiary_of_account(account.pk)
    hats = hats_of(account.pk, beneficiary_id=own, on=TODAY)
    hat = next(hat for hat in hats if hat.role == role)
    return signed_in(Person(account, hat, Actor(kind="person", account_id=account.pk, hat=hat, hats=hats, beneficiary_id=own)))


def test_each_parent_reads_who_opens_the_right_and_nothing_of_the_other():
    for mine, other in (("karine.fournier", ("Hamid", "Bouzid", "Yasmine")), ("hamid.bouzid", ("Karine",))):
        page = signed_in_as(mine, Role.BENEFICIARY).get("/moi/foyer/").content.decode()
        assert "Manon" in page and "Hugo" in page and "Qui ouvre le droit" in page
        assert not [word for word in other if word in page]


def test_the_correspondent_reads_of_neither_child():
    sylvie = signed_in_as("sylvie.marchand", Role.CORRESPONDENT)
    for key in ("karine.fournier", "hamid.bouzid"):
        agent = Beneficiary.objects.get(account__email=f"{key}@exemple.fr")
        page = sylvie.get(f"/collectivite/agents/{agent.pk}/")
        assert page.status_code == 200
        assert not [word for word in ("Manon", "Hugo", "garde", "foyer", "enfant") if word in page.content.decode()]
