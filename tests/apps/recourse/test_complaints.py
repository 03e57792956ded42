"""A complaint has its own file: its words, its due day, its answer, and what it changed here."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.notifications.models import Message
from entraide.apps.recourse.models import Complaint
from entraide.apps.recourse.operations.complaints import DAYS_TO_ANSWER, Reply, Said, answer, receive, take
from entraide.apps.recourse.queries.complaints import changes_made, complaints, learnt
from entraide.apps.recourse.refusals import ChangeMissing, ComplaintAnswered, NotTheirClaim, NotYours, UnknownCause, WordsMissing
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.claims import ClaimFactory
from tests.factories.recourse import ComplaintFactory
from tests.factories.thread import filed_by
from tests.portals.staff.test_call_documents_pages import text_of


pytestmark = pytest.mark.django_db
WHEN = {"at": NOW, "on": TODAY}
YEAR = {"since": date(TODAY.year, 1, 1), "until": date(TODAY.year + 1, 1, 1), "on": TODAY}


def said_by(someone, **kwargs):
    said = Said(**({"cause": "delay", "words": "J’attends depuis deux mois."} | kwargs))
    return receive(beneficiary_id=someone.beneficiary.pk, said=said, actor=someone.actor, **WHEN)


def reply(**kwargs):
    return Reply(**({"words": "Votre dossier est repris.", "is_founded": True, "changed": "text", "what": "Lettre de dépôt"} | kwargs))


def test_a_complaint_is_due_in_the_delay_said_and_the_person_is_told():
    complaint = Complaint.objects.get(pk=said_by(person(Role.BENEFICIARY)))
    assert complaint.due_on == TODAY + timedelta(days=DAYS_TO_ANSWER)
    assert complaint.reference in Message.objects.get().subject


def test_the_same_words_twice_on_one_day_are_one_complaint():
    someone = person(Role.BENEFICIARY)
    assert said_by(someone) == said_by(someone)
    assert said_by(someone, words="Et on ne me répond pas.") != said_by(someone)
    assert Complaint.objects.count() == 2


def test_the_same_words_about_two_claims_are_two_complaints():
    someone = person(Role.BENEFICIARY)
    claims = [ClaimFactory(beneficiary=someone.beneficiary) for _ in range(2)]
    one, other = (said_by(someone, claim_id=claim.pk) for claim in claims)
    assert one != other and said_by(someone, claim_id=claims[0].pk) == one
    assert {row.claim for row in Complaint.objects.order_by("pk")} == set(claims)


@pytest.mark.parametrize(("kwargs", "refusal"), [({"words": "  "}, WordsMissing), ({"cause": "moon"}, UnknownCause)])
def test_nothing_is_kept_of_a_complaint_that_says_nothing(kwargs, refusal):
    with pytest.raises(refusal):
        said_by(person(Role.BENEFICIARY), **kwargs)
    assert not Complaint.objects.exists()


def test_a_complaint_names_a_claim_of_its_own_person_only():
    someone = person(Role.BENEFICIARY)
    own, other = ClaimFactory(beneficiary=someone.beneficiary), ClaimFactory()
    assert Complaint.objects.get(pk=said_by(someone, claim_id=own.pk)).claim == own
    with pytest.raises(NotTheirClaim):
        said_by(someone, claim_id=other.pk)


def test_a_confidential_claim_is_named_by_nobody_at_the_telephone():
    agent, claim = person(Role.CONTACT_AGENT), ClaimFactory(is_confidential=True)
    said = Said("delay", "On ne me rappelle pas.", "phone", claim.pk)
    with pytest.raises(NotTheirClaim):
        receive(beneficiary_id=claim.beneficiary_id, said=said, actor=agent.actor, **WHEN)


def test_nobody_complains_for_another_nor_answers_without_the_charge():
    someone, complaint = person(Role.BENEFICIARY), ComplaintFactory()
    with pytest.raises(NotYours):
        receive(beneficiary_id=complaint.beneficiary_id, said=Said("delay", "Rien."), actor=someone.actor, **WHEN)
    for act in (lambda: take(complaint_id=complaint.pk, actor=someone.actor, **WHEN), lambda: answered(complaint, someone)):
        with pytest.raises(NotYours):
            act()


def answered(complaint, someone, **kwargs):
    answer(complaint_id=complaint.pk, reply=reply(**kwargs), actor=someone.actor, **WHEN)


def test_an_answer_is_given_once_and_says_what_it_changed():
    manager, complaint = person(Role.CLAIMS_MANAGER), ComplaintFactory()
    take(complaint_id=complaint.pk, actor=manager.actor, **WHEN)
    answered(complaint, manager)
    for again in (lambda: answered(complaint, manager), lambda: take(complaint_id=complaint.pk, actor=manager.actor, **WHEN)):
        with pytest.raises(ComplaintAnswered):
            again()
    complaint.refresh_from_db()
    assert (complaint.state, complaint.changed, complaint.changed_what) == ("answered", "text", "Lettre de dépôt")
    assert Message.objects.get().body == "Votre dossier est repris."


@pytest.mark.parametrize(
    ("kwargs", "refusal"), [({"what": " "}, ChangeMissing), ({"changed": "moon"}, ChangeMissing), ({"words": ""}, WordsMissing)]
)
def test_an_answer_without_its_words_or_its_change_is_refused(kwargs, refusal):
    complaint = ComplaintFactory()
    with pytest.raises(refusal):
        answered(complaint, person(Role.CLAIMS_MANAGER), **kwargs)
    complaint.refresh_from_db()
    assert complaint.state == "received"


def test_what_complaints_changed_is_counted_by_cause_and_by_change(django_assert_num_queries):
    manager = person(Role.CLAIMS_MANAGER)
    answered(ComplaintFactory(), manager)
    answered(ComplaintFactory(cause="words"), manager, changed="nothing", what="", is_founded=False)
    ComplaintFactory(due_on=TODAY - timedelta(days=1))
    with django_assert_num_queries(3):
        found = learnt(**YEAR)
    assert (found.received, found.answered, found.founded, found.late) == (3, 2, 1, 1)
    assert (found.by_cause, found.by_change) == ({"delay": 2, "words": 1}, {"nothing": 1, "text": 1})
    assert [row.changed for row in changes_made(since=YEAR["since"], until=YEAR["until"])] == ["text"]


def test_those_that_wait_come_first_by_their_due_day():
    manager, soon, late = person(Role.CLAIMS_MANAGER), ComplaintFactory(due_on=TODAY), ComplaintFactory(due_on=TODAY - timedelta(days=9))
    done = ComplaintFactory(due_on=TODAY - timedelta(days=20))
    answered(done, manager)
    assert list(complaints()) == [late, soon, done]
    assert list(complaints(state="waiting", cause="delay")) == [late, soon]
    assert list(complaints(changed="text")) == [done]


def test_a_person_complains_and_reads_the_answer():
    someone, manager = person(Role.BENEFICIARY), person(Role.CLAIMS_MANAGER)
    url = reverse("beneficiary:complaints")
    empty = signed_in(someone).post(url, {"cause": "", "words": "Trop long"})
    assert empty.status_code == 422 and "Choisissez ce dont il s’agit" in text_of(empty) and "Trop long" in empty.content.decode()
    sent = signed_in(someone).post(url, {"cause": "delay", "words": "J’attends <b>toujours</b>."}, follow=True)
    assert "Votre réclamation est enregistrée" in text_of(sent) and "<b>toujours" not in sent.content.decode()
    complaint = Complaint.objects.get()
    desk = signed_in(manager).post(
        reverse("staff:complaint", args=[complaint.pk]),
        {"words": "Nous changeons cette lettre.", "is_founded": "True", "changed": "text", "what": "Lettre de dépôt"},
        follow=True,
    )
    assert f"La réponse à la réclamation {complaint.reference} est partie" in text_of(desk)
    assert "Nous changeons cette lettre." in text_of(signed_in(someone).get(url))
    assert "Lettre de dépôt" in text_of(signed_in(manager).get(reverse("staff:complaint_changes")))


def test_the_direction_reads_what_complaints_changed_and_neither_who_complained_nor_their_words():
    complaint, director = ComplaintFactory(), signed_in(person(Role.DIRECTOR))
    assert director.get(reverse("staff:complaint", args=[complaint.pk])).status_code == 403
    assert director.get(reverse("staff:complaints"), {"format": "csv"}).status_code == 403
    shown = text_of(director.get(reverse("staff:complaint_changes")))
    assert "1 réclamation reçue" in shown or "1 réclamation" in shown
    assert reverse("staff:complaints") not in shown.replace(reverse("staff:complaint_changes"), "")


def test_an_answer_that_names_no_change_keeps_what_was_typed():
    complaint = ComplaintFactory()
    sent = signed_in(person(Role.CLAIMS_MANAGER)).post(
        reverse("staff:complaint", args=[complaint.pk]), {"words": "Bien vu.", "is_founded": "True", "changed": "rule", "what": ""}
    )
    assert sent.status_code == 422 and "Nommez ce qui a changé" in text_of(sent) and "Bien vu." in sent.content.decode()


def test_the_contact_centre_writes_down_what_is_said_on_the_telephone(published_catalogue):
    claim = filed_by(person(Role.BENEFICIARY))
    client = signed_in(person(Role.CONTACT_AGENT))
    url = reverse("staff:complaint_new", args=[claim.beneficiary_id])
    client.post(url, {"channel": "phone", "cause": "welcome", "words": "On m’a raccroché au nez.", "claim": str(claim.pk)})
    complaint = Complaint.objects.get()
    assert (complaint.channel, complaint.claim) == ("phone", claim)


def test_the_list_of_complaints_costs_as_much_for_many_as_for_one(django_assert_max_num_queries):
    client = signed_in(person(Role.CLAIMS_MANAGER))
    for _ in range(12):
        ComplaintFactory()
    client.get(reverse("staff:complaints"))
    with django_assert_max_num_queries(16):
        client.get(reverse("staff:complaints"), {"etat": "waiting"})
    assert client.get(reverse("staff:complaints"), {"format": "csv"}).status_code == 200
