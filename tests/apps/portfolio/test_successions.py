"""What the branch follows goes on with the body that stands: after a merger, a split, a renaming, and as before once the act is undone."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts.actor import system_actor
from entraide.apps.lifecycle.operations.structure import undo_structure_act
from entraide.apps.members.models import Member, Succession
from entraide.apps.members.queries.successions import entries_of, heirs_of, origins_of
from entraide.apps.portfolio import operations, queries
from entraide.apps.portfolio.models import Followed
from entraide.apps.portfolio.operations import NewExchange, Promise
from entraide.apps.portfolio.refusals import AlreadyFollowed, BodyGone, NotFollowed
from entraide.core.structure.moves import Choices
from entraide.core.structure.values import Body, EventKind
from tests.apps.lifecycle.structures import applied, body_of, commune, event, today_of
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory, RosterImportFactory
from tests.factories.members import MemberFactory, MembershipFactory, SuccessionFactory, siren
from tests.factories.network import MandateFactory
from tests.factories.portfolio import CommitmentFactory, ExchangeFactory, FollowedFactory


pytestmark = pytest.mark.django_db

DAY = date(2024, 7, 1)
NEW = siren(95_000)
SYSTEM = system_actor("suite")
ACT = today_of(TODAY)
AT = {"actor": SYSTEM, "at": NOW, "on": TODAY}
SEEN = {"actor": SYSTEM, "on": TODAY}


@pytest.fixture
def adour():
    return commune(1, "Adour")


@pytest.fixture
def bresle():
    return commune(2, "Bresle")


def merged(*bodies, code="15001", on=DAY, **choices):
    """Merge bodies into a new commune; give the act and the body."""
    happens = event(EventKind.NEW_COMMUNE, on, list(bodies), [Body(NEW, "Adour-et-Bresle", code=code)])
    act = applied(happens, Choices(**choices) if choices else None, **ACT)
    return act, Member.objects.get(siren=NEW)


def undone(act):
    undo_structure_act(act_id=act, **ACT)


def recruited():
    """Give the new members of the department and their new heads."""
    counts = queries.reached_by_department(year=2024, actor=SYSTEM, on=TODAY).get("15", {})
    return counts.get("new_members", 0), counts.get("new_heads", 0)


# Who stands in whose place.


def test_from_a_body_that_is_gone_the_way_leads_to_those_that_stand_and_back(adour, bresle):
    _, new = merged(adour, bresle)
    heirs = heirs_of([adour.pk, bresle.pk, new.pk], on=TODAY)
    assert {key: [view.name for view in views] for key, views in heirs.items()} == {
        adour.pk: ["Adour-et-Bresle"],
        bresle.pk: ["Adour-et-Bresle"],
    }
    assert origins_of(new.pk, on=TODAY) == {adour.pk: "Adour", bresle.pk: "Bresle"}
    assert heirs_of([adour.pk], on=date(2024, 6, 30)) == {}


def test_the_way_leads_through_bodies_that_are_gone_too_and_ends_where_one_stands():
    first, second, third = (
        MemberFactory(named__until=end, named__name=name) for end, name in ((DAY, "Un"), (TODAY, "Deux"), (None, "Trois"))
    )
    SuccessionFactory(predecessor=first, successor=second, since=DAY)
    SuccessionFactory(predecessor=second, successor=third, since=TODAY)
    other = MemberFactory(named__name="Quatre")
    SuccessionFactory(predecessor=second, successor=other, since=TODAY, is_whole=False)
    SuccessionFactory(predecessor=third, successor=MemberFactory(), since=TODAY, is_whole=False)
    names = {key: [view.name for view in views] for key, views in heirs_of([first.pk, second.pk, third.pk], on=TODAY).items()}
    assert names == {first.pk: ["Quatre", "Trois"], second.pk: ["Quatre", "Trois"]}
    assert origins_of(other.pk, on=TODAY) == {first.pk: "Un", second.pk: "Deux"}


def test_a_body_that_nothing_took_over_leads_nowhere():
    gone = MemberFactory(named__until=DAY)
    assert heirs_of([gone.pk], on=TODAY) == {gone.pk: ()}


# The file of a body.


def test_what_was_said_and_promised_is_read_under_the_body_that_goes_on_with_where_it_came_from(adour, bresle):
    told, promise = ExchangeFactory(member=adour), CommitmentFactory(member=bresle)
    act, new = merged(adour, bresle)
    found = queries.file_of(new.pk, **SEEN)
    assert (found.exchanges, found.promises) == ((told,), (promise,))
    assert found.origins[told.member_id] == "Adour"
    assert [row.member_name for row in queries.promises(**SEEN)] == ["Bresle"]
    undone(act)
    assert queries.file_of(adour.pk, **SEEN).exchanges == (told,)
    assert queries.file_of(new.pk, **SEEN) == queries.BodyFile((), (), None)


def test_what_was_written_of_a_body_that_an_undoing_took_away_still_has_a_name(adour, bresle):
    act, new = merged(adour, bresle)
    operations.promise(promise=Promise(new.pk, "Une réunion d’accueil.", TODAY), **AT)
    undone(act)
    assert [row.member_name for row in queries.promises(**SEEN)] == ["Adour-et-Bresle"]


def test_after_a_split_each_body_reads_what_was_said_with_the_one_that_is_gone(adour):
    said = ExchangeFactory(member=adour)
    north, south = Body(siren(95_001), "Adour-Nord", code="15001"), Body(siren(95_002), "Adour-Sud", code="15009")
    applied(event(EventKind.SPLIT, DAY, [adour], [north, south]), **ACT)
    for one in Member.objects.filter(siren__in=[north.siren, south.siren]):
        assert queries.file_of(one.pk, **SEEN).exchanges == (said,)


def test_a_renaming_keeps_everything_under_the_new_name(adour):
    CommitmentFactory(member=adour)
    applied(event(EventKind.RENAMING, DAY, [adour], [body_of(adour, "Adour-le-Haut", "15001")]), **ACT)
    assert [row.member_name for row in queries.promises(**SEEN)] == ["Adour-le-Haut"]


def test_nothing_more_is_written_of_a_body_that_is_gone(adour, bresle):
    merged(adour, bresle)
    for act in (
        lambda: operations.note_exchange(exchange=NewExchange(adour.pk, "call", TODAY, "Bonjour."), **AT),
        lambda: operations.promise(promise=Promise(adour.pk, "Rappeler.", TODAY), **AT),
        lambda: operations.follow(member_id=adour.pk, **AT),
    ):
        with pytest.raises(BodyGone):
            act()


def test_a_promise_made_to_a_body_that_is_gone_is_still_kept(adour, bresle):
    promise = CommitmentFactory(member=adour)
    merged(adour, bresle)
    operations.keep_promise(commitment_id=promise.pk, **AT)
    assert not queries.promises(**SEEN).exists()


# Following.


def at_risk():
    return {row.current_name: row.flag_reason for row in queries.accounts_at_risk(filters={"signal": "flagged"}, **SEEN)}


def stages():
    return {body.current_name: body.stage for body in queries.prospects(**SEEN)}


def test_a_flag_goes_on_with_the_member_that_stands_and_the_undoing_gives_it_back(adour, bresle):
    FollowedFactory(member=adour, stage="at_risk", reason="Compare avec un COS.")
    act, new = merged(adour, bresle)
    assert at_risk() == {"Adour-et-Bresle": "Compare avec un COS."}
    assert queries.file_of(new.pk, **SEEN).followed.origin == "Adour"
    undone(act)
    assert at_risk() == {"Adour": "Compare avec un COS."}


def test_a_prospect_goes_on_under_the_body_that_stands_and_moves_on_there():
    celles, chaumes = (commune(number, name, membership=None) for number, name in ((1, "Celles"), (2, "Chaumes")))
    FollowedFactory(member=celles, stage="met")
    act, new = merged(celles, chaumes)
    assert stages() == {"Adour-et-Bresle": "met"}
    assert [body.pk for body in queries.prospects(filters={"stage": "met"}, **SEEN)] == [new.pk]
    with pytest.raises(AlreadyFollowed):
        operations.follow(member_id=new.pk, **AT)
    operations.move_stage(member_id=new.pk, stage="offered", reason="", **AT)
    assert stages() == {"Adour-et-Bresle": "offered"}
    undone(act)
    assert stages() == {"Celles": "met", "Chaumes": None}


def test_a_body_followed_no_longer_stays_so_though_one_that_it_took_over_was(adour, bresle):
    FollowedFactory(member=adour, stage="at_risk", reason="Compare.")
    act, new = merged(adour, bresle)
    operations.unfollow(member_id=new.pk, **AT)
    assert at_risk() == {}
    with pytest.raises(NotFollowed):
        operations.unfollow(member_id=new.pk, **AT)
    operations.flag_at_risk(member_id=new.pk, reason="Encore.", **AT)
    assert at_risk() == {"Adour-et-Bresle": "Encore."}
    undone(act)
    assert at_risk() == {"Adour": "Compare."} and Followed.objects.count() == 2


def test_the_list_of_a_body_that_is_gone_is_that_of_the_one_that_stands(adour, bresle):
    RosterImportFactory(member=adour, state="applied", year=2024)
    MandateFactory(member=adour)
    _, new = merged(adour, bresle)
    assert not queries.accounts_at_risk(filters={"signal": "no_list"}, **SEEN).filter(pk=new.pk).exists()


# Targets.


def test_a_merger_of_members_recruits_nobody(adour, bresle):
    BeneficiaryFactory.create_batch(3, affiliation__member=adour)
    merged(adour, bresle)
    assert recruited() == (0, 0)


def test_a_split_of_a_member_recruits_nobody(adour):
    BeneficiaryFactory.create_batch(2, affiliation__member=adour)
    north, south = Body(siren(95_001), "Adour-Nord", code="15001"), Body(siren(95_002), "Adour-Sud", code="15009")
    applied(event(EventKind.SPLIT, DAY, [adour], [north, south]), **ACT)
    assert recruited() == (0, 0)


def test_a_service_that_goes_to_a_body_that_did_not_belong_recruits_nobody(adour):
    BeneficiaryFactory.create_batch(2, affiliation__member=adour, affiliation__service="Voirie")
    taking = commune(2, "Bresle", membership=None)
    happens = event(EventKind.SERVICE_TRANSFER, DAY, [adour], [body_of(taking, "Bresle", "15002")], service="Voirie")
    applied(happens, Choices(membership="partial"), **ACT)
    assert recruited() == (0, 0)


def test_members_recruited_in_the_year_count_once_though_they_merged_since():
    entered = date(2024, 2, 1)
    newcomer, old = commune(1, "Adour", membership=None), commune(2, "Bresle")
    MembershipFactory(member=newcomer, since=entered)
    BeneficiaryFactory.create_batch(3, affiliation__member=newcomer)
    BeneficiaryFactory.create_batch(2, affiliation__member=old)
    assert recruited() == (1, 3)
    merged(newcomer, old)
    assert recruited() == (1, 3)


def test_what_is_recruited_is_read_in_as_many_queries_however_many_merged_since():
    def newcomers(*numbers):
        bodies = [commune(number, f"Nouvelle {number}", membership=None) for number in numbers]
        for body in bodies:
            MembershipFactory(member=body, since=date(2024, 1, 1))
            BeneficiaryFactory(affiliation__member=body, affiliation__since=date(2024, 1, 1))
        return bodies

    def asked():
        with CaptureQueriesContext(connection) as found:
            assert recruited()[0] in {2, 5}
        return len(found)

    merged(*newcomers(1, 2))
    few = asked()
    old = newcomers(3, 4, 5)
    applied(event(EventKind.NEW_COMMUNE, DAY, old, [Body(siren(95_001), "Autre", code="15003")]), **ACT)
    assert recruited() == (5, 5)
    assert asked() == few


def test_whoever_was_in_another_member_before_is_no_new_head():
    new = commune(1, "Adour", membership=None)
    MembershipFactory(member=new, since=DAY)
    BeneficiaryFactory(affiliation__member=new)
    moved = BeneficiaryFactory(affiliation__member=MemberFactory(), affiliation__until=DAY)
    AffiliationFactory(beneficiary=moved, member=new, since=DAY)
    assert recruited() == (1, 1)


def test_whoever_took_over_from_a_body_that_did_not_belong_did_enter():
    heir = MemberFactory(membership__since=DAY)
    SuccessionFactory(predecessor=MemberFactory(membership=None, named__until=DAY), successor=heir, since=DAY)
    assert entries_of(2024, on=TODAY) == {heir.pk: DAY}
    Succession.objects.update(superseded_at=NOW)
    assert entries_of(2024, on=TODAY) == {heir.pk: DAY}
