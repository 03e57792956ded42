"""Components say what they must in each state, and let no markup through that they did not write."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template, engines
from django.test import RequestFactory

from entraide.core.money import Money
from entraide.ui.values import AccountMenu, Act, Bar, BarChart, Cell, Column, Problem, RoleItem, Status, Table, Tone


HOSTILE = '"><script>alert(1)</script>'


def render(source: str, path: str = "/", **values: Any) -> str:
    """Render a template as a view would."""
    request = RequestFactory().get(path)
    template: Template = engines["django"].from_string(source).template
    return template.render(Context({"request": request, **values}))


@pytest.mark.parametrize(
    "source",
    [
        "{% card text %}{{ text }}{% endcard %}",
        '{% notice "info" title=text %}{{ text }}{% endnotice %}',
        "{% status text %}",
        "{% button text name=text value=text key=text %}",
        "{% link_button text text %}",
        "{% summary_list text %}{% summary_row text change_url=text %}{{ text }}{% endsummary_row %}{% endsummary_list %}",
        "{% copyable text text %}",
        "{% back_link text text %}",
        "{% page_head text lead=text %}{{ text }}{% endpage_head %}",
        "{% document_row text text detail=text %}{{ text }}{% enddocument_row %}",
        "{% empty_state text %}{{ text }}{% endempty_state %}",
        "{% cell text %}{{ text }}{% endcell %}",
        "{% table text %}{% endtable %}",
        "{% figure text text comparison=text source=text %}",
        "{% stat text text note=text %}",
        "{% mark text %}{% key text %}",
        "{% fieldset text hint=text %}{% endfieldset %}",
        "{% queue_item text text detail=text note=text %}",
    ],
)
def test_text_is_escaped(source: str) -> None:
    assert "<script>" not in render(source, text=HOSTILE)


def test_text_of_a_table_is_escaped() -> None:
    table = Table(HOSTILE, [Column(HOSTILE)], [[HOSTILE], [Cell(HOSTILE, "#", note=HOSTILE)]])
    assert "<script>" not in render("{% data_table table %}", table=table)


def test_a_table_writes_each_kind_of_value() -> None:
    columns = [Column(name) for name in "abcdefg"]
    row = ["texte", Money(123456), date(2024, 3, 12), 10_000, True, None, Status("Payée", Tone.SUCCESS)]
    page = render("{% data_table table %}", table=Table("Essai", columns, [row]))
    for written in ("texte", "1\u202f234,56\xa0€", "12\xa0mars 2024", "10\u202f000", "Oui", "—", "e-status--success"):
        assert written in page


def test_a_row_with_a_value_too_many_is_a_fault() -> None:
    with pytest.raises(ValueError, match="zip"):
        render("{% data_table table %}", table=Table("Essai", [Column("a")], [["1", "2"]]))


def test_an_empty_table_says_what_will_be_there() -> None:
    page = render("{% data_table table %}", table=Table("Retours", [Column("a")], [], empty="Les retours seront ici."))
    assert "<table" not in page
    assert "Les retours seront ici." in page


@pytest.mark.parametrize(
    ("sort", "link", "aria"), [("", "tri=name", ""), ("name", "tri=-name", "ascending"), ("-name", "tri=name", "descending")]
)
def test_a_sort_link_turns_the_order_and_keeps_the_filters(sort: str, link: str, aria: str) -> None:
    table = Table("Essai", [Column("Nom", sort="name")], [["a"]], sort=sort)
    page = render("{% data_table table %}", f"/?etat=todo&page=3&tri={sort}", table=table)
    assert f'href="?etat=todo&amp;{link}"' in page
    assert (f'aria-sort="{aria}"' in page) == bool(aria)


def test_exports_keep_the_filters_and_forget_the_page() -> None:
    page = render('{% export_links "/liste" %}', "/?etat=todo&page=3")
    assert 'href="/liste?etat=todo&amp;format=csv"' in page
    assert 'href="/liste?etat=todo&amp;format=xlsx"' in page


@pytest.mark.parametrize(("day", "tone"), [("2024-10-14", "past"), ("2024-10-15", "near"), ("2024-10-29", "near"), ("2024-10-30", "far")])
def test_a_deadline_is_marked_when_it_is_near_or_past(day: str, tone: str) -> None:
    page = render("{% deadline day today=today %}", day=date.fromisoformat(day), today=date(2024, 10, 15))
    assert f"e-deadline--{tone}" in page


def test_a_two_person_act_says_who_is_awaited() -> None:
    page = render("{% two_person_act first second %}", first=Act("Préparé par", "Nadia Ferrand"), second=Act("Libéré par"))
    assert "Nadia Ferrand" in page
    assert "En attente d’une autre personne" in page


def test_one_fault_is_singular_and_none_is_nothing() -> None:
    assert "Il y a un point à corriger" in render("{% error_summary faults %}", faults=[Problem("Trop tard.")])
    assert render("{% error_summary faults %}", faults=[]).strip() == ""


def test_progress_over_nothing_does_not_divide_by_zero() -> None:
    assert "Rien à traiter" in render('{% progress "Courriers" 0 0 %}')
    assert "il en reste 2" in render('{% progress "Courriers" 1 3 "lettre,lettres" %}')


@pytest.mark.parametrize("columns", [True, False])
def test_a_chart_carries_its_table_and_draws_the_largest_bar_whole(columns: bool) -> None:
    chart = BarChart("Le taux monte", [Bar("2022", 50, "50 %"), Bar("2023", 100, "100 %")], "Année", "Taux", columns=columns)
    page = render("{% bar_chart chart %}", chart=chart)
    assert "<table" in page
    assert ('height="146.0"' if columns else 'width="50.0%"') in page


def test_a_chart_of_nothing_is_drawn() -> None:
    assert "Rien à montrer" in render("{% bar_chart chart %}", chart=BarChart("Rien", [], "Année", "Versé"))


def test_the_current_role_is_the_one_in_force() -> None:
    menu = AccountMenu("A", "a@exemple.fr", "/sortie", roles=[RoleItem("a", "Un"), RoleItem("b", "Deux", True)])
    assert menu.current_role == RoleItem("b", "Deux", True)
    assert AccountMenu("A", "a@exemple.fr", "/sortie").current_role is None


def test_a_label_that_is_a_question_joins_its_fault_without_a_colon() -> None:
    class Asked(forms.Form):
        notice = forms.ChoiceField(label="Avez-vous votre avis ?", widget=forms.RadioSelect, choices=[("y", "Oui")])

    assert "Avez-vous votre avis ? Choisissez une réponse." in render("{% error_summary form %}", form=Asked({}))


def test_a_field_can_be_the_question_of_the_page() -> None:
    class Asked(forms.Form):
        name = forms.CharField(label="Quel est son prénom ?")
        day = forms.ChoiceField(label="Quel jour ?", widget=forms.RadioSelect, choices=[("y", "Lundi")])

    page = render("{% field form.name heading=True %}{% field form.day heading=True %}", form=Asked())
    assert page.count("<h1") == 2
