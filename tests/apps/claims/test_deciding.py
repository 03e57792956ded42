"""Deciding: what a decision keeps, that it replays, what the person is told."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.files import CheckedTaxLine, end_kinship, record_tax_line
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Decision, Reservation
from entraide.apps.claims.operations import deciding
from entraide.apps.claims.queries.explanations import BY_THE_PERSON, explained, why
from entraide.apps.claims.queries.files import file_of
from entraide.apps.claims.queries.replays import replay, replays
from entraide.apps.claims.refusals import NotYourClaim
from entraide.apps.notifications.models import Message
from entraide.apps.parameters.models import ParameterValue
from entraide.apps.parameters.queries import parameter_book
from entraide.apps.payments.models import PaymentOrder
from entraide.apps.payments.queries import agreements
from entraide.core.money import ZERO, Money
from entraide.core.workflow.engine import TransitionRefused
from entraide.orm.keys import uuid7
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import TODAY
from tests.factories.families import Typed
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


def message_of(claim):
    return Message.objects.filter(beneficiary_id=claim.beneficiary_id).order_by("-sent_at", "-pk").first()


def decision_of(claim):
    return Decision.objects.get(claim=claim)


def held(claim):
    rows = Reservation.objects.filter(claim=claim, ceiling=BENEFIT, released_at__isnull=True)
    return list(rows.order_by("pk").values_list("cents", flat=True))


class TestWhatIsKept:
    def test_a_decision_keeps_its_facts_with_their_proofs_its_usage_and_its_trace(self, home, officer):
        decision = decision_of(families.granted(home, officer))
        assert decision.facts["tax_line_14"]["value"] == 80000
        assert decision.facts["expense"]["proof"][0] == officer.actor.name
        assert decision.facts["born_on"]["proof"][1].startswith("Livret de famille")
        assert decision.usage[BENEFIT] == [0, 0]
        assert decision.trace["schema"] == 1
        assert (decision.decided_by, decision.decided_on) == (officer.account.pk, TODAY)

    def test_a_decision_replays_equal_after_household_roster_and_parameters_have_changed(self, home, officer):
        claim = families.granted(home, officer)
        end_kinship(beneficiary_id=claim.beneficiary_id, dependant_id=home.child, actor=home.actor, **AT)
        families.end_rights(home, on=date(2024, 1, 1))
        line = CheckedTaxLine(2023, Money.of(9_000), "notice")
        record_tax_line(beneficiary_id=claim.beneficiary_id, line=line, actor=officer.actor, **AT)
        later = AT["at"] + timedelta(days=30)
        for row in ParameterValue.objects.filter(superseded_at__isnull=True).order_by("pk"):
            ParameterValue.objects.filter(pk=row.pk).update(superseded_at=later)
            ParameterValue.objects.create(
                key=row.key, since=row.since, value=1, kind=row.kind, label=row.label, source="x", confidence="H", recorded_at=later
            )
        assert replay(decision_of(claim)).is_equal
        assert [each.is_equal for each in replays()] == [True]

    def test_a_replay_tells_a_decision_whose_trace_no_longer_follows_from_its_facts(self, home, officer):
        decision = decision_of(families.granted(home, officer))
        decision.facts["tax_line_14"]["value"] = 900_000
        assert not replay(decision).is_equal

    @pytest.mark.parametrize(("line_14", "cents"), [(Money.of(800), 12_000), (Money.of(2_500), 10_000), (Money.of(9_000), 8_000)])
    def test_each_tier_has_its_amount(self, home, officer, line_14, cents):
        families.granted(home, officer, Typed(line_14=line_14))
        assert Decision.objects.get().cents.cents == cents

    def test_a_grant_orders_its_payment_once_and_the_journal_agrees(self, home, officer):
        claim = families.granted(home, officer)
        assert PaymentOrder.objects.get(cause_id=claim.pk).cents == Money.of(120)
        assert all(each.holds for each in agreements(as_of=date(2030, 1, 1)))
        assert held(claim) == [Money.of(120)]

    def test_less_than_the_rules_holds_less_of_the_ceiling(self, home, officer):
        claim = families.decide(families.checked(home, officer), officer, amount=Money.of(70), note="Déjà aidée ailleurs.")
        assert held(claim) == [Money.of(70)]
        assert PaymentOrder.objects.get(cause_id=claim.pk).cents == Money.of(70)


class TestRefusing:
    @pytest.mark.parametrize("act", ["refuse", "close"])
    def test_what_is_not_granted_orders_nothing_and_frees_the_ceiling_for_the_next(self, home, officer, act):
        first = families.checked(home, officer)
        second = families.filed(home, Typed(stay_ended_on=date(2024, 7, 5)))
        families.decide(first, officer, act, note="La facture est celle d’un autre enfant.")
        assert decision_of(first).cents == ZERO
        assert not PaymentOrder.objects.exists()
        assert (held(first), held(second)) == ([], [Money.of(120)])

    def test_a_refusal_that_the_rules_command_begins_with_their_reason(self, home, officer):
        families.granted(home, officer)
        second = families.checked(home, officer, Typed(stay_ended_on=date(2024, 7, 5)))
        families.decide(second, officer, "refuse")
        message = message_of(second)
        assert message.body.startswith("Cette aide a déjà été accordée ou demandée pour la période")
        assert "réexamen" in message.body

    def test_a_late_refusal_begins_with_the_deadline(self, home, officer):
        late = families.checked(home, officer, Typed(stay_ended_on=date(2024, 4, 14)))
        families.decide(late, officer, "refuse")
        assert message_of(late).body.startswith("La demande arrive hors délai : le dernier jour pour la déposer était le 14/10/2024.")

    def test_a_refusal_of_the_officer_s_own_begins_with_the_officer_s_words(self, home, officer):
        claim = families.checked(home, officer)
        with pytest.raises(refusals.ReasonMissing):
            families.decide(claim, officer, "refuse", note="  ")
        families.decide(claim, officer, "refuse", note="La facture est celle d’un autre enfant.")
        assert message_of(claim).body.startswith("La facture est celle d’un autre enfant. Pour cette raison")

    def test_a_closing_tells_its_reason_and_no_cut(self, home, officer):
        claim = families.checked(home, officer, Typed(expense=Money.of(50)))
        with pytest.raises(refusals.ReasonMissing):
            families.decide(claim, officer, "close")
        families.decide(claim, officer, "close", note="Déposée deux fois.")
        assert decision_of(claim).reasons == []
        assert "sans suite : Déposée deux fois." in message_of(claim).body

    def test_a_cut_grant_tells_the_cut(self, home, officer):
        claim = families.granted(home, officer, Typed(expense=Money.of(50)))
        assert "ramené de 120,00" in message_of(claim).body


class TestWho:
    def test_a_draft_is_not_decided(self, home, officer):
        claim = families.Claim.objects.get(pk=families.drafted(home))
        with pytest.raises(refusals.NotFiled):
            families.decide(claim, officer)

    def test_a_claim_that_nobody_has_taken_is_not_granted(self, home, officer):
        with pytest.raises(TransitionRefused):
            families.decide(families.filed(home), officer)

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLAIMS_OFFICER])
    def test_no_other_role_decides(self, home, officer, role):
        claim = families.checked(home, officer)
        with pytest.raises(NotYourClaim):
            families.decide(claim, person(role))

    @pytest.mark.parametrize("act", ["grant", "refuse", "close"])
    def test_nobody_decides_for_their_own_household(self, home, officer, act):
        claim = families.checked(home, officer)
        own = person(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary)
        with pytest.raises(TransitionRefused) as refused:
            families.decide(claim, own, act, note="…")
        assert refused.value.finding.code == "workflow.own_claim"

    def test_the_same_key_decides_once_and_gives_the_decision_again(self, home, officer):
        claim, verdict = families.checked(home, officer), deciding.Verdict("grant", key="click")
        keys = {deciding.decide_claim(claim_id=claim.pk, verdict=verdict, actor=officer.actor, **AT) for _ in range(2)}
        assert keys == {decision_of(claim).pk}

    def test_the_key_of_a_grant_does_not_stand_for_a_refusal(self, home, officer):
        claim = families.checked(home, officer)
        families.decide(claim, officer, "grant", key="click")
        with pytest.raises(TransitionRefused):
            families.decide(claim, officer, "refuse", note="Encore.", key="click")

    def test_another_key_does_not_decide_again(self, home, officer):
        claim = families.granted(home, officer)
        for act in ("grant", "refuse", "close"):
            with pytest.raises(TransitionRefused):
                families.decide(claim, officer, act, note="Encore.", key=f"other-{act}")


class TestExplaining:
    def test_the_explanation_names_each_condition_its_value_its_proof_and_its_source(self, home, officer):
        nodes = why(decision_of(families.granted(home, officer)), parameters=parameter_book())
        assert {node.outcome for node in nodes} == {"pass"}
        assert all(node.source for node in nodes)
        leaves = [leaf for node in nodes for leaf in node.children]
        assert any(
            "ligne 14" in leaf.condition and leaf.value.startswith("800,00") and officer.actor.name in leaf.proven_by for leaf in leaves
        )

    def test_the_desk_says_what_is_only_declared(self, home, officer):
        file = file_of(families.taken(home, officer), actor=officer.actor, on=TODAY)
        nodes = explained(file.assessment.outcome.trace, parameters=file.assessment.parameters, declared=BY_THE_PERSON)
        assert any(leaf.proven_by == BY_THE_PERSON for node in nodes for leaf in node.children)

    def test_a_value_read_past_its_last_check_is_to_confirm(self, home, officer):
        rows = list(ParameterValue.objects.filter(key="tax_tier_1_at_most", superseded_at__isnull=True).order_by("since"))
        for row in rows:
            ParameterValue.objects.filter(pk=row.pk).update(superseded_at=AT["at"])
            row.pk, row.checked_until = uuid7(), date(2024, 1, 1)
            row.save(force_insert=True)
        nodes = why(decision_of(families.granted(home, officer)), parameters=parameter_book())
        assert [leaf.condition for node in nodes for leaf in node.children if leaf.condition.endswith("(valeur à confirmer)")]
