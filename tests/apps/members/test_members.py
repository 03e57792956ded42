"""Members are found by name or SIREN, as they are called on a day, by those who may see them."""

from datetime import date
from uuid import UUID

import pytest

from entraide.apps.accounts.actor import ANONYMOUS, system_actor
from entraide.apps.accounts.roles import COLLEAGUES, DELEGATE_ROLES, Role
from entraide.apps.members.queries import (
    Narrowing,
    bodies_found,
    bodies_on,
    body_for,
    departments,
    gone_bodies_found,
    member_list,
    member_on,
    members,
    members_on,
    membership_history,
    name_history,
    paid_for_by,
    payers,
    register_list,
)
from entraide.apps.members.queries.perimeters import bodies_called
from tests.factories.actors import actor
from tests.factories.base import TODAY
from tests.factories.members import CommuneCodeFactory, EstablishmentFactory, MemberFactory, MemberNameFactory, MembershipFactory, siren


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("suite")


def found(by=SYSTEM, **words):
    return [member.current_name for member in member_list(actor=by, on=TODAY, **words)]


@pytest.fixture
def three():
    return [
        MemberFactory(named__name="Épernay", department="51", siren="215102302"),
        MemberFactory(named__name="Reims", kind="epci", department="51"),
        MemberFactory(named__name="Lyon", department="69"),
    ]


def test_members_are_listed_by_name_accents_forgiven(three):
    assert found() == ["Épernay", "Lyon", "Reims"]
    assert found(text="epern") == ["Épernay"]
    assert found(text="215 102") == ["Épernay"]
    assert found(kind="epci") == ["Reims"]
    assert found(department="69") == ["Lyon"]
    assert departments() == ["51", "69"]


def test_a_member_is_called_as_it_is_called_that_day():
    member = MemberFactory(named=None, membership=None)
    old = MemberNameFactory(member=member, name="Vieux-Bourg", until=date(2024, 1, 1))
    new = MemberNameFactory(member=member, name="Bourg-Neuf", since=date(2024, 1, 1))
    membership = MembershipFactory(member=member)
    assert found(text="bourg") == ["Bourg-Neuf"]
    assert list(name_history(member.pk)) == [new, old]
    assert list(membership_history(member.pk)) == [membership]


def test_who_has_left_is_on_the_register_and_no_member():
    MemberFactory(named__name="Parti", membership__until=date(2023, 1, 1))
    MemberFactory(named__name="Jamais venu", membership=None)
    MemberFactory(named__name="Adhérent")
    MemberFactory(named__name="Disparu", named__until=date(2023, 1, 1), membership=None)
    assert found() == ["Adhérent"]
    assert [view.name for view in members_on(TODAY)] == ["Adhérent"]
    assert [body.current_name for body in register_list(actor=SYSTEM, on=TODAY)] == ["Adhérent", "Jamais venu", "Parti"]


def test_bodies_are_named_whether_they_are_members_or_not(monkeypatch):
    gone = MemberFactory(named__name="Parti", membership__until=date(2023, 1, 1), kind="epci", department="69")
    member = MemberFactory(named__name="Adhérent")
    MemberFactory()
    CommuneCodeFactory(member=member, code="51454")
    views = bodies_on(TODAY, member_ids={gone.pk, member.pk})
    assert [(view.name, view.kind, view.department, view.code) for view in views] == [
        ("Adhérent", "commune", "51", "51454"),
        ("Parti", "epci", "69", ""),
    ]
    monkeypatch.setattr(members, "BATCH", 1)
    assert bodies_on(TODAY, member_ids={gone.pk, member.pk}) == views
    assert member_on(gone.pk, on=TODAY) == views[1]
    assert member_on(UUID(int=0), on=TODAY) is None


def test_a_body_is_found_by_words_of_its_name_its_siren_its_siret_its_code(three):
    reims = MemberFactory(named__name="Communauté urbaine du Grand Reims", kind="epci", siren="200067213", membership=None)
    CommuneCodeFactory(member=three[0], code="51230")

    def on_register(text):
        return [body.current_name for body in register_list(actor=SYSTEM, on=TODAY, text=text)]

    assert on_register("reims communaute") == on_register("GRAND-REIMS") == on_register("200 067 213 00012") == [reims.names.get().name]
    assert on_register("51230") == ["Épernay"]
    assert on_register("reims lyon") == []
    assert len(on_register("")) == 4


