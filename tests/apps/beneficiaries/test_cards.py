"""A card counts while rights are open, is revoked for a reason, and is checked with public keys and a list alone."""

import io
import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Card, Kinship
from entraide.apps.beneficiaries.operations.cards import issue_card, renew_card, revoke_card, revoke_cards_of, revoke_stranded_cards
from entraide.apps.beneficiaries.policies import NotYourFile
from entraide.apps.beneficiaries.queries.cards import (
    card_end,
    checked_here,
    checked_offline,
    holders_of,
    signed_list,
    token_of,
    trusted_list,
)
from entraide.apps.beneficiaries.refusals import NoRightsForCard
from entraide.core.cards.token import write_token
from entraide.core.cards.values import CardKind, CardStanding
from entraide.integrations.card_signing import CardKeys, CardKeysLost, PublishedKeys, card_keys, published_keys
from tests.factories.actors import person
from tests.factories.base import LONG_AGO, NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory, CardFactory, KinshipFactory
from tests.factories.thread import AT


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")


@pytest.fixture
def nadia(db):
    return person(Role.BENEFICIARY)


def card_of(someone, dependant_id=None):
    key = issue_card(beneficiary_id=someone.beneficiary.pk, dependant_id=dependant_id, actor=someone.actor, **AT)
    return Card.objects.get(pk=key)


def offline(card_or_token, *, on=TODAY, text=None):
    """Check as a partner does: with what is published, read back from its text."""
    keys = PublishedKeys.read(published_keys().written())
    token = token_of(card_or_token) if isinstance(card_or_token, Card) else card_or_token
    return checked_offline(token, keys=keys, revoked=trusted_list(text or signed_list(on=TODAY), keys), on=on)


def test_a_card_says_a_right_and_nothing_of_the_person(nadia):
    card = card_of(nadia)
    token, name = token_of(card), nadia.beneficiary.identities.get()
    assert token.startswith(f"E1.{card.number}.B.20241015.20250201.entraide.c1.")
    for private in (name.family_name, name.given_name, nadia.beneficiary.reference, f"{name.born_on:%Y%m%d}", str(nadia.beneficiary.pk)):
        assert private.lower() not in token.lower()
    assert checked_here(token, on=TODAY).standing is offline(card).standing is CardStanding.VALID


def test_a_card_is_issued_once_and_each_of_the_household_has_their_own(nadia):
    child, spouse = (KinshipFactory(beneficiary=nadia.beneficiary, kind=kind).dependant_id for kind in ("child", "spouse"))
    cards = [card_of(nadia), card_of(nadia), card_of(nadia, child), card_of(nadia, spouse)]
    assert [card.kind for card in cards] == [CardKind.BENEFICIARY, CardKind.BENEFICIARY, CardKind.CHILD, CardKind.SPOUSE]
    assert len({card.number for card in cards}) == Card.objects.count() == 3
    assert [holder.card.number if holder.card else "" for holder in holders_of(nadia.beneficiary.pk, on=TODAY)][0] == cards[0].number


def test_a_card_ends_with_january_or_sooner_with_the_rights(nadia):
    assert card_end(nadia.beneficiary.pk, on=TODAY) == date(2025, 2, 1)
    leaving = BeneficiaryFactory(affiliation=None)
    AffiliationFactory(beneficiary=leaving, until=date(2024, 6, 1), rights_until=date(2025, 1, 1))
    assert card_end(leaving.pk, on=TODAY) == date(2025, 1, 1)
    assert card_end(leaving.pk, on=date(2025, 1, 1)) is None


def test_nobody_without_rights_nor_of_another_household_gets_a_card(nadia):
    stranger = KinshipFactory().dependant_id
    with pytest.raises(NoRightsForCard):
        card_of(nadia, stranger)
    gone = person(Role.BENEFICIARY, beneficiary=BeneficiaryFactory(affiliation=None))
    with pytest.raises(NoRightsForCard):
        card_of(gone)
    with pytest.raises(NotYourFile):
        issue_card(beneficiary_id=gone.beneficiary.pk, actor=nadia.actor, **AT)
    assert not Card.objects.exists()


def test_a_lost_card_is_refused_here_and_offline_and_the_new_one_counts(nadia):
    lost = card_of(nadia)
    new = Card.objects.get(pk=renew_card(card_id=lost.pk, reason="lost", actor=nadia.actor, **AT))
    assert [checked_here(token_of(card), on=TODAY).standing for card in (lost, new)] == [CardStanding.REVOKED, CardStanding.VALID]
    assert [offline(card).standing for card in (lost, new)] == [CardStanding.REVOKED, CardStanding.VALID]
    lost.refresh_from_db()
    assert (lost.revoked_for, lost.revoked_on) == ("lost", TODAY)
    revoke_card(card_id=lost.pk, reason="renewed", actor=nadia.actor, **AT)
    lost.refresh_from_db()
    assert lost.revoked_for == "lost"


