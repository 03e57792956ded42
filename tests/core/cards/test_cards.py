"""A card is what its signature says: read back as written, refused when one character differs, silent on who bears it."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.core.cards.checking import Standard, examine
from entraide.core.cards.revocations import TRUSTED_FOR, body_of, list_of, read_list, write_list
from entraide.core.cards.revocations import to_sign as list_to_sign
from entraide.core.cards.sentences import SENTENCES, WORDS, said, word_of
from entraide.core.cards.token import SignedCard, decode, payload_of, read_token, to_sign, write_token
from entraide.core.cards.values import CardClaims, CardKind, CardStanding, Verdict
from entraide.core.reference import make_reference


ON = date(2024, 10, 15)
CLAIMS = CardClaims(make_reference("C", 3_141_592_653), CardKind.CHILD, ON, date(2025, 2, 1), "entraide", "c1")


def signed_by(key: str, message: bytes) -> bytes:
    """Stand for a signature of 64 bytes: the laws here do not depend on which."""
    return hashlib.sha512(key.encode() + message).digest()


def verify(key: str, message: bytes, signature: bytes) -> bool | None:
    """Know the key c1 alone."""
    return signature == signed_by(key, message) if key == "c1" else None


def token_of(claims: CardClaims = CLAIMS) -> str:
    payload = payload_of(claims)
    return write_token(payload, signed_by(claims.key, to_sign(payload)))


def standard(on: date = ON, revoked: tuple[str, ...] = ()) -> Standard:
    return Standard(on, "entraide", verify, list_of(revoked, association="entraide", key="c1", on=ON))


def standing_of(text: str, **kwargs) -> CardStanding:
    return examine(text, standard(**kwargs)).standing


claims = st.builds(
    CardClaims,
    st.integers(0, 32**8 - 1).map(lambda number: make_reference("C", number)),
    st.sampled_from(CardKind),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?", fullmatch=True),
    st.from_regex(r"c[0-9]{1,3}", fullmatch=True),
)


@given(claims)
@settings(max_examples=200)
def test_what_is_written_on_a_card_is_read_back(said):
    read = read_token(token_of(said))
    assert isinstance(read, SignedCard)
    assert read.claims == said and read.signed == to_sign(payload_of(said)) and len(read.signature) == 64


@given(st.data())
@settings(max_examples=200)
def test_no_card_of_which_one_character_differs_is_valid(data):
    token = token_of()
    place = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from("ABCdef0189.-_é/ ").filter(lambda letter: letter != token[place]))
    assert standing_of(token[:place] + other + token[place + 1 :]) is not CardStanding.VALID


@given(st.text(max_size=400))
@settings(max_examples=200)
def test_any_text_gets_an_answer(text):
    assert standing_of(text) in {CardStanding.UNREADABLE, CardStanding.TRUNCATED}


def test_a_card_of_the_day_is_valid_alone_or_in_an_address():
    for text in (token_of(), f"https://entraide.example/carte/{token_of()}/", f" {token_of()[:40]}\n{token_of()[40:]} "):
        verdict = examine(text, standard())
        assert (verdict.standing, verdict.claims, verdict.list_is_old) == (CardStanding.VALID, CLAIMS, False)


def test_a_card_counts_from_its_day_to_the_eve_of_its_end():
    days = {date(2024, 10, 14): "not_yet", ON: "valid", date(2025, 1, 31): "valid", date(2025, 2, 1): "expired"}
    assert {day: standing_of(token_of(), on=day) for day in days} == days


def test_a_revoked_card_is_revoked_even_once_it_has_expired():
    assert standing_of(token_of(), revoked=(CLAIMS.number,)) is CardStanding.REVOKED
    assert standing_of(token_of(), on=date(2026, 1, 1), revoked=(CLAIMS.number,)) is CardStanding.REVOKED
    assert standing_of(token_of(), revoked=(make_reference("C", 1),)) is CardStanding.VALID


def test_what_the_association_did_not_sign_says_nothing_of_anybody():
    payload = payload_of(CLAIMS)
    forged = examine(write_token(payload, bytes(64)), standard())
    other = examine(token_of(replace(CLAIMS, association="autre")), standard())
    unknown = examine(token_of(replace(CLAIMS, key="c9")), standard())
    assert [(each.standing, each.claims) for each in (forged, other, unknown)] == [
        (CardStanding.FORGED, None),
        (CardStanding.OTHER_ASSOCIATION, None),
        (CardStanding.UNKNOWN_KEY, None),
    ]


def test_a_code_cut_anywhere_is_truncated_or_unreadable():
    token = token_of()
    found = {standing_of(token[:size]) for size in range(len(token))}
    assert found == {CardStanding.TRUNCATED, CardStanding.UNREADABLE}
    assert standing_of(token[:-1]) is CardStanding.TRUNCATED
    assert standing_of(token[: len(payload_of(CLAIMS)) - 3]) is CardStanding.TRUNCATED


@pytest.mark.parametrize(
    "text",
    ["", "https://example.org/", "x" * 301, token_of() + ".A", token_of() + "A", token_of().replace("E1", "E2", 1)]
    + [token_of().replace(".C.", ".X.", 1), token_of().replace("20250201", "20250231"), token_of().replace("20250201", "2025-02-1")]
    + [
        token_of().replace("C-", "C-0", 1),
        token_of().replace("entraide", "Entraide"),
        token_of()[:-1] + "!",
        token_of().replace(".c1.", ".."),
    ],
)
def test_what_is_not_written_as_a_card_is_unreadable(text):
    assert standing_of(text) is CardStanding.UNREADABLE


def test_a_signature_is_written_in_one_way_only():
    token = token_of()
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twins = [decode(token[-86:-1] + letter) for letter in last]
    assert sum(twin is not None for twin in twins) == 4


def test_nothing_is_written_that_could_not_be_read_back():
    with pytest.raises(ValueError, match="a card cannot say"):
        payload_of(replace(CLAIMS, association="Avec Espace"))
    with pytest.raises(ValueError, match="64 bytes"):
        write_token(payload_of(CLAIMS), b"short")


def test_a_card_holds_no_word_but_number_kind_days_association_and_key():
    assert payload_of(CLAIMS) == f"E1.{CLAIMS.number}.C.20241015.20250201.entraide.c1"


def test_a_list_of_revoked_cards_is_read_back_in_order_each_once():
    numbers = [make_reference("C", number) for number in (5, 3, 5)]
    revoked = list_of(numbers, association="entraide", key="c1", on=ON)
    text = write_list(body_of(revoked), signed_by("c1", list_to_sign(body_of(revoked))))
    read = read_list(text.replace("\n", "\r\n"))
    assert read is not None and read.revoked == revoked and read.revoked.numbers == tuple(sorted({*numbers}))
    assert read.signed == list_to_sign(body_of(revoked)) and verify("c1", read.signed, read.signature)
    assert revoked.trusted_until == ON + TRUSTED_FOR


def test_a_list_that_was_cut_or_touched_is_none():
    body = body_of(list_of([CLAIMS.number], association="entraide", key="c1", on=ON))
    text = write_list(body, bytes(64))
    assert read_list(text) is not None
    assert read_list(text[: len(text) // 2]) is None
    assert read_list(text.replace("2024-10-15", "2024-13-15")) is None
    assert read_list(text.replace(CLAIMS.number, CLAIMS.number[:-1] + "0")) is None
    assert read_list(text[:-2] + "\n") is None


def test_a_valid_card_held_against_an_old_list_or_none_is_said_to_be_so():
    assert examine(token_of(), replace(standard(), on=ON + TRUSTED_FOR)).list_is_old
    assert not examine(token_of(), replace(standard(), on=date(2024, 10, 22))).list_is_old
    assert examine(token_of(), replace(standard(), revoked=None)).list_is_old
    assert not examine(token_of(), replace(standard(), revoked=None, on=date(2026, 1, 1))).list_is_old


def test_every_standing_has_its_word_and_its_sentence():
    assert {*SENTENCES} == {*CardStanding}
    assert all(said(Verdict(standing, CLAIMS)) for standing in CardStanding)
    assert "jusqu’au 31/01/2025 inclus" in said(Verdict(CardStanding.VALID, CLAIMS))
    assert said(Verdict(CardStanding.FORGED)) == SENTENCES[CardStanding.FORGED]
    assert "Chargez la liste du jour" in said(Verdict(CardStanding.VALID, CLAIMS, list_is_old=True))
    assert [WORDS[word_of(each)] for each in (CardStanding.VALID, CardStanding.REVOKED, CardStanding.FORGED)] == [*WORDS.values()]
