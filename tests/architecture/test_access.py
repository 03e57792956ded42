"""Everyone gets in where the access table says, and nowhere else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import get_resolver, include, path

from entraide.apps.accounts.policies import for_roles
from entraide.apps.accounts.roles import DELEGATE_ROLES, Role
from tests.architecture.access import ROWS, TARGETS, everyone, only, signed_in
from tests.architecture.visits import every_address, mismatches


pytestmark = pytest.mark.django_db


def missing_rows(rows) -> list[str]:
    return sorted(set(every_address()) - set(rows))


def test_every_address_has_its_row():
    assert missing_rows(ROWS) == []


def test_every_row_has_its_address():
    assert sorted(set(ROWS) - set(every_address())) == []


def test_every_target_serves_a_row():
    assert sorted(set(TARGETS) - {row.target for row in ROWS.values()}) == []


@pytest.mark.parametrize("name", ROWS)
def test_everyone_gets_in_where_the_table_says(name, published_catalogue):
    assert mismatches(name, ROWS[name], TARGETS) == []


# The proofs: a small site with its faults.


def text(request, **kwargs):
    return HttpResponse("in", content_type="text/plain")


@for_roles(Role.BENEFICIARY)
def own_file(request, beneficiary_id):
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET"])
    if request.actor.beneficiary_id != beneficiary_id:
        raise Http404
    return text(request)


@for_roles(Role.BENEFICIARY)
def any_file(request, beneficiary_id):
    return text(request)


def forgets_delegates(request):
    if request.actor.role in DELEGATE_ROLES:
        raise PermissionDenied
    return text(request)


def picture(request):
    return HttpResponse(b"\xff\xd8", content_type="image/jpeg")


def shown_file(request):
    headers = {"Content-Disposition": "inline", "Content-Security-Policy": "script-src *"}
    return HttpResponse(b"\xff\xd8", content_type="image/jpeg", headers=headers)


# With the whole site behind it: the pages that refuse name its addresses.
urlpatterns = [
    path("own/<uuid:beneficiary_id>/", own_file, name="own_file"),
    path("any/<uuid:beneficiary_id>/", any_file, name="any_file"),
    path("open/", text, name="open"),
    path("delegates/", forgets_delegates, name="delegates"),
    path("nameless/", text),
    path("picture/", picture, name="picture"),
    path("shown/", shown_file, name="shown"),
    path("", include("entraide.config.urls")),
]


@pytest.mark.urls(__name__)
def test_an_address_without_a_row_is_found():
    rows = dict.fromkeys(set(every_address()) - {"any_file", "delegates", "without a name: nameless/"})
    assert missing_rows(rows) == ["any_file", "delegates", "without a name: nameless/"]


@pytest.mark.urls(__name__)
def test_an_address_that_keeps_its_row_passes():
    assert mismatches("own_file", only(Role.BENEFICIARY, target="beneficiary"), TARGETS) == []


@pytest.mark.urls(__name__)
def test_an_address_open_to_too_many_is_found():
    found = mismatches("open", only(Role.DIRECTOR, post=True), TARGETS)
    assert "get open as correspondent, own: 200, not 403" in found
    assert not [line for line in found if "director" in line or "anonymous" in line]
    assert len(found) == 2 * (len(Role) - 1)


@pytest.mark.urls(__name__)
def test_an_address_closed_to_who_should_enter_is_found():
    found = mismatches("delegates", signed_in(post=True), TARGETS)
    assert [line.split(",")[0] for line in found if line.startswith("get")] == [
        "get delegates as delegate_elected",
        "get delegates as delegate_staff",
    ]


@pytest.mark.urls(__name__)
def test_an_address_that_shows_anothers_file_is_found():
    found = mismatches("any_file", only(Role.BENEFICIARY, post=True, target="beneficiary"), TARGETS)
    assert found == [
        "get any_file as beneficiary, other: 200, not 404",
        "post any_file as beneficiary, other: 200, not 404",
    ]


@pytest.mark.urls(__name__)
def test_an_address_that_takes_a_post_unsaid_is_found():
    found = mismatches("open", signed_in(), TARGETS)
    assert {line.split(" ")[0] for line in found} == {"post"}


@pytest.mark.urls(__name__)
def test_an_address_that_asks_nobody_to_sign_in_is_found():
    found = mismatches("open", everyone(post=True), TARGETS)
    assert found == [
        "get open as anonymous, own: login, not 200",
        "post open as anonymous, own: login, not 200, 302, 303, 400, 409, 422",
    ]


@pytest.mark.urls(__name__)
def test_an_address_that_sends_a_file_without_its_guard_is_found():
    assert any("a file (image/jpeg) that is not named" in line for line in mismatches("picture", signed_in(post=True), TARGETS))
    assert any("a file without Content-Security-Policy" in line for line in mismatches("shown", signed_in(post=True), TARGETS))


def test_the_root_urlconf_is_the_one_that_is_walked():
    assert get_resolver().urlconf_name == "entraide.config.urls"
