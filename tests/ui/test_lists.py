"""Every list is searched, sorted and cut into pages in one way."""

from datetime import date
from uuid import uuid4

import pytest
from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from entraide.apps.accounts.models import Account
from entraide.ui import clock
from entraide.ui.forms import DayInput
from entraide.ui.lists import FilterForm, in_order, page_of, row_url


class Filter(FilterForm):
    """One field of each kind."""

    marks = {"place": "Département {}", "year": None}
    q = forms.CharField(label="Nom", required=False)
    state = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), ("due", "À payer")])
    place = forms.ChoiceField(label="Département", required=False, choices=[("", "Tous"), ("51", "51")])
    day = forms.DateField(label="Depuis le", required=False, widget=DayInput())
    year = forms.TypedChoiceField(label="Année", required=False, coerce=int, choices=[("2024", "2024")])


def asked(query: str) -> HttpRequest:
    """Make the request of a list."""
    request = HttpRequest()
    request.GET = QueryDict(query)
    return request


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("q=Martin", "« Martin »"),
        ("state=due", "À payer"),
        ("place=51", "Département 51"),
        ("day=2024-10-15", "Depuis le 15\xa0octobre 2024"),
    ],
)
def test_a_filter_in_force_is_said_as_people_read_it(query: str, label: str) -> None:
    assert [mark.label for mark in Filter(QueryDict(query)).active("/liste/")] == [label]


def test_removing_a_filter_keeps_the_others_even_those_without_a_mark() -> None:
    marks = Filter(QueryDict("q=Martin&state=due&year=2024")).active("/liste/")
    assert [mark.remove_url for mark in marks] == ["/liste/?state=due&year=2024", "/liste/?q=Martin&year=2024"]


def test_removing_a_filter_keeps_the_order_of_the_list() -> None:
    (mark,) = Filter(QueryDict("q=Martin&tri=-nom")).active("/liste/")
    assert mark.remove_url == "/liste/?tri=-nom"


def test_a_fault_in_one_filter_leaves_the_others_in_force() -> None:
    form = Filter(QueryDict("day=demain&q=Martin"))
    assert form.typed() == {"q": "Martin"}
    assert "day" in form.errors
    assert Filter(QueryDict("day=2024-10-15")).typed() == {"day": date(2024, 10, 15)}


@pytest.mark.django_db
def test_rows_keep_their_own_order_unless_a_known_column_is_asked_for() -> None:
    for name, email in (("Zoé", "a@exemple.fr"), ("Anne", "c@exemple.fr"), ("Anne", "b@exemple.fr")):
        Account.objects.create(name=name, email=email, created_at=clock.now())
    rows, sorts = Account.objects.order_by("email"), {"nom": "name"}

    def emails(query: str) -> tuple[str, str]:
        found, sort = in_order(asked(query), rows, sorts, ties=("email",))
        return "".join(row.email[0] for row in found), sort

    assert emails("") == ("abc", "")
    assert emails("tri=password") == ("abc", "")
    assert emails("tri=nom") == ("bca", "nom")
    assert emails("tri=-nom") == ("abc", "-nom")


def test_a_page_that_does_not_exist_is_the_nearest_one() -> None:
    rows = list(range(45))
    assert list(page_of(asked("page=2"), rows, size=20)) == rows[20:40]
    assert list(page_of(asked("page=99"), rows, size=20)) == rows[40:]
    assert list(page_of(asked("page=deux"), rows, size=20)) == rows[:20]


def test_each_row_has_its_own_address() -> None:
    for key in (uuid4(), uuid4()):
        assert row_url("staff:claim", key) == reverse("staff:claim", args=[key])
