"""`entraide roster import FILE --member SIREN --year Y`: what a nominative list would change; `--apply` applies it."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from entraide.apps.accounts.actor import system_actor
from entraide.apps.beneficiaries.operations import rosters
from entraide.apps.beneficiaries.queries.rosters import plan_of, read_list, said_of_titles
from entraide.apps.beneficiaries.translation import KINDS, entries_of
from entraide.apps.members.queries import member_by_siren
from entraide.core.refusals import Finding
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.sentences import sentence_of
from entraide.core.roster.telling import sentence_for, summary
from entraide.integrations.spreadsheets.reading import DEFAULT_LIMITS
from entraide.integrations.spreadsheets.refusals import UnreadableFile
from entraide.ui import clock


class Command(BaseCommand):
    """Look at a member's list, or apply it; what it applies is the same act as on screen, and may be undone there."""

    help = "Montre ce qu'une liste nominative changerait, ou l'applique."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the act, the file, the member and the year."""
        acts = parser.add_subparsers(dest="act", required=True)
        importing = acts.add_parser("import", help="lit une liste nominative (CSV ou XLSX)")
        importing.add_argument("file", type=Path, help="le fichier de la liste")
        importing.add_argument("--member", required=True, metavar="SIREN", help="le SIREN de l'adhérent")
        importing.add_argument("--year", type=int, help="l'année civile de la liste (par défaut l'année en cours)")
        importing.add_argument("--apply", action="store_true", help="applique la liste ; sans cette option, rien n'est gardé")
        importing.add_argument(
            "--confirm", action="store_true", help="la liste est complète, même si elle retire plus d'une personne sur cinq"
        )
        importing.add_argument("--json", action="store_true", help="répond en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, tell, and apply when asked.

        :raises CommandError: if there is no such file or member, a fault in the list, or a doubt that only a person may settle.
        """
        file, year = options["file"], options["year"] or clock.today().year
        content, member_id = content_of(file), member_of(options["member"])
        try:
            found = read_list(content, name=file.name, year=year, said=said_of_titles(member_id))
        except UnreadableFile as refused:
            raise CommandError(str(refused)) from refused
        if found.findings:
            self.tell_faults(found.findings, as_json=options["json"])
            raise CommandError(f"{len(found.findings)} faute(s) : rien n'a été changé.")
        plan = plan_of(member_id, lines=found.lines, year=year, on=clock.today())
        self.tell(plan, is_applied=options["apply"], as_json=options["json"])
        if options["apply"]:
            self.apply(member_id, rosters.SentList(content, file.name, year), plan, confirmed=options["confirm"])

    def apply(self, member_id: UUID, sent: rosters.SentList, plan: RosterPlan, *, confirmed: bool) -> None:
        """Apply the list as one act.

        :raises CommandError: if it leaves doubts, or removes too many without `--confirm`; nothing is kept then.
        """
        if plan.doubts:
            raise CommandError(f"{len(plan.doubts)} doute(s) : le correspondant les règle à l'écran. Rien n'a été changé.")
        if plan.needs_confirmation and not confirmed:
            raise CommandError(
                f"{len(plan.departures)} départs sur {plan.staff_count} personnes : confirmez avec --confirm. Rien n'a été changé."
            )
        act = {"actor": system_actor("roster import"), "at": clock.now(), "on": clock.today()}
        roster_id = rosters.preview(member_id=member_id, sent=sent, **act)
        rosters.apply(roster_id=roster_id, confirmed=confirmed, **act)

    def tell_faults(self, findings: Sequence[Finding], *, as_json: bool) -> None:
        """Print every fault, one a line."""
        if as_json:
            told = [{"code": finding.code, "where": finding.where, "sentence": sentence_of(finding)} for finding in findings]
            self.stdout.write(json.dumps({"faults": told}, ensure_ascii=False))
            return
        for finding in findings:
            self.stdout.write(sentence_of(finding))

    def tell(self, plan: RosterPlan, *, is_applied: bool, as_json: bool) -> None:
        """Print what the list brings: its summary, then one sentence per person."""
        entries = [(KINDS[type(entry)], entry.line_number, sentence_for(entry)) for entry in entries_of(plan)]
        if as_json:
            told = [{"kind": kind, "line": line, "sentence": sentence} for kind, line, sentence in entries]
            content = {"faults": [], "applying": is_applied, "summary": summary(plan), "unchanged": plan.unchanged_count, "entries": told}
            self.stdout.write(json.dumps(content, ensure_ascii=False))
            return
        self.stdout.write(summary(plan))
        for _, line, sentence in entries:
            self.stdout.write(f"  {f'ligne {line}' if line else 'absent':>10}  {sentence}")


def content_of(file: Path) -> bytes:
    """Read the file of a list.

    :raises CommandError: if there is none, or it is too big to be one.
    """
    if not file.is_file():
        raise CommandError(f"Aucun fichier à cet endroit : {file}")
    if file.stat().st_size > DEFAULT_LIMITS.max_bytes:
        raise CommandError(f"Ce fichier est trop gros : {DEFAULT_LIMITS.max_bytes // 1_000_000} Mo au plus.")
    return file.read_bytes()


def member_of(siren: str) -> UUID:
    """Find a member.

    :raises CommandError: if no member has that SIREN.
    """
    found = member_by_siren("".join(siren.split()))
    if found is None:
        raise CommandError(f"Aucun adhérent n'a le SIREN {siren}.")
    return found
