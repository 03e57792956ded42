"""`entraide contributions call --year Y`: what the call of a year would ask for; `--apply` calls, and goes on where it stopped."""

import json
from argparse import ArgumentTypeError
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.management.cancellations import add_cancellations, cancel
from entraide.apps.contributions.management.checks import add_checks, check_number
from entraide.apps.contributions.management.documents import add_documents, exchange, print_waiting
from entraide.apps.contributions.models import CallCampaign
from entraide.apps.contributions.operations.calls import default_due_on
from entraide.apps.contributions.operations.campaigns import advance_campaign, resume_campaign
from entraide.apps.contributions.operations.launching import CampaignPlan, launch_campaign, open_campaign
from entraide.apps.contributions.queries import campaigns
from entraide.apps.parameters.queries import tariff
from entraide.core.contributions.tariff import HeadClass
from entraide.core.money import Money
from entraide.core.refusals import Finding
from entraide.ui import clock
from entraide.ui.arguments import add_acts, day
from entraide.ui.components.texts import accord, number
from entraide.ui.refusals import say


VERBS = {"call": "appeler", "adjustment": "régulariser"}


def civil_year(written: str) -> int:
    """Read a civil year of a command line.

    :raises ArgumentTypeError: if it is none that a contribution may be for.
    """
    if not (written.isascii() and written.isdecimal() and 2000 <= int(written) <= 2100):
        raise ArgumentTypeError(f"« {written} » n’est pas une année possible ; écrivez par exemple 2025.")
    return int(written)


