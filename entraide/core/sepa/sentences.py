"""What the checks of a transfer say in French."""

REFUSALS: dict[str, str] = {
    "sepa.unwritable_text": (
        "Ce texte contient un caractère invisible, ou rien que la banque puisse écrire : saisissez-le à nouveau, en lettres latines."
    ),
    "sepa.iban_invalid": "{reason}",
    "sepa.iban_shape": "Un IBAN commence par deux lettres et deux chiffres, puis des lettres et des chiffres.",
    "sepa.iban_country": "Les virements ne sont possibles que vers un compte de la zone SEPA ; « {country} » n’en fait pas partie.",
    "sepa.iban_length": "Cet IBAN compte {found} caractères ; il en faut {expected}.",
    "sepa.iban_key": "Cet IBAN n’est pas correct : vérifiez chaque caractère sur votre relevé d’identité bancaire.",
}
