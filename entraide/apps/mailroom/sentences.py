"""What is said of post."""

VERBS: dict[str, str] = {
    "mailroom.deposited": "Enveloppe scellée déposée par un correspondant",
    "mailroom.opened": "Enveloppe ouverte",
    "mailroom.entered": "Demande saisie depuis une enveloppe",
    "mailroom.asked_again": "Enveloppe à refaire",
    "mailroom.set_aside": "Enveloppe classée : rien à saisir",
    "mailroom.scanned": "Courrier numérisé",
    "mailroom.split": "Courrier réparti entre ses demandes",
    "mailroom.sorted": "Pages de courrier rattachées à la main",
    "mailroom.item_set_aside": "Pages de courrier écartées",
    "mailroom.let_go": "Fichiers du courrier laissés à la destruction",
    "mailroom.letters_printed": "Lettres mises à l’impression",
    "mailroom.letters_posted": "Lettres postées",
}

REFUSALS: dict[str, str] = {
    "mailroom.not_yours": "Ce courrier ne vous est pas ouvert.",
    "mailroom.not_of_your_staff": "Cette personne n’est pas sur votre liste du personnel. Choisissez-la dans « Aider un agent ».",
    "mailroom.empty_envelope": "Choisissez de 1 à {limit} fichiers : une enveloppe ne part pas vide.",
    "mailroom.envelope_sealed": "Cette enveloppe est scellée. Ouvrez-la d’abord : ses fichiers se lisent alors, et l’ouverture est notée.",
    "mailroom.envelope_settled": "Cette enveloppe a déjà été traitée. Rechargez la page.",
    "mailroom.not_a_scan": "Un lot de courrier est un seul PDF : numérisez toutes les pages dans un même fichier.",
    "mailroom.not_yet_received": "Donnez le jour où ce courrier est arrivé : aujourd’hui au plus tard.",
    "mailroom.scanned_twice": "Ce fichier a déjà été déposé le {day} : il n’est pas pris deux fois.",
    "mailroom.item_settled": "Ces pages ont déjà été traitées. Rechargez la page.",
    "mailroom.unknown_claim": "Aucune demande ne porte cette référence. Vérifiez-la : elle commence par D.",
    "mailroom.no_such_pages": "Choisissez des pages de ce paquet : de {first} à {last}.",
    "mailroom.pages_lost": (
        "Ces pages ne s’ouvrent plus : elles ne peuvent pas être jointes. Numérisez à nouveau le papier, puis écartez celles-ci."
    ),
    "mailroom.nothing_to_print": "Aucune lettre n’attend d’être imprimée.",
    "mailroom.already_posted": "Cette impression est déjà notée comme postée.",
    "mailroom.not_their_claim": "Cette demande n’est pas celle de la personne à qui est l’enveloppe.",
}

SORTING_REASONS: dict[str, str] = {
    "no_cover": "aucune feuille de garde devant ces pages",
    "damaged": "la feuille de garde ne se lit pas",
    "stranger": "la feuille de garde n’a pas été imprimée ici",
    "unknown": "aucune demande ne porte cette référence",
    "settled": "la demande n’attend plus de pièce",
    "refused": "la demande n’a pas pu prendre ces pages",
    "household": "la demande est du foyer de qui a déposé ce lot",
    "repeated": "une autre feuille identique est dans ce lot",
    "empty": "aucune page derrière la feuille de garde",
    "unreadable": "le fichier n’a pas pu être lu page à page",
}