@pytest.mark.parametrize("act", [renew_card, revoke_card])
def test_an_act_on_a_card_holds_the_person_before_the_card_as_a_death_does(nadia, act, monkeypatch):
    held = []
    locking = QuerySet.select_for_update
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **more: held.append(rows.model) or locking(rows, **more))
    key = card_of(nadia).pk
    held.clear()
    act(card_id=key, reason="lost", actor=nadia.actor, **AT)
    assert held[:2] == [Beneficiary, Card]


def test_a_death_revokes_every_card_of_the_household_and_a_departure_those_of_one(nadia):
    child = KinshipFactory(beneficiary=nadia.beneficiary).dependant_id
    own, childs = card_of(nadia), card_of(nadia, child)
    assert revoke_cards_of(beneficiary_id=nadia.beneficiary.pk, reason="left_household", dependant_id=child, actor=SYSTEM, **AT) == 1
    assert [offline(card).standing for card in (own, childs)] == [CardStanding.VALID, CardStanding.REVOKED]
    assert revoke_cards_of(beneficiary_id=nadia.beneficiary.pk, reason="death", actor=SYSTEM, **AT) == 1
    assert revoke_cards_of(beneficiary_id=nadia.beneficiary.pk, reason="death", actor=SYSTEM, **AT) == 0
    assert offline(own).standing is CardStanding.REVOKED
    assert AuditEntry.objects.filter(verb="beneficiaries.cards_revoked").count() == 2
    with pytest.raises(ValueError, match="no card is revoked for"):
        revoke_cards_of(beneficiary_id=nadia.beneficiary.pk, reason="mood", actor=SYSTEM, **AT)


def test_cards_of_ended_rights_and_of_who_left_the_household_are_revoked_by_sets(nadia):
    stays, left = (KinshipFactory(beneficiary=nadia.beneficiary) for _ in range(2))
    kept, stranded = card_of(nadia, stays.dependant_id), card_of(nadia, left.dependant_id)
    Kinship.objects.filter(pk=left.pk).update(superseded_at=NOW)
    gone = person(Role.BENEFICIARY)
    ended = card_of(gone)
    Affiliation.objects.filter(beneficiary=gone.beneficiary).update(superseded_at=NOW)
    AffiliationFactory(beneficiary=gone.beneficiary, since=LONG_AGO, until=TODAY, rights_until=TODAY)
    assert revoke_stranded_cards(actor=SYSTEM, **AT) == 2
    assert revoke_stranded_cards(actor=SYSTEM, **AT) == 0
    standings = [offline(card).standing for card in (kept, stranded, ended)]
    assert standings == [CardStanding.VALID, CardStanding.REVOKED, CardStanding.REVOKED]


def test_the_list_names_only_cards_that_would_seem_valid_and_dies_after_a_week():
    CardFactory(revoked_at=NOW, until=TODAY)
    listed = CardFactory(revoked_at=NOW)
    CardFactory()
    keys = published_keys()
    text = signed_list(on=TODAY)
    assert trusted_list(text, keys).numbers == (listed.number,)
    assert trusted_list(text.replace("2024-10-23", "2030-10-23"), keys) is None
    assert trusted_list(text.replace(f"{listed.number}\n", ""), keys) is None
    assert trusted_list("nothing", keys) is None
    assert trusted_list(text, PublishedKeys("autre", keys.public)) is None
    assert trusted_list(text, PublishedKeys("entraide", CardKeys.generate().public)) is None


def test_forged_cut_expired_and_foreign_cards_are_each_told_apart(nadia):
    card = card_of(nadia)
    token = token_of(card)
    payload, _, signature = token.rpartition(".")
    other = PublishedKeys("autre", published_keys().public)
    found = {
        "forged": offline(token.replace("20250201", "20990201")).standing,
        "truncated": offline(token[:-20]).standing,
        "expired": offline(token, on=date(2025, 2, 1)).standing,
        "other_association": checked_offline(token, keys=other, revoked=None, on=TODAY).standing,
        "unknown_key": offline(f"{payload[:-2]}c7.{signature}").standing,
        "unreadable": offline("bonjour").standing,
    }
    assert found == {word: word for word in found}
    assert offline(write_token(payload, bytes(64))).claims is None


def test_an_old_list_leaves_a_doubt_that_is_told(nadia):
    card = card_of(nadia)
    assert not offline(card).list_is_old
    assert offline(card, on=TODAY + timedelta(days=8)).list_is_old


