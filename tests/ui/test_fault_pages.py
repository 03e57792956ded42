"""Pages of faults speak plainly, say how to go on, and repeat nothing of the request."""

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from entraide.ui import views


@pytest.mark.django_db
def test_a_page_that_does_not_exist_leads_home_and_repeats_nothing(client: Client) -> None:
    response = client.get("/ui/inconnu-7f3a/")
    assert response.status_code == 404
    assert "Cette page n’existe pas, ou plus" in response.content.decode()
    assert "inconnu-7f3a" not in response.content.decode()


def test_the_fault_of_the_server_renders_without_any_context() -> None:
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Vous n’y êtes pour rien" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status"), [(views.bad_request, 400), (views.forbidden, 403), (views.not_found, 404), (views.csrf_failure, 403)]
)
def test_each_fault_has_its_status_and_a_way_home(client: Client, view: object, status: int) -> None:
    request = client.get("/ui/").wsgi_request
    response: HttpResponse = view(request)  # type: ignore[operator]
    assert response.status_code == status
    assert 'href="/"' in response.content.decode()


def test_a_refusal_gives_its_reason_and_the_way_back() -> None:
    page = render_to_string("ui/refused.html", {"title": "Ce n’est pas possible", "sentence": "Trop tard.", "back_url": "/moi/"})
    assert "Trop tard." in page
    assert 'href="/moi/"' in page
