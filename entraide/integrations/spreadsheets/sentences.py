"""What is said of a file of lines and columns that cannot be read, and what to do about it."""

REFUSALS: dict[str, str] = {
    "spreadsheets.empty": "Ce fichier est vide.",
    "spreadsheets.too_big": "Ce fichier est trop gros : {size} Mo. {limit} Mo au plus.",
    "spreadsheets.old_workbook": (
        "C’est un classeur Excel d’ancien format (.xls) ou protégé par un mot de passe. "
        "Ouvrez-le, retirez le mot de passe, et enregistrez-le au format .xlsx ou CSV."
    ),
    "spreadsheets.open_document": "C’est un classeur OpenDocument (.ods). Ouvrez-le et enregistrez-le au format .xlsx ou CSV.",
    "spreadsheets.binary_workbook": "C’est un classeur Excel binaire (.xlsb). Ouvrez-le et enregistrez-le au format .xlsx ou CSV.",
    "spreadsheets.macros": "Ce classeur contient des macros. Enregistrez-le au format .xlsx, sans macros.",
    "spreadsheets.other_kind": "C’est {kind}, pas un tableau. Envoyez un fichier CSV ou .xlsx.",
    "spreadsheets.bomb": (
        "Ce classeur est anormal : décompressé, il serait bien trop gros, ou il contient un autre fichier. "
        "Copiez la liste seule dans un nouveau classeur."
    ),
    "spreadsheets.damaged": (
        "Ce classeur est abîmé, il ne s’ouvre pas. Ouvrez-le dans votre tableur et enregistrez-le de nouveau au format .xlsx."
    ),
    "spreadsheets.too_heavy": "Ce classeur est trop lourd à ouvrir. Copiez la liste seule dans un nouveau classeur, ou envoyez-la en CSV.",
    "spreadsheets.nul_character": "Ligne {line} : un caractère nul s’y trouve, le fichier est abîmé. Exportez-le de nouveau.",
    "spreadsheets.bad_quotes": "Ligne {line} : des guillemets sont mal fermés.",
    "spreadsheets.formula": "{where} : la cellule contient une formule (« {value} »). Remplacez-la par sa valeur.",
    "spreadsheets.long_cell": "Ligne {line} : une cellule a plus de {limit} caractères.",
    "spreadsheets.too_many_rows": "Ce fichier a plus de {limit} lignes. Envoyez-le en plusieurs fois.",
    "spreadsheets.too_many_columns": "Ligne {line} : plus de {limit} colonnes.",
    "spreadsheets.uneven_lines": (
        "{lines} : le nombre de cellules n’est pas celui des titres ({expected}). "
        "La première ligne donne les titres ; un texte qui contient le séparateur va entre guillemets."
    ),
    "spreadsheets.same_title": "Deux colonnes ont le même titre : « {title} ». Gardez-en une seule.",
    "spreadsheets.no_title": "La première ligne ne donne aucun titre de colonne.",
    "spreadsheets.no_lines": "Ce fichier n’a aucune ligne sous les titres.",
}
