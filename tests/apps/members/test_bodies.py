"""Bodies are put on the register, attached, billed at their establishments, reached through their contacts."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import Error, transaction

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.members.models import Attachment, Contact, Establishment, Member
from entraide.apps.members.operations.bodies import Attaching, NewBody, attach, register_body
from entraide.apps.members.operations.contacts import ContactFacts, change_contact, end_contact, record_contact
from entraide.apps.members.operations.establishments import (
    EstablishmentFacts,
    correct_billing_references,
    correct_establishment,
    end_establishment,
    record_establishment,
)
from entraide.apps.members.operations.memberships import NewContract, open_membership
from entraide.apps.members.queries import (
    attached_to,
    billed_establishment,
    code_history,
    contact_of,
    contacts_of,
    establishment_of,
    establishments_of,
    lineage_of,
    member_on,
)
from entraide.apps.members.refusals import FaultyFacts, NotBilled, NotFound, NotOwnMember, NotRegisterKeeper
from entraide.core.structure.values import BodyKind
from entraide.ui.refusals import say
from tests.factories.actors import actor
from tests.factories.base import NOW, TODAY
from tests.factories.members import AttachmentFactory, CommuneCodeFactory, EstablishmentFactory, MemberFactory, SuccessionFactory


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
SIREN, SIRET, OTHER_SIRET = "200067213", "20006721300013", "20006721300021"


def faults(act, **kwargs):
    """Give the codes and places of the faults that an act is refused for, having written nothing."""
    before = AuditEntry.objects.count()
    with pytest.raises(FaultyFacts) as caught, transaction.atomic():
        act(**kwargs)
    assert AuditEntry.objects.count() == before
    return [(fault.code.split(".")[1], fault.where) for fault in caught.value.findings]


def body(**words):
    return NewBody(**{"siren": SIREN, "name": "CU du Grand Reims", "kind": BodyKind.EPCI, "department": "51", "since": TODAY} | words)


def commune(code):
    return body(siren="215104548", kind=BodyKind.COMMUNE, code=code)


@pytest.fixture
def reims():
    return MemberFactory(siren=SIREN, kind="epci", named__name="CU du Grand Reims")


def test_a_body_of_any_kind_is_put_on_the_register():
    key = register_body(body=body(siren="200 067 213", name=" CU du Grand Reims "), **ACT)
    view = member_on(key, on=TODAY)
    assert (view.siren, view.name, view.kind, view.department, view.code) == (SIREN, "CU du Grand Reims", "epci", "51", "")
    seat = register_body(body=replace(commune("2a004"), department="2A"), **ACT)
    assert [row.code for row in code_history(seat)] == ["2A004"]
    assert AuditEntry.objects.filter(verb="members.registered").count() == 2


def test_a_body_with_faults_is_told_them_all(reims):
    assert faults(register_body, body=body(siren="200067214", name=" ", since=date(2024, 10, 16), code="51454"), **ACT) == [
        ("siren_key", "siren"),
        ("name_missing", "name"),
        ("since_to_come", "since"),
        ("code_for_a_commune", "code"),
    ]
    assert faults(register_body, body=body(), **ACT) == [("siren_known", "siren")]
    assert faults(register_body, body=commune("5145"), **ACT) == [("bad_code", "code")]
    assert Member.objects.count() == 1


def test_a_code_is_held_by_one_commune_at_a_time():
    CommuneCodeFactory(member=MemberFactory(named__name="Ancienne Reims"), code="51454", until=date(2024, 1, 1))
    assert faults(register_body, body=NewBody(**_dated("51454")), **ACT) == [("code_held", "code")]
    register_body(body=commune("51454"), **ACT)


def _dated(code):
    return {"siren": "215104548", "name": "Reims", "kind": BodyKind.COMMUNE, "department": "51", "since": date(2023, 6, 1), "code": code}


def test_a_commune_joins_another_epci_and_leaves_the_first(reims):
    town, old = MemberFactory(named__name="Épernay"), MemberFactory(kind="epci", named__name="CC d’avant")
    AttachmentFactory(member=town, parent=old)
    attach(attaching=Attaching(town.pk, reims.pk, "epci", date(2024, 1, 1)), **ACT)
    lineage = lineage_of(town.pk, on=TODAY)
    assert [(tie.label, tie.how, tie.since, tie.until) for tie in lineage.parents] == [
        ("CU du Grand Reims", "epci", date(2024, 1, 1), None),
        ("CC d’avant", "epci", lineage.parents[1].since, date(2024, 1, 1)),
    ]
    assert [[view.name for view in attached_to(one.pk, on=TODAY)] for one in (reims, old)] == [["Épernay"], []]


def test_what_cannot_be_attached_is_refused(reims):
    town = MemberFactory(named__name="Épernay")
    ccas = MemberFactory(kind="ccas", named__name="CCAS d’Épernay")
    gone = MemberFactory(kind="epci", named__since=date(2010, 1, 1), named__until=date(2020, 1, 1))

    def told(member, parent, kind):
        return faults(attach, attaching=Attaching(member.pk, parent.pk, kind, TODAY), **ACT)

    assert told(town, town, "owner") == [("attached_to_itself", "parent")]
    assert told(town, ccas, "epci") == told(ccas, reims, "epci") == [("epci_of_communes", "parent")]
    assert told(town, gone, "epci") == [("body_gone", "parent")]
    assert told(gone, town, "owner") == [("body_gone", "since")]
    attach(attaching=Attaching(ccas.pk, town.pk, "owner", date(2020, 1, 1)), **ACT)
    amicale = MemberFactory(kind="association")
    attach(attaching=Attaching(amicale.pk, ccas.pk, "owner", date(2020, 1, 1)), **ACT)
    assert told(town, amicale, "owner") == [("attached_in_a_circle", "parent")]
    assert Attachment.objects.current().count() == 2


def test_a_body_tells_what_it_took_over_and_what_took_it_over(reims):
    old = MemberFactory(named__name="Reims Métropole", named__since=date(2010, 1, 1), named__until=date(2017, 1, 1))
    SuccessionFactory(predecessor=old, successor=reims, since=date(2017, 1, 1))
    part = SuccessionFactory(predecessor=reims, successor=MemberFactory(named__name="Régie des eaux"), is_whole=False)
    lineage = lineage_of(reims.pk, on=TODAY)
    assert [(tie.label, tie.how) for tie in lineage.predecessors] == [("Reims Métropole", "whole")]
    assert [(tie.label, tie.how, tie.since) for tie in lineage.successors] == [("Régie des eaux", "part", part.since)]


def billed(member, **words):
    facts = EstablishmentFacts(**{"siret": SIRET, "name": "Budget principal"} | words)
    return record_establishment(member_id=member.pk, facts=facts, since=TODAY, **ACT)


def test_one_establishment_is_billed_at_a_time(reims):
    billed(reims, service_code="RH")
    record_establishment(member_id=reims.pk, facts=EstablishmentFacts(OTHER_SIRET), since=date(2025, 1, 1), **ACT)
    assert billed_establishment(reims.pk, on=TODAY).siret == SIRET
    assert billed_establishment(reims.pk, on=date(2025, 1, 1)).siret == OTHER_SIRET
    assert [(row.siret, row.is_billed) for row in establishments_of(reims.pk, on=date(2025, 1, 1))] == [(OTHER_SIRET, True), (SIRET, False)]
    with pytest.raises(Error), transaction.atomic():
        EstablishmentFactory(member=reims, siret="20006721300039", since=TODAY)


def test_what_is_said_again_of_an_establishment_replaces_what_was(reims):
    row = EstablishmentFactory(member=reims, siret=SIRET, name="Ancien nom")
    facts = EstablishmentFacts("200 067 213 00013", "Budget principal", is_billed=False)
    correct_establishment(establishment_id=row.pk, facts=facts, since=TODAY, **ACT)
    assert [(row.name, row.is_billed) for row in establishments_of(reims.pk, on=TODAY)] == [("Budget principal", False)]
    assert billed_establishment(reims.pk, on=date(2024, 10, 14)).name == "Ancien nom"


def test_a_siret_that_is_known_is_not_replaced_in_silence(reims):
    billed(reims, service_code="RH")
    for act in (
        lambda: billed(reims, name="Un autre"),
        lambda: correct_establishment(
            establishment_id=EstablishmentFactory(member=reims, siret=OTHER_SIRET, is_billed=False).pk,
            facts=EstablishmentFacts(SIRET),
            since=TODAY,
            **ACT,
        ),
    ):
        with pytest.raises(FaultyFacts) as caught:
            act()
        assert [finding.code for finding in caught.value.findings] == ["members.siret_known"]
    held = billed_establishment(reims.pk, on=TODAY)
    assert (held.name, held.service_code) == ("Budget principal", "RH")


def test_a_siret_that_is_closed_may_come_back(reims):
    EstablishmentFactory(member=reims, siret=SIRET, until=date(2024, 1, 1))
    billed(reims)
    assert billed_establishment(reims.pk, on=TODAY).siret == SIRET


def test_a_siret_is_corrected_and_what_it_was_stays_readable(reims):
    row = EstablishmentFactory(member=reims, siret=SIRET, service_code="RH")
    correct_establishment(establishment_id=row.pk, facts=EstablishmentFacts(OTHER_SIRET), since=TODAY, **ACT)
    assert [each.siret for each in establishments_of(reims.pk, on=TODAY)] == [OTHER_SIRET]
    assert billed_establishment(reims.pk, on=date(2024, 10, 14)).siret == SIRET
    with pytest.raises(NotFound):
        correct_establishment(establishment_id=row.pk, facts=EstablishmentFacts(SIRET), since=TODAY, **ACT)


def test_an_establishment_with_faults_is_told_them_all(reims):
    told = {"member_id": reims.pk, "since": date(1990, 1, 1)}
    facts = EstablishmentFacts("20006721300014", service_code="x" * 101, engagement_number="y" * 51)
    assert faults(record_establishment, facts=facts, **told, **ACT) == [
        ("siret_key", "siret"),
        ("bad_service_code", "service_code"),
        ("bad_engagement", "engagement_number"),
        ("body_absent", "since"),
    ]
    other = EstablishmentFacts("21510454800015")
    assert faults(record_establishment, facts=other, **told | {"since": TODAY}, **ACT) == [("siret_of_another", "siret")]


def test_an_establishment_is_ended_once(reims):
    row = EstablishmentFactory(member=reims, siret=SIRET)
    assert establishment_of(reims.pk, establishment_id=row.pk, on=TODAY) == row
    end_establishment(member_id=reims.pk, establishment_id=row.pk, **ACT)
    assert list(establishments_of(reims.pk, on=TODAY)) == []
    assert billed_establishment(reims.pk, on=date(2024, 10, 14)) is not None
    for member in (reims, MemberFactory()):
        with pytest.raises(NotFound):
            end_establishment(member_id=member.pk, establishment_id=row.pk, **ACT)


def test_an_establishment_of_this_very_day_was_never_to_be(reims):
    billed(reims)
    end_establishment(member_id=reims.pk, establishment_id=billed_establishment(reims.pk, on=TODAY).pk, **ACT)
    assert Establishment.objects.current().count() == 0


def test_the_correspondent_corrects_the_references_of_their_own_body(reims):
    act = ACT | {"actor": actor(Role.CORRESPONDENT, member=reims)}
    with pytest.raises(NotBilled):
        correct_billing_references(member_id=reims.pk, service_code="RH", engagement_number="", **act)
    EstablishmentFactory(member=reims, siret=SIRET, service_code="ANCIEN")
    correct_billing_references(member_id=reims.pk, service_code=" RH ", engagement_number="EJ 2025/1", **act)
    row = billed_establishment(reims.pk, on=TODAY)
    assert (row.service_code, row.engagement_number, row.since) == ("RH", "EJ 2025/1", TODAY)
    assert billed_establishment(reims.pk, on=date(2024, 10, 14)).service_code == "ANCIEN"
    assert faults(correct_billing_references, member_id=reims.pk, service_code="é\n", engagement_number="a\nb", **act) == [
        ("bad_engagement", "engagement_number")
    ]
    with pytest.raises(NotOwnMember):
        correct_billing_references(member_id=MemberFactory().pk, service_code="RH", engagement_number="", **act)


def test_contacts_are_added_corrected_and_taken_off_by_the_correspondent(reims):
    act = ACT | {"actor": actor(Role.CORRESPONDENT, member=reims)}
    record_contact(member_id=reims.pk, facts=ContactFacts("Zoé Martin", "Paie", "zoe@exemple.fr"), **act)
    contact = contacts_of(reims.pk, on=TODAY).get()
    change_contact(member_id=reims.pk, contact_id=contact.pk, facts=ContactFacts("Zoé Martin", "DRH", "", "01 99 00 12 34"), **act)
    changed = contacts_of(reims.pk, on=TODAY).get()
    assert (changed.function, changed.phone, contact_of(reims.pk, contact_id=contact.pk, on=TODAY)) == ("DRH", "01 99 00 12 34", None)
    end_contact(member_id=reims.pk, contact_id=changed.pk, **act)
    assert list(contacts_of(reims.pk, on=TODAY)) == []
    for late in (lambda: end_contact(member_id=reims.pk, contact_id=changed.pk, **act),):
        with pytest.raises(NotFound):
            late()
    verbs = list(AuditEntry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["members.contact_recorded", "members.contact_changed", "members.contact_ended"]


def test_a_contact_has_a_name_and_a_way_to_be_reached(reims):
    assert faults(record_contact, member_id=reims.pk, facts=ContactFacts(" "), **ACT) == [
        ("contact_name_missing", "name"),
        ("contact_unreachable", "email"),
    ]
    assert Contact.objects.count() == 0


def test_a_contact_sent_twice_is_there_once(reims):
    facts = ContactFacts("Ada", email="ada@exemple.fr")
    record_contact(member_id=reims.pk, facts=facts, **ACT)
    assert faults(record_contact, member_id=reims.pk, facts=facts, **ACT) == [("contact_known", "name")]
    record_contact(member_id=reims.pk, facts=ContactFacts("Ada", email="autre@exemple.fr"), **ACT)
    assert Contact.objects.count() == 2


def test_others_write_nothing_of_a_body(reims):
    row = EstablishmentFactory(member=reims, siret=SIRET)
    stranger = ACT | {"actor": actor(Role.CORRESPONDENT, member=MemberFactory())}
    director = ACT | {"actor": actor(Role.DIRECTOR)}
    for act in (stranger, director):
        with pytest.raises(NotOwnMember):
            record_contact(member_id=reims.pk, facts=ContactFacts("A", email="a@exemple.fr"), **act)
        for write in (
            lambda act=act: register_body(body=commune(""), **act),
            lambda act=act: attach(attaching=Attaching(reims.pk, reims.pk, "owner", TODAY), **act),
            lambda act=act: record_establishment(member_id=reims.pk, facts=EstablishmentFacts(SIRET), since=TODAY, **act),
            lambda act=act: correct_establishment(establishment_id=row.pk, facts=EstablishmentFacts(SIRET), since=TODAY, **act),
            lambda act=act: end_establishment(member_id=reims.pk, establishment_id=row.pk, **act),
        ):
            with pytest.raises(NotRegisterKeeper):
                write()


def test_a_body_that_is_gone_takes_no_fact_even_of_its_past():
    gone = MemberFactory(named__name="CCAS d’Aubière", named__since=date(2010, 1, 1), named__until=date(2020, 1, 1), membership=None)
    past, town = date(2015, 1, 1), MemberFactory()
    for act in (
        lambda: record_establishment(member_id=gone.pk, facts=EstablishmentFacts(f"{gone.siren}00013"), since=past, **ACT),
        lambda: record_contact(member_id=gone.pk, facts=ContactFacts("Ada", email="ada@exemple.fr"), **ACT),
        lambda: attach(attaching=Attaching(gone.pk, town.pk, "owner", past), **ACT),
        lambda: attach(attaching=Attaching(town.pk, gone.pk, "owner", past), **ACT),
        lambda: open_membership(contract=NewContract(gone.pk, past), **ACT),
    ):
        with pytest.raises(FaultyFacts) as caught, transaction.atomic():
            act()
        gone_faults = [fault for fault in caught.value.findings if fault.code == "members.body_gone"]
        assert [say(fault) for fault in gone_faults] == [
            "« CCAS d’Aubière » n’existe que jusqu’au 31/12/2019 : rien ne s’y ajoute plus. Cherchez l’organisme qui lui a succédé."
        ]
    assert not (Establishment.objects.exists() or Contact.objects.exists() or Attachment.objects.exists())


def test_a_number_left_without_any_name_is_taken_up_again():
    left = MemberFactory(siren=SIREN, named=None, membership=None, department="")
    assert register_body(body=body(), **ACT) == left.pk
    assert member_on(left.pk, on=TODAY).name == "CU du Grand Reims"
    left.refresh_from_db()
    assert (left.kind, left.department) == ("epci", "51")


def test_a_commune_has_a_code_of_its_department_and_a_department_that_exists():
    assert faults(register_body, body=commune(""), **ACT) == [("code_missing", "code")]
    assert faults(register_body, body=commune("99999"), **ACT) == [("code_of_no_department", "code")]
    assert faults(register_body, body=commune("08105"), **ACT) == [("code_elsewhere", "code")]
    assert faults(register_body, body=body(department="99"), **ACT) == [("unknown_department", "department")]
    assert not Member.objects.exists()
