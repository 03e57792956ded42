"""What is said of figures."""

VERBS = {"reporting.published": "Tableau des indicateurs publié"}

REFUSALS = {
    "reporting.already_published": "Le tableau de {year} arrêté au {as_of} est déjà publié. Le prochain pourra l’être demain.",
    "reporting.older_than_published": "Un tableau de {year} plus récent est déjà publié, arrêté au {last}.",
    "reporting.nothing_to_publish": "L’année {year} ne peut pas être arrêtée au {as_of} : choisissez un jour de cette année qui est venu.",
    "reporting.not_a_publisher": "La publication des tableaux revient à la direction.",
}
