"""What is said of a card that was checked: a large word, and why."""

from datetime import timedelta

from entraide.core.cards.values import IN_FORCE, NO_LONGER, CardStanding, Verdict


WORDS = {"valid": "VALABLE", "no_longer": "PLUS VALABLE", "unknown": "INCONNUE"}

SENTENCES: dict[CardStanding, str] = {
    CardStanding.VALID: "Cette carte ouvre droit à l’avantage. Elle vaut jusqu’au {last_day} inclus.",
    CardStanding.NOT_YET: "Cette carte ne vaut pas encore : elle commence le {issued_on}. Vérifiez la date de votre appareil.",
    CardStanding.EXPIRED: "Cette carte ne vaut plus depuis le {until}. La personne peut en montrer une nouvelle depuis son espace.",
    CardStanding.REVOKED: "Cette carte a été annulée. Si ses droits sont ouverts, la personne en montre une autre.",
    CardStanding.OTHER_ASSOCIATION: "Cette carte est celle d’une autre association. Elle se vérifie auprès d’elle.",
    CardStanding.UNKNOWN_KEY: (
        "Cette carte est signée d’une clé que ce vérificateur ne connaît pas. Téléchargez le vérificateur à nouveau, puis recommencez."
    ),
    CardStanding.FORGED: "La signature de cette carte n’est pas celle de l’association : elle a été modifiée, ou fabriquée.",
    CardStanding.TRUNCATED: "Le code est incomplet. Lisez-le à nouveau, bien à plat et en entier.",
    CardStanding.UNREADABLE: "Ce code n’est pas celui d’une carte. Lisez le code carré de la carte, et lui seul.",
}
OLD_LIST = "La liste des cartes annulées est trop ancienne ou absente : la carte a pu être annulée depuis. Chargez la liste du jour."


def word_of(standing: CardStanding) -> str:
    """Give the name of the large word: valid, no_longer or unknown."""
    if standing in IN_FORCE:
        return "valid"
    return "no_longer" if standing in NO_LONGER else "unknown"


def said(verdict: Verdict) -> str:
    """Say why a card counts or not, in one sentence; a second one tells where the list of revoked cards leaves a doubt."""
    values: dict[str, str] = {}
    if verdict.claims is not None:
        values = {
            "last_day": f"{verdict.claims.until - timedelta(days=1):%d/%m/%Y}",
            "until": f"{verdict.claims.until:%d/%m/%Y}",
            "issued_on": f"{verdict.claims.issued_on:%d/%m/%Y}",
        }
    sentence = SENTENCES[verdict.standing].format(**values)
    return f"{sentence} {OLD_LIST}" if verdict.list_is_old else sentence
