"""How many trips to the database the acts on a claim make: on PostgreSQL several statements go in one, on SQLite each by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import checking, deciding, filing
from entraide.apps.claims.operations.entering import NewClaim, enter
from tests.apps.desk.test_straight_through import YEARLY, YEARLY_BENEFIT
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import TODAY
from tests.factories.rules import publish_benefit
from tests.factories.thread import AT, iban_of, paper_from


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]

# By act: at most so many on PostgreSQL, and on SQLite. Savepoints are those of the test.
FOR_ONESELF = {"enter": (2, 10), "file": (4, 24), "take": (2, 6), "accept": (4, 19), "decide": (4, 27)}
FOR_A_CHILD = {"file": (8, 28), "take": (2, 6), "accept": (10, 29), "decide": (8, 31)}


def trips(act, **kwargs):
    with CaptureQueriesContext(connection) as asked:
        result = act(**kwargs, **AT)
    return result, [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]


def hold(counted, budget):
    most = {name: limits[connection.vendor != "postgresql"] for name, limits in budget.items()}
    over = {name: (len(asked), "\n".join(sql[:160] for sql in asked)) for name, asked in counted.items() if len(asked) > most[name]}
    assert not over, "\n".join(f"{name}: {count}, at most {most[name]}\n{text}" for name, (count, text) in over.items())


def decided_by_turns(opener, officer, new):
    """Enter, file, take and decide a claim; give the statements of each act."""
    claim_id, entered = trips(enter, claim=new, actor=opener.actor)
    _, filed = trips(filing.file, claim_id=claim_id, actor=opener.actor)
    _, taken = trips(checking.take, claim_id=claim_id, actor=officer.actor)
    paper = Claim.objects.get(pk=claim_id).documents.get()
    _, accepted = trips(checking.accept_paper, claim_document_id=paper.pk, values={}, actor=officer.actor)
    _, decided = trips(deciding.decide_claim, claim_id=claim_id, verdict=deciding.Verdict("grant"), actor=officer.actor)
    assert Claim.objects.get(pk=claim_id).state == "granted"
    return {"enter": entered, "file": filed, "take": taken, "accept": accepted, "decide": decided}


def test_a_claim_for_oneself_is_entered_filed_and_decided_in_few_trips():
    publish_benefit(YEARLY_BENEFIT)
    officer = person(Role.CLAIMS_OFFICER)
    for _ in range(2):
        # The first reads once what a process keeps.
        opener = person(Role.BENEFICIARY)
        iban_of(opener)
        new = NewClaim(opener.beneficiary.pk, YEARLY, None, {"year_claimed_on": TODAY}, (("claim_form", paper_from(opener.actor)),))
        counted = decided_by_turns(opener, officer, new)
    hold(counted, FOR_ONESELF)


def test_a_claim_for_a_child_is_filed_and_decided_in_few_trips():
    officer = person(Role.CLAIMS_OFFICER)
    for _ in range(2):
        home = families.family()
        families.proved(home.child)
        answers = {"stay_ended_on": families.STAY, "expense": families.Typed().expense, "tax_line_14": None}
        new = NewClaim(home.opener.beneficiary.pk, families.BENEFIT, home.child, answers, (("invoice", families.kept(home.actor)),))
        counted = decided_by_turns(home.opener, officer, new)
    del counted["enter"]
    hold(counted, FOR_A_CHILD)
