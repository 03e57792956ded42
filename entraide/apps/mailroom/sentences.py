"""What is said of post."""

VERBS: dict[str, str] = {
    "mailroom.deposited": "Enveloppe scellée déposée par un correspondant",
    "mailroom.opened": "Enveloppe ouverte",
    "mailroom.entered": "Demande saisie depuis une enveloppe",
    "mailroom.asked_again": "Enveloppe à refaire",
    "mailroom.set_aside": "Enveloppe classée : rien à saisir",
}

REFUSALS: dict[str, str] = {
    "mailroom.not_yours": "Ce courrier ne vous est pas ouvert.",
    "mailroom.not_of_your_staff": "Cette personne n’est pas sur votre liste du personnel. Choisissez-la dans « Aider un agent ».",
    "mailroom.empty_envelope": "Choisissez de 1 à {limit} fichiers : une enveloppe ne part pas vide.",
    "mailroom.envelope_settled": "Cette enveloppe a déjà été traitée. Rechargez la page.",
    "mailroom.not_their_claim": "Cette demande n’est pas celle de la personne à qui est l’enveloppe.",
}
