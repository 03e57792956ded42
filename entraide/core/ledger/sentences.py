"""What a check of the journal says in French."""

REFUSALS: dict[str, str] = {
    "ledger.wrong_side": "Le compte {where} présente un solde du mauvais côté : {balance}.",
    "ledger.orders_differ": "Le compte {where} porte {account}, les paiements {orders}.",
    "ledger.posted_twice": "L’événement {kind} {where} est écrit deux fois.",
    "ledger.bank_without_transfer": "L’écriture {kind} {where} ({amount}) ne correspond à aucun virement transmis de ce montant.",
}