class Command(BaseCommand):
    """Look at the call of a year, or make it."""

    help = (
        "Cotisations : call montre l'appel d'une année, ou le fait ; cancel montre ce qu'annuler rendrait, ou le fait ; "
        "print imprime les documents, check contrôle le fichier de l'un d'eux, deposit les remet au portail."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        acts = add_acts(parser, ("call", "cancel", "print", "check", "deposit"))
        add_documents(acts)
        add_checks(acts)
        add_cancellations(acts, civil_year)
        call = acts.add_parser("call", help="montre l'appel d'une année ; --apply le fait, et le reprend où il s'est arrêté")
        call.add_argument("--year", type=civil_year, required=True, metavar="ANNÉE", help="l'année civile appelée")
        call.add_argument("--adjust", action="store_true", help="régularise ce qui est déjà appelé, au lieu d'appeler")
        call.add_argument("--provisional", action="store_true", help="accepte le dernier taux connu où celui de l'année n'est pas voté")
        call.add_argument("--issued", type=day, metavar="JOUR", help="le jour des documents, aujourd'hui au plus tard (par défaut)")
        call.add_argument("--due", type=day, metavar="JOUR", help="l'échéance (par défaut trente jours après)")
        call.add_argument("--apply", action="store_true", help="écrit ; sans cette option, rien n'est gardé")
        call.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act."""
        if options["act"] == "print":
            print_waiting(self)
        elif options["act"] == "deposit":
            exchange(self, options["folder"])
        elif options["act"] == "check":
            check_number(self, options)
        elif options["act"] == "cancel":
            cancel(self, options)
        else:
            self.call(options)

    def call(self, options: dict[str, Any]) -> None:
        """Show a call or make it; a refusal stops it with its sentence, nothing half done."""
        kind = "adjustment" if options["adjust"] else "call"
        if options["apply"]:
            self.run(kind, options)
            return
        now = clock.now()
        found = campaigns.preview_of(kind, options["year"], known_at=now, on=clock.today())
        told = {
            "year": options["year"],
            "kind": kind,
            "applied": False,
            "members": found.member_count,
            "lines": found.line_count,
            "called_already": found.done_count,
            "heads": found.head_count,
            "cents": found.amount.cents,
            "left_out": dict(found.reasons),
            "to_confirm": [each.value for each in tariff(known_at=now).unconfirmed(options["year"])],
        }
        self.tell(told, found.amount, as_json=options["json"])

    def run(self, kind: str, options: dict[str, Any]) -> None:
        """Open the campaign, or go on with the one that stands, batch after batch to its end."""
        actor = system_actor("contributions command")
        key = self.campaign_of(kind, options, actor)
        done = 0
        while count := advance_campaign(campaign_id=key, actor=actor, at=clock.now(), on=clock.today()):
            done += count
            if not options["json"]:
                self.stdout.write(f"{number(done)} adhérents faits")
        row = campaigns.campaign(key)
        told = {
            "year": row.year,
            "kind": row.kind,
            "applied": True,
            "campaign": str(key),
            "members": row.member_count,
            "lines": campaigns.line_count(row),
            "heads": row.head_count,
            "cents": row.cents.cents,
            "left_out": campaigns.counts_of(row),
            "lists_changed": campaigns.lists_changed(row),
            "to_confirm": [each.value for each in tariff(known_at=row.known_at).unconfirmed(row.year)],
        }
        self.tell(told, row.cents, as_json=options["json"])

    def campaign_of(self, kind: str, options: dict[str, Any], actor: Any) -> UUID:
        """Give the campaign to go on with: the one of that year that is not over, else a new one.

        :raises CommandError: if days are asked for, which one that stands has of its own.
        """
        now = {"actor": actor, "at": clock.now(), "on": clock.today()}
        standing = [row for row in campaigns.open_campaigns() if (row.kind, row.year) == (kind, options["year"])]
        if not standing:
            issued = options["issued"] or clock.today()
            due_on = options["due"] or default_due_on(issued)
            plan = CampaignPlan(options["year"], kind, issued, due_on, accepts_provisional=options["provisional"])
            return open_campaign(plan=plan, **now)
        if options["issued"] or options["due"]:
            raise CommandError("Une campagne de cette année est commencée, avec ses jours : relancez sans --issued ni --due.")
        if standing[0].state == "stopped":
            resume_campaign(campaign_id=standing[0].pk, **now)
        if standing[0].state in ("reckoning", "ready"):
            self.launch(standing[0], options, now)
        return standing[0].pk

    def launch(self, row: CallCampaign, options: dict[str, Any], now: dict[str, Any]) -> None:
        """Launch a campaign that was prepared, once it is reckoned."""
        while advance_campaign(campaign_id=row.pk, **now):
            pass
        launch_campaign(campaign_id=row.pk, accepts_provisional=options["provisional"], **now)

    def tell(self, told: dict[str, Any], amount: Money, *, as_json: bool) -> None:
        """Print the answer."""
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        word = "régularisation" if told["kind"] == "adjustment" else "appel"
        self.stdout.write(
            f"{word.capitalize()} {told['year']} : {accord(told['lines'], 'adhérent,adhérents')}, "
            f"{accord(told['heads'], 'personne,personnes')}, {amount}."
        )
        if told.get("called_already"):
            self.stdout.write(f"  {accord(told['called_already'], 'adhérent déjà appelé,adhérents déjà appelés')}, laissés comme ils sont")
        for code, count in sorted(told["left_out"].items()):
            self.stdout.write(f"  {accord(count, 'adhérent laissé,adhérents laissés')} de côté : {say(Finding(code))}")
        for each in told["to_confirm"]:
            self.stdout.write(f"  Le taux d’un {HeadClass(each).label} pour {told['year']} n’est pas voté : le dernier connu, à confirmer")
        if told.get("lists_changed"):
            self.stdout.write(f"  {accord(told['lists_changed'], 'liste a,listes ont')} changé depuis : une régularisation les reprendra.")
        if not told["applied"]:
            accepted = " et --provisional" if told["to_confirm"] and told["kind"] == "call" else ""
            self.stdout.write(f"Rien n’est écrit : ajoutez --apply{accepted} pour {VERBS[told['kind']]}.")
