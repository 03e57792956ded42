"""Names as a sentence takes them."""

import pytest

from entraide.core.names import of_name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *(("Zoé Petit", "de Zoé Petit"), ("Adam", "d’Adam"), ("Élodie", "d’Élodie"), ("Œdipe", "d’Œdipe")),
        *(("Yves", "d’Yves"), ("Yannick", "de Yannick"), ("Hugo", "de Hugo"), ("", "de ")),
        *(("enfant", "d’enfant"), ("conjoint", "de conjoint")),
        *(
            ("Commune de Tours", "de la Commune de Tours"),
            ("CU du Nord", "de la CU du Nord"),
            ("CCAS de Tours", "du CCAS de Tours"),
        ),
        *(("Amicale de Tours", "de l’Amicale de Tours"), ("Annecy", "d’Annecy"), ("Le Mans", "du Mans"), ("Les Abymes", "des Abymes")),
        *(("La Rochelle", "de La Rochelle"), ("Régis", "de Régis"), ("Centre", "de Centre")),
    ],
)
def test_de_is_elided_before_a_vowel_and_takes_the_article_of_a_body(name, said):
    assert of_name(name) == said
