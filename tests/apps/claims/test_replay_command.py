"""`entraide claims replay`: every decision kept is decided again, and what differs is named."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Decision
from entraide.apps.claims.queries.replays import replay, replays
from entraide.core.money import Money
from tests.factories import families
from tests.factories.actors import person


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


def decided(act="grant", **verdict):
    officer = person(Role.CLAIMS_OFFICER)
    return families.decide(families.checked(families.family(), officer), officer, act, **verdict).decisions.get()


def run(*options):
    out = StringIO()
    try:
        call_command("claims", "replay", *options, stdout=out)
    except CommandError as fault:
        return out.getvalue(), str(fault)
    return out.getvalue(), ""


def test_grants_in_part_refusals_and_closings_replay():
    decided()
    decided(amount=Money.of(30), note="Une part est prise en charge ailleurs.")
    decided("refuse", note="La facture n’est pas à votre nom.")
    decided("close", note="Retirée au téléphone.")
    assert [each.differs for each in replays()] == [()] * 4
    said, fault = run("--json")
    assert json.loads(said) == {"replayed": 4, "ways": {"officer": 4}, "different": []} and not fault


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        ({"cents": Money.of(121)}, ("amount",)),
        ({"cents": Money.of(119)}, ("amount",)),
        ({"reasons": [{"code": "x", "sentence": "Autre.", "near": []}]}, ("reasons",)),
        ({"trace": {}}, ("trace",)),
        ({"facts": {"no_such_fact": {"value": 1}}}, ("unreadable",)),
    ],
)
def test_one_cent_one_reason_or_one_step_that_differs_is_named(changed, differs):
    decision = decided()
    for name, value in changed.items():
        setattr(decision, name, value)
    assert replay(decision).differs == differs


def test_a_difference_ends_with_status_one_and_names_the_claim(monkeypatch):
    decision = decided()
    read = Decision.from_db.__func__

    def tampered(cls, db, names, values):
        row = read(cls, db, names, values)
        row.cents = row.cents + Money(1)
        return row

    monkeypatch.setattr(Decision, "from_db", classmethod(tampered))
    said, fault = run()
    assert fault == f"Décisions différentes : {decision.claim.reference} (le montant)"
    assert "1\N{NO-BREAK SPACE}différente" in said


def test_the_cost_of_a_replay_is_one_query_for_many_decisions(django_assert_max_num_queries):
    for _ in range(4):
        decided()
    list(replays())
    with django_assert_max_num_queries(6):
        assert len(list(replays())) == 4
