"""`entraide contributions cancel --year Y`: what taking calls back would give back; `--apply` does it, and goes on where it stopped."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from entraide.apps.contributions.management.documents import told
from entraide.apps.contributions.operations.campaigns import advance_campaign, resume_campaign
from entraide.apps.contributions.operations.cancelling import cancel_call, preview_cancellation
from entraide.apps.contributions.operations.launching import open_cancellation
from entraide.apps.contributions.queries import called_for, campaigns
from entraide.apps.members.queries import members_by_siren
from entraide.core.refusals import Finding
from entraide.ui.components.texts import accord, number
from entraide.ui.refusals import say


def add_cancellations(acts: Any, year: Callable[[str], int]) -> None:
    """Declare the act that takes calls back."""
    act = acts.add_parser("cancel", help="montre ce qu'annuler des appels rendrait ; --apply les annule, et reprend où il s'est arrêté")
    act.add_argument("--year", type=year, required=True, metavar="ANNÉE", help="l'année civile appelée")
    whose = act.add_mutually_exclusive_group(required=True)
    whose.add_argument("--siren", metavar="SIREN", help="l'adhérent dont l'appel est annulé")
    whose.add_argument("--campaign", action="store_true", help="tous les appels de la campagne de l'année, ni déposés ni payés")
    act.add_argument("--reason", required=True, metavar="MOTIF", help="pourquoi ; il reste écrit sur les avoirs")
    act.add_argument("--apply", action="store_true", help="écrit ; sans cette option, rien n'est gardé")


def cancel(command: BaseCommand, options: dict[str, Any]) -> None:
    """Take back one member's call or those of a campaign; without `--apply`, say what would be."""
    (_cancel_campaign if options["campaign"] else _cancel_one)(command, options)
    if not options["apply"]:
        command.stdout.write("Rien n’est écrit : ajoutez --apply pour annuler.")


def _cancel_one(command: BaseCommand, options: dict[str, Any]) -> None:
    """Take back one member's call.

    :raises CommandError: if no member has this SIREN.
    """
    member = members_by_siren().get("".join(options["siren"].split()))
    if member is None:
        raise CommandError(f"Aucun adhérent ne porte le SIREN {options['siren']}.")
    with transaction.atomic():
        act = told()
        amount = called_for(member, year=options["year"], as_of=act["on"])
        cancel_call(member_id=member, year=options["year"], reason=options["reason"], **act)
        transaction.set_rollback(not options["apply"])
    done = f"Appel {options['year']} annulé : {amount} rendus."
    command.stdout.write(done if options["apply"] else f"L’appel {options['year']} serait annulé : {amount} à rendre.")


def _cancel_campaign(command: BaseCommand, options: dict[str, Any]) -> None:
    """Take back what a campaign called, batch after batch, or go on where it stopped.

    :raises CommandError: if there is no campaign to cancel.
    """
    standing = [row for row in campaigns.open_campaigns() if (row.kind, row.year) == ("cancellation", options["year"])]
    call = standing[0].cancels if standing else campaigns.cancellable(options["year"])
    if call is None:
        raise CommandError(f"Aucun appel de {options['year']} fait par une campagne n’est en vigueur : il n’y a rien à annuler.")
    if not options["apply"]:
        found = preview_cancellation(call, at=told()["at"])
        _tell(
            command,
            options["year"],
            accord(found.call_count, "appel à annuler,appels à annuler"),
            f"{found.amount} à rendre",
            found.staying,
        )
        return
    key = standing[0].pk if standing else open_cancellation(campaign_id=call.pk, reason=options["reason"], **told())
    if standing and standing[0].state == "stopped":
        resume_campaign(campaign_id=key, **told())
    _run(command, key)


def _run(command: BaseCommand, key: UUID) -> None:
    done = 0
    while count := advance_campaign(campaign_id=key, **told()):
        done += count
        command.stdout.write(f"{number(done)} adhérents faits")
    row = campaigns.campaign(key)
    left = campaigns.counts_of(row)
    given_back = accord(row.done_count - sum(left.values()), "appel annulé,appels annulés")
    _tell(command, row.year, given_back, f"{-row.cents} rendus", left)


def _tell(command: BaseCommand, year: int, calls: str, amount: str, left: Mapping[str, int]) -> None:
    command.stdout.write(f"Annulation {year} : {calls}, {amount}.")
    for code, times in sorted(left.items()):
        command.stdout.write(f"  {accord(times, 'appel laissé,appels laissés')} : {say(Finding(code))}")
