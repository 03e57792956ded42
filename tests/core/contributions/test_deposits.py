"""The way of a document to the accounts of a public body goes onwards, and a file of statuses tells each of its faults."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.contributions.deposits import ENDS, DepositStatus, may_follow, read_statuses


STATUS = st.sampled_from(list(DepositStatus))


def test_the_statuses_of_the_portal_are_those_that_it_publishes_in_their_order():
    assert [status.label for status in DepositStatus if status is not DepositStatus.WRITTEN] == [
        "déposée",
        "en cours d’acheminement",
        "mise à disposition",
        "à recycler",
        "suspendue",
        "complétée",
        "service fait",
        "mandatée",
        "mise à disposition du comptable",
        "comptabilisée",
        "mise en paiement",
        "rejetée",
    ]


@given(STATUS)
def test_the_first_status_may_be_any_and_none_follows_itself_nor_an_end(status):
    assert may_follow(None, status)
    assert not may_follow(status, status)
    assert all(not may_follow(end, status) for end in ENDS)


@given(st.lists(STATUS, max_size=12))
def test_only_what_was_sent_back_comes_back(said):
    held = None
    seen = []
    for status in said:
        if may_follow(held, status):
            seen.append(held := status)
    if not {DepositStatus.TO_RECYCLE, DepositStatus.SUSPENDED} & set(seen):
        assert seen[1:] == sorted(seen[1:], key=list(DepositStatus).index)


def test_a_suspended_document_is_made_available_again_but_never_deposited_again():
    assert may_follow(DepositStatus.SUSPENDED, DepositStatus.AVAILABLE)
    assert may_follow(DepositStatus.BOOKED, DepositStatus.SUSPENDED)
    assert not may_follow(DepositStatus.SUSPENDED, DepositStatus.DEPOSITED)
    assert not may_follow(DepositStatus.DEPOSITED, DepositStatus.SUSPENDED)


def test_a_suspended_document_is_completed_then_goes_on():
    assert may_follow(DepositStatus.SUSPENDED, DepositStatus.COMPLETED)
    assert may_follow(DepositStatus.COMPLETED, DepositStatus.MANDATED)
    assert may_follow(DepositStatus.COMPLETED, DepositStatus.SUSPENDED)
    assert not may_follow(DepositStatus.BOOKED, DepositStatus.COMPLETED)


def test_a_document_sent_back_for_its_addressee_is_deposited_again():
    assert may_follow(DepositStatus.AVAILABLE, DepositStatus.TO_RECYCLE)
    assert may_follow(DepositStatus.TO_RECYCLE, DepositStatus.DEPOSITED)
    assert not may_follow(DepositStatus.DEPOSITED, DepositStatus.TO_RECYCLE)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("MISE_A_DISPOSITION", DepositStatus.AVAILABLE),
        ("MISE_A_DISPOSITION_COMPTABLE", DepositStatus.WITH_ACCOUNTANT),
        ("EN_COURS_ACHEMINEMENT", DepositStatus.IN_TRANSIT),
        ("SERVICE_FAIT", DepositStatus.SERVICE_DONE),
        ("A_RECYCLER", DepositStatus.TO_RECYCLE),
        ("Mise à disposition du destinataire", DepositStatus.AVAILABLE),
        ("  mandatee ", DepositStatus.MANDATED),
    ],
)
def test_the_words_of_the_screens_and_the_codes_of_exchanges_are_read_alike(word, status):
    (line,), findings = read_statuses(f"numero;statut;date\nAC-2024-000001;{word};2024-10-15")
    assert (line.status, findings) == (status, ())


def test_no_file_says_in_our_place_that_a_document_left():
    assert [finding.code for finding in read_statuses("numero;statut;date\nAC-1;remise au dossier d’échange;2024-10-15")[1]] == [
        "contributions.deposit_status"
    ]


def test_a_file_whose_quote_never_ends_is_refused_whole():
    assert [each.code for each in read_statuses('numero;statut;date;motif\nAC-1;déposée;2024-10-15;"' + "a" * 200_000)[1]] == [
        "contributions.deposit_unreadable"
    ]


def test_a_file_is_read_line_by_line_with_its_faults():
    lines, findings = read_statuses(
        "\ufeffNuméro;Statut;Date;Motif\n"
        "ac-2024-000001;DEPOSEE;2024-10-15;\n"
        "\n"
        "AC-2024-000002;suspendue;15/10/2024;Engagement inconnu\n"
        ";déposée;2024-10-15;\n"
        "AC-2024-000003;perdue;2024-10-15;\n"
        "AC-2024-000004;déposée;2024-13-15;\n"
        "AC-2024-000005;déposée;hier;\n"
    )
    assert [(each.line, each.number, each.status, each.said_on, each.reason) for each in lines] == [
        (2, "AC-2024-000001", DepositStatus.DEPOSITED, date(2024, 10, 15), ""),
        (4, "AC-2024-000002", DepositStatus.SUSPENDED, date(2024, 10, 15), "Engagement inconnu"),
    ]
    assert [(each.where, each.code.rpartition("_")[2]) for each in findings] == [
        ("5", "number"),
        ("6", "status"),
        ("7", "day"),
        ("8", "day"),
    ]


@pytest.mark.parametrize("text", ["", "numero,statut,date\n", "a;b;c\n"])
def test_a_file_without_its_titles_is_refused_whole(text):
    assert [finding.code for finding in read_statuses(text)[1]] == ["contributions.deposit_columns"]
