"""`entraide roster import FILE --member SIREN --year Y`: what a nominative list would change; `--apply` applies it; `import-all`: many."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.accounts.actor import system_actor
from entraide.apps.beneficiaries.operations import rosters
from entraide.apps.beneficiaries.operations.roster_bulk import ManyList, apply_many
from entraide.apps.beneficiaries.queries.roster_notes import notes_of
from entraide.apps.beneficiaries.queries.rosters import changes_of, held_persons, read_list, said_of_titles
from entraide.apps.beneficiaries.translation import KINDS, effect_of, entries_of
from entraide.apps.members.queries import member_by_siren, members_by_siren
from entraide.core.refusals import Finding
from entraide.core.roster.comparison import compare
from entraide.core.roster.effect import Heads, heads_of
from entraide.core.roster.plan import RosterPlan, settle
from entraide.core.roster.sentences import sentence_of
from entraide.core.roster.telling import sentence_for, summary, summary_of
from entraide.integrations.spreadsheets.reading import DEFAULT_LIMITS
from entraide.integrations.spreadsheets.refusals import UnreadableFile
from entraide.ui import clock
from entraide.ui.arguments import add_acts
from entraide.ui.commands import Faulty
from entraide.ui.components.texts import accord


# The two ways to end otherwise than well: the list is not as it must be, or the command is not.
LIST_REFUSED, COMMAND_REFUSED = 1, 2
LIST_SUFFIXES = frozenset({".csv", ".txt", ".xlsx"})


class Command(BaseCommand):
    """Look at a member's list, or apply it; what it applies is the same act as on screen, and may be undone there."""

    help = "Montre ce qu'une liste nominative changerait, ou l'applique."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act, the file, the member and the year."""
        acts = add_acts(parser, ("import", "import-all"))
        importing = acts.add_parser("import", help="lit une liste nominative (CSV ou XLSX)")
        importing.add_argument("file", type=Path, help="le fichier de la liste")
        importing.add_argument("--member", required=True, metavar="SIREN", help="le SIREN de l'adhérent")
        importing.add_argument("--year", type=int, help="l'année civile de la liste (par défaut l'année en cours)")
        importing.add_argument("--apply", action="store_true", help="applique la liste ; sans cette option, rien n'est gardé")
        importing.add_argument("--yes", action="store_true", help="la liste est complète, même si elle retire plus d'une personne sur cinq")
        importing.add_argument(
            "--same", type=int, action="append", default=[], metavar="LIGNE", help="la ligne en doute est bien cette personne"
        )
        importing.add_argument(
            "--other", type=int, action="append", default=[], metavar="LIGNE", help="la ligne en doute est quelqu'un d'autre"
        )
        importing.add_argument("--json", action="store_true", help="répond en JSON")
        many = acts.add_parser(
            "import-all", help="lit les listes d'un dossier, une par adhérent : le nom de chaque fichier commence par le SIREN"
        )
        many.add_argument("folder", type=Path, help="le dossier des listes")
        many.add_argument("--year", type=int, help="l'année civile des listes (par défaut l'année en cours)")
        many.add_argument("--apply", action="store_true", help="applique les listes sans faute ; sans cette option, rien n'est gardé")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, tell, and apply when asked: status 0 when done, 1 when the list is refused, 2 when the command is.

        :raises CommandError: if there is no such file or member, a fault in the list, or a doubt that nothing answers.
        """
        if options["act"] == "import-all":
            self.import_all(options["folder"], options["year"] or clock.today().year, is_applied=options["apply"])
            return
        file, year = options["file"], options["year"] or clock.today().year
        answers = answers_of(options["same"], options["other"])
        sent, member_id = rosters.SentList(content_of(file), file.name, year), member_of(options["member"])
        try:
            found = read_list(sent.content, name=file.name, year=year, said=said_of_titles(member_id))
        except UnreadableFile as refused:
            raise CommandError(str(refused), returncode=LIST_REFUSED) from refused
        if found.findings:
            if not options["json"]:
                self.stdout.writelines(f"{sentence_of(finding)}\n" for finding in found.findings)
            said = f"{accord(len(found.findings), 'faute')} : rien n'a été changé."
            raise Faulty(said, map(fault_of, found.findings), returncode=LIST_REFUSED)
        people = held_persons(member_id)
        plan = compare(people, found.lines, year=year, on=clock.today())
        settled = settle(plan, answers)
        self.tell(settled, heads_of(people, plan.on), member_id, is_applied=options["apply"], as_json=options["json"])
        if options["apply"]:
            self.apply(member_id, sent, settled, answers, is_whole=options["yes"])

    def apply(self, member_id: UUID, sent: rosters.SentList, plan: RosterPlan, answers: dict[int, bool], *, is_whole: bool) -> None:
        """Apply the list as one act.

        :raises CommandError: if it leaves doubts, or removes too many without `--yes`; nothing is kept then.
        """
        if plan.doubts:
            lines = ", ".join(str(doubt.line_number) for doubt in plan.doubts)
            raise CommandError(
                f"{len(plan.doubts)} doute(s), ligne {lines} : répondez avec --same ou --other. Rien n'a été changé.",
                returncode=LIST_REFUSED,
            )
        if plan.needs_confirmation and not is_whole:
            raise CommandError(
                f"{len(plan.departures)} départs sur {plan.staff_count} personnes : confirmez avec --yes. Rien n'a été changé.",
                returncode=LIST_REFUSED,
            )
        act = {"actor": system_actor("roster import"), "at": clock.now(), "on": clock.today()}
        roster_id = rosters.preview(member_id=member_id, sent=sent, **act)
        doubts = changes_of(roster_id, kind="doubt").values_list("position", "line_number")
        choices = {position: "same" if answers[line] else "other" for position, line in doubts}
        if choices:
            rosters.answer_doubts(roster_id=roster_id, choices=choices, **act)
        rosters.apply(roster_id=roster_id, confirmed=is_whole, **act)

    def import_all(self, folder: Path, year: int, *, is_applied: bool) -> None:
        """Read the lists of a folder, tell the faults of each, and apply the others when asked, by sets of members.

        :raises CommandError: if there is no such folder, or a file of it is refused; the others are applied all the same.
        """
        if not folder.is_dir():
            raise CommandError(f"Aucun dossier à cet endroit : {folder}", returncode=COMMAND_REFUSED)
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() in LIST_SUFFIXES)
        refused: list[str] = []
        good = self.good_lists(files, year, refused)
        if is_applied:
            done = apply_many(lists=good, actor=system_actor("roster import-all"), at=clock.now(), on=clock.today())
            self.stdout.write(
                f"{done.applied} liste(s) appliquée(s) : {summary_of(done.arrivals, done.departures, done.changes, 0, done.unchanged)}."
            )
            if done.left_waiting:
                self.stdout.write(f"{done.left_waiting} liste(s) en attente de leur correspondant : un doute, ou trop de départs.")
        else:
            self.stdout.write(f"{sum(1 for _ in good)} liste(s) lue(s) sans faute ; --apply les applique.")
        if refused:
            raise CommandError(f"{len(refused)} fichier(s) refusé(s) : {', '.join(refused)}", returncode=LIST_REFUSED)

    def good_lists(self, files: list[Path], year: int, refused: list[str]) -> Iterator[ManyList]:
        """Read files one after the other; those with faults are told and named in `refused`."""
        members = members_by_siren()
        for file in files:
            member_id = members.get(file.name[:9])
            if member_id is None:
                self.stdout.write(f"{file.name} : son nom ne commence pas par le SIREN d'un adhérent.")
                refused.append(file.name)
                continue
            sent = rosters.SentList(file.read_bytes(), file.name, year)
            try:
                found = read_list(sent.content, name=file.name, year=year, said=said_of_titles(member_id))
            except UnreadableFile as unreadable:
                self.stdout.write(f"{file.name} : {unreadable}")
                refused.append(file.name)
                continue
            for finding in found.findings:
                self.stdout.write(f"{file.name} : {sentence_of(finding)}")
            if found.findings:
                refused.append(file.name)
            else:
                yield ManyList(member_id, year, found.lines, sent)

    def tell(self, plan: RosterPlan, heads: Heads, member_id: UUID, *, is_applied: bool, as_json: bool) -> None:
        """Print what the list brings: its summary, the contribution before and after, then one sentence per person."""
        notes = notes_of(plan, member_id)
        entries = [
            {
                "kind": KINDS[type(entry)],
                "line": entry.line_number,
                "sentence": sentence_for(entry),
                "notes": notes.get(entry.line_number or 0, {}).get("notes", []),
            }
            for entry in entries_of(plan)
        ]
        effect = effect_of(plan, heads)
        if as_json:
            cents = {name: None if amount is None else amount.cents for name, amount in effect.items()}
            content = {"faults": [], "applying": is_applied, "summary": summary(plan), "unchanged": plan.unchanged_count}
            self.stdout.write(json.dumps(content | cents | {"entries": entries}, ensure_ascii=False))
            return
        self.stdout.write(summary(plan))
        if effect["called_before"] is not None and effect["called_after"] is not None:
            self.stdout.write(f"Cotisation d'une année, estimation : {effect['called_before']} devient {effect['called_after']}")
        for entry in entries:
            place = f"ligne {entry['line']}" if entry["line"] else "absent"
            self.stdout.write(f"  {place:>10}  {' '.join([entry['sentence'], *entry['notes']])}")


