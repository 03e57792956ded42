"""`entraide desk`: the work of the desk read without a browser."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim
from tests.factories import families
from tests.factories.actors import person
from tests.factories.desk import AbsenceFactory, SecondLookFactory


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


def run(*words):
    out = StringIO()
    call_command("desk", *words, stdout=out)
    return out.getvalue().replace("\xa0", " ")


def test_the_work_of_each_officer_is_said_and_nothing_confidential_is_counted():
    officer = person(Role.CLAIMS_OFFICER)
    taken, hidden = families.taken(families.family(), officer), families.taken(families.family(), officer)
    Claim.objects.filter(pk=hidden.pk).update(is_confidential=True)
    AbsenceFactory(account=officer.account)
    found = json.loads(run("workload", "--json"))
    assert found["officers"][officer.account.name]["taken"] == 1 == sum(each["taken"] for each in found["branches"].values())
    said = run("workload")
    assert f"{officer.account.name} : 1 ouverte, 0 à prendre, 1 en instruction, 0 en retard" in said and "retour du 22/10/2024" in said
    assert taken.pk != hidden.pk


def test_what_second_looks_found_is_said_by_benefit_with_the_share_that_is_drawn():
    claim = families.granted(families.family(), person(Role.CLAIMS_OFFICER))
    SecondLookFactory(decision=claim.decisions.get(), drawn_from="officer")
    found = json.loads(run("looks", "--json"))
    assert found["officer"] == {claim.benefit_code: {"done": 0, "wrong": 0, "waiting": 1}} and found["officer_rate"] == 50
    assert "1 à relire" in run("looks") and "5 %" in run("looks")
