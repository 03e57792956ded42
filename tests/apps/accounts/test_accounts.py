"""Accounts are created once, roles are given by others and leave a trace."""

from datetime import UTC, date, datetime

import pytest

from entraide.apps.accounts import operations, queries
from entraide.apps.accounts.actor import SYSTEM_AUTHOR, Actor, Hat, system_actor
from entraide.apps.accounts.refusals import (
    AddressTaken,
    LastAdministrator,
    NotAdministrator,
    NotAStaffRole,
    OwnRole,
    RoleAlreadyHeld,
    RoleNotHeld,
)
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.queries import history_of


pytestmark = pytest.mark.django_db

AT, ON = datetime(2024, 10, 15, 9, 30, tzinfo=UTC), date(2024, 10, 15)
YESTERDAY = date(2024, 10, 14)
SYSTEM = system_actor("tests")


def create(email="lea@reims.example", name="Léa Élan", **others):
    return operations.create_account(email=email, name=name, actor=SYSTEM, at=AT, on=ON, **others)


def give(account_id, role, on=ON, actor=SYSTEM):
    operations.give_role(account_id=account_id, role=role, actor=actor, at=AT, on=on)


def end(account_id, role, on=ON, actor=SYSTEM):
    operations.end_role(account_id=account_id, role=role, actor=actor, at=AT, on=on)


def wearing(role, account_id=None):
    return Actor(kind="person", account_id=account_id or create("who@reims.example"), hat=Hat(role))


def test_a_row_that_nobody_wrote_says_that_the_system_did():
    account_id = create()
    assert SYSTEM.author_id == SYSTEM_AUTHOR
    assert Actor(kind="person", account_id=account_id).author_id == account_id


def test_an_address_opens_one_account_whatever_its_case():
    create("Lea@Reims.Example")
    with pytest.raises(AddressTaken):
        create("lea@reims.example")


def test_an_account_without_a_password_lets_nobody_in():
    key = create()
    assert not queries.account(key).has_usable_password()


def test_an_account_is_found_without_its_accents_and_by_the_beginning_of_its_address():
    key = create()
    assert [row.pk for row in queries.accounts_by_name("lea elan")] == [key]
    assert [row.pk for row in queries.accounts_by_name("LEA")] == [key]
    assert [row.pk for row in queries.account_list(text="ELAN", on=ON)] == [key]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_creates_accounts_and_changes_roles(role):
    key, actor = create(), wearing(role)
    with pytest.raises(NotAdministrator):
        operations.create_account(email="x@reims.example", name="X", actor=actor, at=AT, on=ON)
    with pytest.raises(NotAdministrator):
        give(key, Role.DIRECTOR, actor=actor)
    with pytest.raises(NotAdministrator):
        end(key, Role.DIRECTOR, actor=actor)
    with pytest.raises(NotAdministrator):
        operations.note_password_link(account_id=key, actor=actor, at=AT, on=ON)


def test_a_role_is_held_from_the_day_it_is_given_until_the_day_it_ends():
    key = create()
    give(key, Role.CLAIMS_OFFICER, on=YESTERDAY)
    assert queries.staff_roles_of(key, on=date(2024, 10, 13)) == []
    assert queries.staff_roles_of(key, on=YESTERDAY) == [Role.CLAIMS_OFFICER]
    end(key, Role.CLAIMS_OFFICER)
    assert queries.staff_roles_of(key, on=YESTERDAY) == [Role.CLAIMS_OFFICER]
    assert queries.staff_roles_of(key, on=ON) == []


def test_a_role_ended_on_the_day_it_was_given_was_never_held():
    key = create()
    give(key, Role.DIRECTOR)
    end(key, Role.DIRECTOR)
    assert queries.role_history(key) == []


def test_a_role_is_held_once_at_a_time_and_may_be_given_again():
    key = create()
    give(key, Role.DIRECTOR, on=YESTERDAY)
    with pytest.raises(RoleAlreadyHeld):
        give(key, Role.DIRECTOR)
    end(key, Role.DIRECTOR)
    give(key, Role.DIRECTOR)
    assert [held.since for held in queries.role_history(key)] == [ON, YESTERDAY]


def test_a_role_that_is_not_held_cannot_end():
    with pytest.raises(RoleNotHeld):
        end(create(), Role.DIRECTOR)


@pytest.mark.parametrize("role", [Role.BENEFICIARY, Role.CORRESPONDENT, Role.DELEGATE_ELECTED, Role.DELEGATE_STAFF])
def test_a_role_that_a_member_or_a_file_gives_is_not_given_here(role):
    with pytest.raises(NotAStaffRole):
        give(create(), role)


def test_nobody_changes_their_own_roles():
    key = create()
    actor = wearing(Role.ADMINISTRATOR, key)
    with pytest.raises(OwnRole):
        give(key, Role.ACCOUNTANT_RELEASES, actor=actor)
    with pytest.raises(OwnRole):
        end(key, Role.ADMINISTRATOR, actor=actor)


def test_the_last_administrator_stays():
    first, second = create(), create("b@reims.example", "B")
    give(first, Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        end(first, Role.ADMINISTRATOR)
    give(second, Role.ADMINISTRATOR)
    end(first, Role.ADMINISTRATOR)
    assert queries.holders_of_role(Role.ADMINISTRATOR, on=ON) == {second}


def test_each_act_on_an_account_leaves_its_trace():
    key = create()
    give(key, Role.DIRECTOR)
    end(key, Role.DIRECTOR)
    operations.note_password_link(account_id=key, actor=SYSTEM, at=AT, on=ON)
    operations.change_hat(hat=Hat(Role.DIRECTOR), actor=Actor(kind="person", account_id=key), at=AT, on=ON)
    said = [act.sentence for act in history_of(key)]
    assert said == ["Compte créé", "Rôle donné", "Rôle retiré", "Lien de choix du mot de passe envoyé", "Changement de rôle"]


def test_the_roles_of_many_accounts_take_one_query(django_assert_num_queries):
    keys = {create(f"{number}@reims.example", str(number)) for number in range(3)}
    for key in keys:
        give(key, Role.DIRECTOR)
    with django_assert_num_queries(1):
        assert queries.roles_by_account(keys, on=ON) == {key: [Role.DIRECTOR] for key in keys}


def test_the_list_of_accounts_is_filtered_by_role():
    director = create()
    create("b@reims.example", "B")
    give(director, Role.DIRECTOR)
    assert [row.pk for row in queries.account_list(role=Role.DIRECTOR, on=ON)] == [director]
