"""What the readers and writers of bank files say in French."""

from entraide.core.refusals import Finding


REFUSALS: dict[str, str] = {
    "bank.statement_invalid": "{reason}",
    "bank.transfers_invalid": "Le fichier de virements n’est pas valide : {reason}",
    # Any message.
    "bank.empty_file": "Ce fichier est vide.",
    "bank.too_big": "Ce fichier dépasse {limit} Mo.",
    "bank.document_type": "Ce fichier contient une déclaration de type de document (DTD), interdite dans un message bancaire.",
    "bank.too_deep": "Ce fichier emboîte trop d’éléments pour être un message bancaire.",
    "bank.not_xml": "Ce fichier n’est pas un fichier XML lisible (ligne {line}).",
    "bank.other_xml": "Ce fichier XML n’est pas un message bancaire ISO 20022.",
    "bank.schema": "Ligne {line} : l’élément {element} ne respecte pas le format officiel du message.",
    # Statements.
    "bank.other_message": "Ce fichier est un message {found} ; il faut un relevé de compte camt.053.",
    "bank.version_unsupported": "Ce relevé est en version {found} ; les versions lues sont {supported}.",
    "bank.several_statements": "Ce fichier contient {count} relevés du compte : enregistrez-les un par un.",
    "bank.other_account": "Ce relevé est celui d’un autre compte ({found}) que le compte attendu ({expected}).",
    "bank.no_iban": "Ce relevé ne porte pas l’IBAN du compte.",
    "bank.currency": "Ligne {line} : le montant est en {currency}, seul l’euro est accepté.",
    "bank.amount": "Ligne {line} : le montant n’est pas un nombre entier de centimes.",
    "bank.date": "Ligne {line} : la date n’est pas lisible.",
    "bank.no_balance": "Ce relevé ne porte pas de solde {kind}.",
    "bank.balance": "Le solde d’ouverture ({opening}) et les mouvements ({moved}) donnent {expected}, mais le relevé annonce {closing}.",
    "bank.details": "Ligne {line} : le détail de l’écriture totalise {details}, l’écriture porte {entry}.",
    "bank.detail_without_amount": "Ligne {line} : une opération du détail n’a pas de montant.",
    "bank.duplicate_line": "Ligne {line} : cette opération figure deux fois dans le relevé.",
    # Transfers.
    "bank.not_transfers": "Ce fichier est un message {found} ; il faut un ordre de virement pain.001.001.09.",
    "bank.transfer_count": "{where} annonce {announced} virement(s) et en contient {found}.",
    "bank.control_sum": "{where} annonce un total de {announced} et contient {found}.",
    "bank.same_identifier": "L’identifiant {identifier} est porté par deux virements.",
    "bank.iban": "Ligne {line} : la clé d’un IBAN est fausse.",
}


def bank_sentence(finding: Finding) -> str:
    """Say a finding in French.

    >>> bank_sentence(Finding("bank.not_xml", "ligne 3", {"line": 3}))
    'Ce fichier n’est pas un fichier XML lisible (ligne 3).'
    """
    return REFUSALS[finding.code].format(**{"where": finding.where, **finding.params})
