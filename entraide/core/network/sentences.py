"""What is said of a bureau, in French."""

from collections.abc import Mapping


REFUSALS: Mapping[str, str] = {
    "network.bureau_empty": "Le bureau est à former : personne n’y siège.",
    "network.bureau_too_few": "Un bureau compte au moins {fewest} personnes : il en manque pour passer de {count} à {fewest}.",
    "network.bureau_too_many": "Un bureau compte au plus {most} personnes : il y en a {count}.",
    "network.bureau_colleges_unequal": "Les deux collèges doivent être à égalité : {elected} des élus, {staff} des agents.",
    "network.bureau_function_vacant": "Personne ne tient cette fonction.",
    "network.bureau_function_twice": "Cette fonction est tenue par plusieurs personnes.",
    "network.bureau_without_mandate": "{name} n’a plus de mandat de délégué dans ce département.",
}
