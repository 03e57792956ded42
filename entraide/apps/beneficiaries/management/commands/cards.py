"""`entraide cards init|rotate|key|revoked|check`: the keys that sign cards, what partners need, and a check without a network."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.beneficiaries.queries.cards import checked_offline, signed_list, trusted_list
from entraide.core.cards.revocations import RevokedList
from entraide.core.cards.sentences import WORDS, said, word_of
from entraide.core.cards.values import Verdict
from entraide.core.names import of_name
from entraide.integrations.card_signing import CardKeys, CardKeysLost, PublishedKeys, published_keys
from entraide.ui import clock
from entraide.ui.arguments import add_acts, day
from entraide.ui.commands import Answered


class Command(BaseCommand):
    """Keep the keys of cards, publish what partners need, check a card."""

    help = "Crée ou change les clés des cartes, publie ce dont un partenaire a besoin, vérifie une carte sans réseau."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        acts = add_acts(parser, ("init", "rotate", "key", "revoked", "check"))
        acts.add_parser("init", help="crée les clés là où il n'y en a pas")
        rotate = acts.add_parser("rotate", help="signe désormais d'une nouvelle clé ; les cartes déjà montrées restent valables")
        rotate.add_argument("--forget-old", action="store_true", help="après une fuite : les cartes signées avant ne valent plus")
        acts.add_parser("key", help="écrit les clés publiques, à donner aux partenaires")
        acts.add_parser("revoked", help="écrit la liste signée des cartes annulées du jour")
        check = acts.add_parser("check", help="vérifie une carte sans réseau ; statut 1 si elle ne vaut pas")
        check.add_argument("token", help="le texte lu sur la carte, ou son adresse entière")
        check.add_argument("--key", type=Path, required=True, help="fichier des clés publiques")
        check.add_argument("--revoked", type=Path, help="fichier de la liste des cartes annulées")
        check.add_argument("--on", type=day, help="jour de la vérification (aujourd'hui par défaut)")
        check.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act.

        :raises CommandError: if there are no keys.
        """
        try:
            getattr(self, options["act"])(options)
        except CardKeysLost as lost:
            raise CommandError(str(lost)) from lost

    def init(self, options: dict[str, Any]) -> None:
        """Make keys.

        :raises CommandError: if there is a file already.
        """
        path = Path(settings.ENTRAIDE_CARD_KEYS)
        if path.exists():
            raise CommandError(f"Il y a déjà des clés à {path}. Pour en changer : entraide cards rotate")
        CardKeys.generate().write(path)
        if options["verbosity"]:
            self.stdout.write(f"Clés des cartes créées : {path}. S'il se perd, créez-en un autre et donnez la clé aux partenaires.")

    def rotate(self, options: dict[str, Any]) -> None:
        """Sign with another key from now on."""
        path = Path(settings.ENTRAIDE_CARD_KEYS)
        keys = CardKeys.read(path).rotated(forget_old=options["forget_old"])
        keys.write(path)
        if options["verbosity"]:
            self.stdout.write(f"Clé {keys.current} en service. Les partenaires hors ligne doivent recevoir les clés publiques à nouveau.")

    def key(self, options: dict[str, Any]) -> None:
        """Print the public keys."""
        self.stdout.write(published_keys().written(), ending="")

    def revoked(self, options: dict[str, Any]) -> None:
        """Print the signed list of revoked cards."""
        self.stdout.write(signed_list(on=clock.today()), ending="")

    def check(self, options: dict[str, Any]) -> None:
        """Check one card, and say it in words.

        :raises CommandError: if the keys or the list cannot be read, or the card does not count.
        """
        keys = _keys_in(options["key"])
        revoked = _list_in(options["revoked"], keys) if options["revoked"] else None
        verdict = checked_offline(options["token"], keys=keys, revoked=revoked, on=options["on"] or clock.today())
        word = word_of(verdict.standing)
        if options["json"]:
            self.stdout.write(json.dumps(_plain(verdict)))
        else:
            claims = verdict.claims
            kind = f" Carte {of_name(claims.kind.label)}, n° {claims.number}." if claims else ""
            self.stdout.write(f"{WORDS[word]}. {said(verdict)}{kind}")
        if word != "valid":
            raise Answered("La carte ne vaut pas.")


def _plain(verdict: Verdict) -> dict[str, Any]:
    claims = verdict.claims
    plain: dict[str, Any] = {"standing": verdict.standing, "word": word_of(verdict.standing), "list_is_old": verdict.list_is_old}
    if claims is not None:
        plain |= {"number": claims.number, "kind": claims.kind, "until": claims.until.isoformat()}
    return plain


def _keys_in(path: Path) -> PublishedKeys:
    try:
        return PublishedKeys.read(path.read_text())
    except (OSError, UnicodeDecodeError, CardKeysLost) as error:
        raise CommandError(f"{path} n'est pas un fichier de clés publiques : téléchargez-le à nouveau.") from error


def _list_in(path: Path, keys: PublishedKeys) -> RevokedList:
    try:
        found = trusted_list(path.read_text(), keys)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} ne se lit pas : téléchargez la liste à nouveau.") from error
    if found is None:
        raise CommandError(f"{path} n'est pas une liste signée par cette association, ou a été modifiée : téléchargez-la à nouveau.")
    return found
