"""The gallery shows every component, and the documentation names each."""

import re
from pathlib import Path

import pytest
from django.test import Client

import entraide.ui
from entraide.ui import components
from entraide.ui.views import function_of


UI = Path(entraide.ui.__file__).parent
GALLERY = "\n".join(path.read_text(encoding="utf-8") for path in sorted((UI / "templates" / "ui" / "gallery").glob("*.html")))
DOCUMENT = (UI.parents[1] / "docs" / "components.md").read_text(encoding="utf-8")
TAGS = sorted(components.register.tags)
FILTERS = sorted(components.register.filters)


@pytest.fixture
def page(client: Client) -> str:
    """The gallery, as it reaches a browser."""
    response = client.get("/ui/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", TAGS)
def test_every_tag_is_in_the_gallery(name: str) -> None:
    assert re.search(rf"{{% {name}[ %]", GALLERY)


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_is_in_the_gallery(name: str) -> None:
    assert re.search(rf"\|{name}\b", GALLERY)


@pytest.mark.parametrize("name", [*TAGS, *FILTERS])
def test_every_component_is_documented_in_code_and_in_the_documentation(name: str) -> None:
    compiled = (components.register.tags | components.register.filters)[name]
    told = " ".join(re.split(r">>>|:raises", function_of(compiled).__doc__ or "")[0].split())
    assert told
    assert any(line.startswith(f"- **{name}**:") and told in line for line in DOCUMENT.splitlines())


@pytest.mark.django_db
def test_the_gallery_shows_each_state_of_a_form(page: str) -> None:
    assert "Il y a 8 points à corriger" in page
    assert 'value="quarante euros"' in page
    assert 'name="born_on_day" id="bad_born_on" value="31"' in page


@pytest.mark.django_db
def test_faults_lead_to_a_field_of_the_page(page: str) -> None:
    targets = re.findall(r'<li><a href="#(bad_[a-z_0-9]+)">', page)
    assert len(targets) == 8
    assert all(f'id="{target}"' in page for target in targets)


@pytest.mark.django_db
def test_described_by_names_what_exists(page: str) -> None:
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    for named in re.findall(r'aria-describedby="([^"]+)"', page):
        assert set(named.split()) <= ids


@pytest.mark.django_db
def test_no_identifier_is_given_twice(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_the_last_of_ten_thousand_rows_can_be_reached(client: Client) -> None:
    page = client.get("/ui/", {"page": "1000", "tri": "-amount"}).content.decode()
    assert "9\u202f991 à 10\u202f000" in page
    assert "tri=-amount&amp;page=999" in page or "page=999&amp;tri=-amount" in page
    assert 'aria-sort="descending"' in page


@pytest.mark.django_db
def test_the_gallery_only_reads(client: Client) -> None:
    assert client.post("/ui/").status_code == 405