def answers_of(same: list[int], other: list[int]) -> dict[int, bool]:
    """Give the answer to doubts by line.

    :raises CommandError: if a line is said to be both.
    """
    both = set(same) & set(other)
    if both:
        raise CommandError(f"La ligne {min(both)} ne peut être à la fois --same et --other.", returncode=COMMAND_REFUSED)
    return dict.fromkeys(same, True) | dict.fromkeys(other, False)


def fault_of(finding: Finding) -> dict[str, Any]:
    """Write a fault for a program: its code, its line and its column where it has one, its sentence."""
    line, column = finding.params.get("line"), finding.params.get("column")
    return {"code": finding.code, "where": finding.where, "line": line, "column": column, "sentence": sentence_of(finding)}


def content_of(file: Path) -> bytes:
    """Read the file of a list.

    :raises CommandError: if there is none, or it is too big to be one.
    """
    if not file.is_file():
        raise CommandError(f"Aucun fichier à cet endroit : {file}", returncode=COMMAND_REFUSED)
    if file.stat().st_size > DEFAULT_LIMITS.max_bytes:
        raise CommandError(f"Ce fichier est trop gros : {DEFAULT_LIMITS.max_bytes // 1_000_000} Mo au plus.", returncode=LIST_REFUSED)
    return file.read_bytes()


def member_of(siren: str) -> UUID:
    """Find a member.

    :raises CommandError: if no member has that SIREN.
    """
    found = member_by_siren("".join(siren.split()))
    if found is None:
        raise CommandError(f"Aucun adhérent n'a le SIREN {siren}.", returncode=COMMAND_REFUSED)
    return found