def test_the_name_that_was_typed_comes_before_those_that_hold_it():
    for name in ("Saint-Denis-en-Val", "Val-d’Isère", "Val", "Orval"):
        MemberFactory(named__name=name, membership=None)
    assert [view.name for view in bodies_found("val", on=TODAY, limit=3)] == ["Val", "Val-d’Isère", "Orval"]
    assert bodies_found("  ", on=TODAY, limit=3) == []


def test_bodies_that_are_gone_are_found_by_a_name_that_they_bore():
    gone = MemberFactory(siren="245100300", named__since=date(2000, 1, 1), named__until=date(2010, 1, 1), named__name="District de Reims")
    MemberNameFactory(member=gone, since=date(2010, 1, 1), until=date(2017, 1, 1), name="Reims Métropole")
    MemberFactory(named__name="Reims")
    for text in ("district", "REIMS metropole", "245 100 300"):
        assert [(view.id, view.name) for view in gone_bodies_found(text, on=TODAY, limit=5)] == [(gone.pk, "Reims Métropole")]
    assert gone_bodies_found("reims", on=date(2016, 1, 1), limit=5) == []
    assert gone_bodies_found(" ", on=TODAY, limit=5) == []


def test_members_are_narrowed_by_what_their_contract_says():
    amicale = MemberFactory(named__name="Amicale", kind="association", membership=None)
    MemberFactory(named__name="Payée", membership__payer=amicale)
    MemberFactory(named__name="Partielle", membership__scope="partial", membership__covers=[{"kind": "retirees"}], department="69")
    MemberFactory(named__name="Sortante", membership__until=date(2025, 1, 1))
    EstablishmentFactory(member=MemberFactory(named__name="Facturée"))
    EstablishmentFactory(member=MemberFactory(named__name="Plus facturée"), until=date(2024, 1, 1))
    assert found(also=Narrowing(scope="partial")) == ["Partielle"]
    assert found(also=Narrowing(payer_id=amicale.pk)) == ["Payée"]
    assert found(also=Narrowing(is_leaving=True)) == ["Sortante"]
    assert found(also=Narrowing(is_unbilled=True)) == ["Partielle", "Plus facturée", "Sortante"]
    assert found(also=Narrowing(departments=("69",))) == ["Partielle"]
    assert [view.name for view in payers(on=TODAY)] == ["Amicale"]
    assert [view.name for view in paid_for_by(amicale.pk, on=TODAY)] == ["Payée"]


def test_a_member_joined_when_it_entered_whatever_its_contract_has_become_since():
    member = MemberFactory(membership=None)
    MembershipFactory(member=member, since=date(2010, 1, 1), until=date(2012, 1, 1))
    MembershipFactory(member=member, since=date(2015, 1, 1), until=date(2020, 6, 1))
    MembershipFactory(member=member, since=date(2020, 6, 1))
    assert [each.joined_on for each in member_list(actor=SYSTEM, on=TODAY)] == [date(2015, 1, 1)]
    assert body_for(member.pk, actor=SYSTEM, on=date(2011, 1, 1)).joined_on == date(2010, 1, 1)


def test_a_body_opens_to_the_staff_and_to_who_acts_for_it(three):
    own, other = three[0], three[1]
    correspondent = actor(Role.CORRESPONDENT, member=own)
    assert body_for(own.pk, actor=correspondent, on=TODAY) == own
    assert body_for(other.pk, actor=correspondent, on=TODAY) is None
    assert body_for(other.pk, actor=actor(Role.DIRECTOR), on=TODAY) == other


def test_everyone_sees_the_members_that_concern_them(three):
    own = three[0]
    assert all(found(actor(role)) == ["Épernay", "Lyon", "Reims"] for role in COLLEAGUES)
    assert all(found(actor(role, member=own)) == ["Épernay"] for role in {Role.CORRESPONDENT, *DELEGATE_ROLES})
    assert found(ANONYMOUS) == found(actor(Role.EXPERT)) == []


def test_a_beneficiary_sees_no_member_list(three):
    assert found(actor(Role.BENEFICIARY)) == []


def test_a_body_is_found_by_the_words_of_a_name_that_it_bore_in_any_order():
    borne = {"since": date(2010, 1, 1), "until": date(2017, 1, 1), "name": "Communauté de communes de la Vesle"}
    member = MemberFactory(siren=siren(700), **{f"named__{name}": value for name, value in borne.items()})
    other = MemberFactory(siren=siren(701), named__name="Vesle-Montagne")
    assert [row["pk"] for row in bodies_called("vesle communauté")] == [member.pk]
    assert {row["pk"] for row in bodies_called("VESLE")} == {member.pk, other.pk}
    assert [row["pk"] for row in bodies_called(member.siren[:6] + " " + member.siren[6:])] == [member.pk]
