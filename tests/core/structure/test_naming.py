"""Two names that differ by an article or « Commune de » are one."""

import pytest

from entraide.core.structure.naming import is_called_alike


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Commune de Sillery", "Sillery"),
        ("Commune d’Épernay", "Épernay"),
        ("Commune de L’Haÿ-les-Roses", "L’Haÿ-les-Roses"),
        ("Mairie des Mesneux", "Les Mesneux"),
    ],
)
def test_words_of_courtesy_make_no_other_name(name, other):
    assert is_called_alike(name, other)
    assert is_called_alike(other, name)


@pytest.mark.parametrize(
    ("name", "other"), [("SILLERY", "Sillery"), ("Sillery", "Sillery-la-Neuve"), ("Reims", "Vitry"), ("", "Reims"), ("Le", "La")]
)
def test_another_name_or_another_way_to_write_it_is_one(name, other):
    assert not is_called_alike(name, other)
