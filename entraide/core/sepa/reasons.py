"""Why a bank returns a transfer: the ISO 20022 external codes in use under the SEPA scheme, in plain French."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FollowUp(StrEnum):
    """What must happen before the order is issued again."""

    NEW_BANK_DETAILS = "new_bank_details"
    CONTACT_PAYEE = "contact_payee"
    ESTATE = "estate"
    CHECK_FILE = "check_file"


@dataclass(frozen=True, slots=True)
class ReturnReason:
    """A reason as a person reads it, and what it calls for."""

    code: str
    sentence: str
    follow_up: FollowUp


def _reasons(follow_up: FollowUp, sentences: Mapping[str, str]) -> dict[str, ReturnReason]:
    return {code: ReturnReason(code, sentence, follow_up) for code, sentence in sentences.items()}


# Codes: ISO 20022 External Code Sets (ExternalReturnReason1Code): those of the SEPA Credit Transfer rulebook (EPC125-05), and a few
# that banks send besides.
RETURN_REASONS: Mapping[str, ReturnReason] = {
    **_reasons(
        FollowUp.NEW_BANK_DETAILS,
        {
            "AC01": "Le numéro de compte (IBAN) est incorrect.",
            "AC03": "Le numéro de compte (IBAN) du bénéficiaire est incorrect.",
            "AC04": "Le compte est clôturé.",
            "AC06": "Le compte est bloqué.",
            "AC07": "Le compte du bénéficiaire est clôturé.",
            "AC14": "Ce type de compte ne peut pas recevoir de virement.",
            "AG01": "Ce compte n’accepte pas les virements (un livret, par exemple).",
            "AG03": "Ce type d’opération n’est pas accepté sur ce compte.",
            "BE01": "Le nom ne correspond pas au titulaire du compte.",
            "BE04": "L’adresse du titulaire du compte manque ou est incorrecte.",
            "BE05": "Le titulaire du compte n’est pas reconnu.",
            "CNOR": "La banque du compte n’est pas joignable par virement SEPA.",
            "RC01": "L’identifiant de la banque (BIC) est incorrect.",
            "RC07": "L’identifiant de la banque du bénéficiaire (BIC) est incorrect.",
        },
    ),
    **_reasons(
        FollowUp.CONTACT_PAYEE,
        {
            "CUST": "Le virement a été rendu à la demande d’un client.",
            "FOCR": "Le virement a été rendu après une demande d’annulation.",
            "MS02": "La personne a refusé le virement, sans donner de motif.",
            "MS03": "La banque a refusé le virement, sans donner de motif.",
            "NOOR": "Le virement d’origine n’a pas été retrouvé par la banque.",
            "RR01": "La banque demande une information sur le compte qui paie.",
            "RR02": "La banque demande le nom ou l’adresse de l’association.",
            "RR03": "La banque demande le nom ou l’adresse du bénéficiaire.",
            "RR04": "La banque a rendu le virement pour un motif réglementaire.",
            "SL01": "La banque du bénéficiaire offre un service qui a bloqué le virement.",
        },
    ),
    **_reasons(FollowUp.ESTATE, {"MD07": "Le titulaire du compte est décédé."}),
    **_reasons(
        FollowUp.CHECK_FILE,
        {
            "AM01": "Le montant reçu par la banque est nul.",
            "AM02": "Le montant dépasse ce que la banque autorise.",
            "AM04": "La provision du compte qui paie était insuffisante.",
            "AM05": "La banque a reconnu un virement en double.",
            "AM09": "Le montant reçu par la banque est incorrect.",
            "DUPL": "La banque a reconnu un virement en double.",
            "ED05": "Le règlement entre les banques a échoué.",
            "FF01": "Le format du virement n’a pas été accepté.",
            "TECH": "Le virement a été rendu après un incident technique.",
            "TM01": "Le virement est arrivé après l’heure limite de la banque.",
            "UPAY": "La banque estime que ce paiement n’est pas dû.",
        },
    ),
}


def return_reason(code: str | None, text: str = "") -> ReturnReason:
    """Return the reason of a code; an unknown one keeps the bank's own words and asks to contact the payee.

    >>> return_reason("AC04").sentence
    'Le compte est clôturé.'
    >>> return_reason("ZZ99", "compte inconnu").sentence
    'Motif de la banque : ZZ99, compte inconnu.'
    """
    if code is not None and code in RETURN_REASONS:
        return RETURN_REASONS[code]
    words = ", ".join(part for part in (code or "", text.strip().rstrip(".")) if part and part != "NARR")
    sentence = f"Motif de la banque : {words}." if words else "La banque n’a pas donné de motif."
    return ReturnReason(code or "", sentence, FollowUp.CONTACT_PAYEE)
