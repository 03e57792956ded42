"""Both parents are beneficiaries: one of them opens the rights of their child, and the other reads why and what to do."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import DependantIdentity, Kinship
from entraide.apps.beneficiaries.operations.files import NewDependant, add_dependant, end_kinship
from entraide.apps.beneficiaries.operations.kinships import change_custody, name_opener
from entraide.apps.beneficiaries.queries import household, linked_twins_of, openings_of
from entraide.apps.beneficiaries.queries.openers import BY_BOTH, BY_RULE, LEFT_BY_YOU, LEFT_TO_YOU
from entraide.apps.beneficiaries.refusals import NoSuchChoice
from entraide.apps.claims.models import Claim, Reservation
from entraide.apps.claims.operations import checking, filing
from entraide.apps.claims.queries.assessments import rights_of
from entraide.apps.claims.queries.files import reassessed
from entraide.apps.claims.queries.replays import replays
from entraide.apps.claims.refusals import OpenedByOtherParent
from entraide.apps.notifications.models import Message
from entraide.core.money import Money, total
from entraide.core.rules import Status
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import LONG_AGO, NOW, TODAY
from tests.factories.beneficiaries import KinshipFactory
from tests.factories.families import Typed
from tests.factories.rules import SPLIT_RIGHT, publish_benefit
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
CHILD = {"given_name": "Lou", "family_name": "Ferrand"}


def parent(*, custody="full", is_proved=True):
    """A beneficiary who has entered the child and, unless told otherwise, shown the family record."""
    there = families.family(born_on=date(2012, 1, 1))
    child = families.child_of(there.opener, **CHILD, custody=custody)
    return families.Family(there.opener, families.proved(child) if is_proved else child)


@pytest.fixture
def opener():
    return parent()


@pytest.fixture
def other(opener):
    return parent()


@pytest.fixture
def homes(opener, other):
    """Both parents, the one who opens the right first: equal in all but the age of their files."""
    return opener, other


def opening(home, on=TODAY):
    key = home.opener.beneficiary.pk
    return openings_of(key, children=linked_twins_of([home.child]), on=on).get(home.child)


def name(home, named, on=TODAY):
    name_opener(beneficiary_id=home.opener.beneficiary.pk, dependant_id=home.child, named=named, actor=home.actor, at=NOW, on=on)


def live(home, custody, on=TODAY):
    change_custody(beneficiary_id=home.opener.beneficiary.pk, dependant_id=home.child, custody=custody, actor=home.actor, at=NOW, on=on)


class TestChoosing:
    def test_a_child_of_one_beneficiary_has_no_opener_to_choose(self, opener):
        assert opening(opener) is None

    def test_the_first_file_opens_the_right_when_nothing_else_tells_the_parents_apart(self, homes):
        assert [opening(home).is_ours for home in homes] == [True, False]
        assert opening(homes[0]).reason == opening(homes[1]).reason

    def test_one_row_of_the_child_shared_by_both_parents_is_the_same_as_two(self, opener):
        second = families.family()
        KinshipFactory(beneficiary=second.opener.beneficiary, dependant_id=opener.child)
        assert opening(opener).is_ours and opening(families.Family(second.opener, opener.child)).is_ours is False

    def test_who_names_themselves_takes_nothing_before_the_other_parent_agrees(self, homes):
        first, second = homes
        name(second, "self")
        assert [opening(home).is_ours for home in homes] == [True, False]
        assert [opening(home).is_waiting for home in homes] == [False, True]
        assert [opening(home).reason for home in homes] == [BY_RULE, BY_RULE]
        name(first, "other")
        assert [opening(home).is_ours for home in homes] == [False, True]
        assert [opening(home).reason for home in homes] == [BY_BOTH, BY_BOTH] and not opening(second).is_waiting

    def test_a_parent_gives_the_right_up_alone(self, homes):
        first, second = homes
        name(first, "other")
        assert [opening(home).is_ours for home in homes] == [False, True]
        assert [opening(home).reason for home in homes] == [LEFT_BY_YOU, LEFT_TO_YOU]
        name(second, "other")
        assert [opening(home).is_ours for home in homes] == [True, False]
        assert opening(first).reason == BY_RULE

    def test_a_parent_is_told_when_a_choice_changes_who_opens_and_of_nothing_else(self, homes):
        first, second = homes
        name(second, "self")
        assert not Message.objects.exists()
        name(first, "other")
        (given,) = Message.objects.filter(beneficiary_id=second.opener.beneficiary.pk)
        assert "c’est vous qui ouvrez le droit pour Lou" in given.body
        assert families.family_name_of(first.opener) not in given.subject + given.body
        name(first, "")
        assert Message.objects.filter(beneficiary_id=second.opener.beneficiary.pk, body__contains="ouvert par l’autre parent").exists()
        live(first, "alternating")
        assert Message.objects.filter(beneficiary_id=second.opener.beneficiary.pk, body__contains="chaque parent").exists()
        assert not Message.objects.filter(beneficiary_id=first.opener.beneficiary.pk).exists()

    def test_parents_who_disagree_are_told_apart_as_if_none_had_spoken(self, homes):
        for home in homes:
            name(home, "self")
        assert [opening(home).is_ours for home in homes] == [True, False]
        assert "Les parents ont désigné" not in opening(homes[0]).reason

    def test_the_choice_is_dated_and_a_word_taken_back_ends_it(self, homes):
        first, second = homes
        yesterday = TODAY - timedelta(days=1)
        name(first, "other", on=yesterday)
        name(first, "")
        assert opening(second, yesterday - timedelta(days=1)).is_ours is False
        assert opening(second, yesterday).is_ours is True
        assert opening(second).is_ours is False
        name(first, "")
        spans = Kinship.objects.current().filter(dependant_id=first.child).order_by("since").values_list("opener_named", "until")
        assert list(spans) == [("", yesterday), ("other", TODAY), ("", None)]

    def test_a_parent_without_rights_opens_nothing(self, homes):
        first, second = homes
        families.end_rights(first, on=TODAY)
        assert opening(second) is None

    def test_who_lives_with_each_in_turn_has_no_opener(self, homes):
        live(homes[0], "alternating")
        assert [opening(home).is_ours for home in homes] == [None, None]

    @pytest.mark.parametrize("word", ["me", "both"])
    def test_no_other_word_is_kept(self, homes, word):
        with pytest.raises(NoSuchChoice):
            name(homes[0], word)
        with pytest.raises(NoSuchChoice):
            live(homes[0], word)

    def test_nobody_speaks_of_a_child_of_another_household(self, homes):
        with pytest.raises(NoSuchChoice):
            name(families.Family(homes[1].opener, homes[0].child), "self")


class TestClaiming:
    def test_the_other_parent_cannot_claim_and_is_told_what_to_do(self, homes):
        with pytest.raises(OpenedByOtherParent):
            families.drafted(homes[1])
        client = signed_in(homes[1].opener)
        typed = {"benefit": BENEFIT, "subject": str(homes[1].child)}
        page = client.post(reverse("beneficiary:start"), typed, follow=True).content.decode()
        assert "Le droit est ouvert par l’autre parent" in page and "Mon foyer" in page

    def test_what_the_opener_is_granted_rests_on_the_choice_and_replays(self, homes):
        officer = person(Role.CLAIMS_OFFICER)
        claim = families.granted(homes[0], officer)
        facts = claim.decisions.get().facts
        assert facts["opens_right"]["value"] is True and facts["other_parent_is_beneficiary"]["value"] is True
        assert all(each.is_equal for each in replays())

    def test_a_claim_goes_on_for_the_parent_who_opened_when_it_was_filed(self, opener):
        claim = families.filed(opener)
        parent()
        name(opener, "other")
        assert opening(opener).is_ours is False
        assert reassessed(claim)[1].outcome.status is Status.GRANTED

    def test_a_draft_of_who_no_longer_opens_may_be_sent_and_is_refused_for_that_reason(self, homes):
        first, _ = homes
        draft = families.drafted(first)
        name(first, "other")
        filing.file(claim_id=draft, actor=first.actor, **AT)
        outcome = reassessed(Claim.objects.get(pk=draft))[1].outcome
        assert outcome.status is Status.REFUSED and "opener" in {reason.code for reason in outcome.reasons}
        assert not Reservation.objects.filter(claim_id=draft, released_at__isnull=True).exists()

    def test_rights_for_oneself_are_not_touched(self, homes):
        lines = [line for line in rights_of(homes[1].opener.beneficiary.pk, on=TODAY).lines if not refused_otherwise(line)]
        told = {
            (line.subject is None, line.is_opened_by_other_parent)
            for line in lines
            if line.subject is None or line.subject.id == homes[1].child
        }
        assert told == {(True, False), (False, True)}


def refused_otherwise(line):
    return {reason.code for reason in line.reasons} - {"opener"}


class TestAlternating:
    @pytest.fixture
    def homes(self):
        publish_benefit(SPLIT_RIGHT)
        return parent(custody="alternating"), parent(custody="alternating")

    def granted(self, home, officer, line_14=families.TIER_1):
        return families.granted(home, officer, Typed(line_14=line_14)).decisions.get().cents

    def test_each_household_claims_its_half_and_the_child_never_gets_more_than_one_right(self, homes):
        officer = person(Role.CLAIMS_OFFICER)
        assert [self.granted(home, officer) for home in homes] == [Money.of(60), Money.of(60)]
        held = Reservation.objects.filter(ceiling="accueil-de-loisirs-enfant", released_at__isnull=True)
        assert total(held.values_list("cents", flat=True)) == Money.of(120)

    def test_each_household_is_paid_by_its_own_tier(self, homes):
        officer = person(Role.CLAIMS_OFFICER)
        assert self.granted(homes[0], officer) == Money.of(60)
        assert self.granted(homes[1], officer, Money.of(9_000)) == Money.of(40)

    def test_one_household_does_not_claim_twice(self, homes):
        families.filed(homes[0])
        again = families.filed(homes[0], Typed(stay_ended_on=date(2024, 7, 5)))
        assert reassessed(again)[1].outcome.status is Status.REFUSED
        assert not again.reservations.filter(released_at__isnull=True).exists()

    def test_a_household_that_says_the_child_is_always_there_leaves_the_other_its_share_at_most(self, homes):
        first, second = homes
        live(first, "full", on=families.STAY)
        families.filed(first)
        claim = families.filed(second)
        assert reassessed(claim)[1].outcome.status is Status.REFUSED

    def test_the_officer_reads_the_custody_on_the_family_record_and_may_correct_it(self):
        officer, home = person(Role.CLAIMS_OFFICER), parent(custody="alternating", is_proved=False)
        claim = families.taken(home, officer)
        paper = families.paper_of(claim, "family_record")
        desk = signed_in(officer)
        form = next(view.reading for view in desk.get(reverse("staff:claim", args=[claim.pk])).context["papers"] if view.id == paper.pk)
        assert form.initial["custody"] == "alternating"
        checking.accept_paper(claim_document_id=paper.pk, values={"custody": "full"}, actor=officer.actor, **AT)
        (child,) = [each for each in household(home.opener.beneficiary.pk, on=TODAY) if each.id == home.child]
        assert (child.custody, child.proved_by) == ("full", officer.actor.name)
        assert reassessed(claim)[1].outcome.amount == Money.of(120)

    def test_a_custody_corrected_on_paper_holds_for_who_has_left_the_household_too(self, homes):
        officer, (home, _) = person(Role.CLAIMS_OFFICER), homes
        claim = families.taken(home, officer)
        yesterday = TODAY - timedelta(days=1)
        end_kinship(beneficiary_id=home.opener.beneficiary.pk, dependant_id=home.child, actor=home.actor, at=NOW, on=yesterday)
        paper = families.paper_of(claim, "family_record")
        checking.accept_paper(claim_document_id=paper.pk, values={"custody": "full"}, actor=officer.actor, **AT)
        assert reassessed(claim)[1].outcome.amount == Money.of(120)


class TestCustody:
    def test_custody_is_read_as_it_was_on_the_day_of_the_event(self):
        publish_benefit(SPLIT_RIGHT)
        home = parent()
        live(home, "alternating", on=families.STAY + timedelta(days=1))
        before, after = families.filed(home), date(2024, 9, 20)
        assert reassessed(before)[1].facts["custody"].value == "full"
        assert reassessed(families.filed(home, Typed(stay_ended_on=after)))[1].facts["custody"].value == "alternating"

    def test_another_custody_asks_for_the_family_record_again(self, opener):
        DependantIdentity.objects.filter(dependant_id=opener.child).delete()
        identity = {"dependant_id": opener.child, **CHILD, "born_on": date(2016, 3, 2), "since": LONG_AGO, "recorded_at": NOW}
        DependantIdentity.objects.create(**identity, proved_by="Entraide", proved_from="livret", proved_on=TODAY)
        live(opener, "full")
        assert proof_of(opener) == "Entraide"
        live(opener, "alternating")
        assert proof_of(opener) == ""

    def test_a_child_who_comes_back_on_other_terms_shows_the_record_again(self):
        opener = parent(is_proved=False)
        officer, owner = person(Role.CLAIMS_OFFICER), opener.opener.beneficiary.pk
        families.granted(opener, officer)
        assert proof_of(opener) == officer.actor.name
        for custody, proved_by in (("full", officer.actor.name), ("alternating", "")):
            end_kinship(beneficiary_id=owner, dependant_id=opener.child, actor=opener.actor, **AT)
            child = NewDependant("child", "Lou", "Ferrand", date(2016, 3, 2), custody)
            assert add_dependant(beneficiary_id=owner, dependant=child, actor=opener.actor, **AT) == opener.child
            assert proof_of(opener) == proved_by


def proof_of(home):
    return next(each.proved_by for each in household(home.opener.beneficiary.pk, on=TODAY) if each.id == home.child)
