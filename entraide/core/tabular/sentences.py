"""What is said of a cell that cannot be read; each sentence goes after the line and the column."""

REFUSALS: dict[str, str] = {
    "tabular.too_long": "{column} : {length} caractères, c’est trop. {longest} au plus.",
    "tabular.invisible_character": "{column} : « {value} » contient un caractère invisible. Effacez la cellule et retapez son texte.",
    "tabular.bad_name": "{column} : « {value} » n’est pas un nom. Retirez les chiffres et les signes.",
    "tabular.bad_date": "{column} : « {value} » n’est pas une date. Écrivez-la JJ/MM/AAAA, par exemple 01/09/2024.",
    "tabular.no_such_day": "{column} : le jour « {value} » n’existe pas.",
    "tabular.bad_email": "{column} : « {value} » n’est pas une adresse de courriel.",
    "tabular.bad_amount": "{column} : « {value} » n’est pas un montant en euros avec deux décimales, par exemple 217,00.",
    "tabular.bad_number": "{column} : « {value} » n’est pas un nombre entier de {lowest} à {highest}.",
    "tabular.bad_identifier": (
        "{column} : « {value} » n’est pas un identifiant : 60 lettres, chiffres, points ou tirets au plus, sans espace ni accent."
    ),
    "tabular.bad_siren": "{column} : « {value} » n’est pas un SIREN (neuf chiffres).",
    "tabular.siren_key": "{column} : le SIREN « {value} » est faux, sa clé ne correspond pas. Vérifiez ses neuf chiffres.",
    "tabular.bad_iban": "{column} : « {value} ». {reason}",
    "tabular.bad_bic": "{column} : « {value} » n’est pas un BIC (8 ou 11 caractères).",
    "tabular.blank": "{column} : la cellule est vide, elle doit être remplie.",
    "tabular.unknown_word": "{column} : « {value} » n’est pas un mot attendu ici. Les mots possibles : {expected}.",
}