@pytest.fixture
def other_keys(settings, tmp_path):
    """Work with keys of one's own."""
    settings.ENTRAIDE_CARD_KEYS = tmp_path / "card-keys.json"
    CardKeys.generate().write(settings.ENTRAIDE_CARD_KEYS)
    return settings.ENTRAIDE_CARD_KEYS


def test_a_card_shown_before_a_rotation_counts_after_it_unless_the_old_key_is_forgotten(nadia, other_keys):
    shown = token_of(card_of(nadia))
    call_command("cards", "rotate", verbosity=0)
    assert card_keys().current == "c2" and json.loads(other_keys.read_text())["private"]
    assert checked_here(shown, on=TODAY).standing is CardStanding.VALID
    call_command("cards", "rotate", "--forget-old", verbosity=0)
    assert checked_here(shown, on=TODAY).standing is CardStanding.UNKNOWN_KEY
    assert checked_here(token_of(Card.objects.get()), on=TODAY).standing is CardStanding.VALID


def test_keys_are_for_their_owner_only_made_once_and_missed_aloud(other_keys):
    assert other_keys.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="déjà"):
        call_command("cards", "init")
    other_keys.unlink()
    with pytest.raises(CardKeysLost):
        card_keys()
    with pytest.raises(CommandError):
        call_command("cards", "rotate")
    out = io.StringIO()
    call_command("cards", "init", stdout=out)
    assert str(other_keys) in out.getvalue() and card_keys().current == "c1"
    call_command("cards", "rotate", stdout=out)
    assert "Clé c2 en service" in out.getvalue()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"association": "A B", "keys": {}}', '{"association": "a", "keys": {"c1": "AA=="}}'])
def test_a_file_that_holds_no_public_keys_is_refused(text):
    with pytest.raises(CardKeysLost):
        PublishedKeys.read(text)


def run(*arguments):
    """Run the command; give what it prints and whether it ends well."""
    out = io.StringIO()
    try:
        call_command("cards", *arguments, stdout=out)
    except CommandError as refused:
        return f"{out.getvalue()} [{refused}]"
    return out.getvalue()


def test_the_command_checks_with_files_alone(nadia, tmp_path):
    lost, card = card_of(nadia), None
    card = Card.objects.get(pk=renew_card(card_id=lost.pk, reason="lost", actor=nadia.actor, **AT))
    key, revoked = tmp_path / "key.json", tmp_path / "revoked.txt"
    key.write_text(run("key"))
    revoked.write_text(run("revoked"))
    given = ("--key", str(key), "--revoked", str(revoked))
    assert run("check", token_of(card), *given).startswith("VALABLE. Cette carte ouvre droit à l’avantage. Elle vaut jusqu’au 31/01/2025")
    assert run("check", token_of(lost), *given).startswith("PLUS VALABLE. Cette carte a été annulée.")
    assert run("check", token_of(lost), "--key", str(key)).count("trop ancienne ou absente") == 1
    assert run("check", token_of(card), *given, "--on", "2025-02-01").startswith(
        "PLUS VALABLE. Cette carte ne vaut plus depuis le 01/02/2025"
    )
    assert run("check", token_of(card)[:-5], *given).startswith("INCONNUE. Le code est incomplet.")
    told = json.loads(run("check", token_of(card), *given, "--json"))
    assert (told["standing"], told["kind"], told["list_is_old"]) == ("valid", "beneficiary", False)
    assert json.loads(run("check", "x", *given, "--json").partition("[")[0])["standing"] == "unreadable"


def test_the_command_refuses_files_that_are_not_what_they_should_be(tmp_path):
    nothing, key = tmp_path / "nothing", tmp_path / "key.json"
    key.write_text(run("key"))
    nothing.write_text("bonjour")
    assert "n'est pas un fichier de clés publiques" in run("check", "x", "--key", str(nothing))
    assert "n'est pas un fichier de clés publiques" in run("check", "x", "--key", str(tmp_path / "absent"))
    assert "n'est pas une liste signée" in run("check", "x", "--key", str(key), "--revoked", str(nothing))
    assert "ne se lit pas" in run("check", "x", "--key", str(key), "--revoked", str(tmp_path / "absent"))


def test_a_check_here_costs_one_query_and_writes_nothing(nadia, django_assert_num_queries):
    token = token_of(card_of(nadia))
    with django_assert_num_queries(1):
        checked_here(token, on=TODAY)
    with django_assert_num_queries(0):
        checked_here("bonjour", on=TODAY)
    assert settings.ENTRAIDE_CARD_ASSOCIATION == "entraide"
