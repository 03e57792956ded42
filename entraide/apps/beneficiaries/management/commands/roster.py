"""`entraide roster import FILE --member SIREN --year Y`: what a nominative list would change; `--apply` applies it; `import-all`: many."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.accounts.actor import system_actor
from entraide.apps.beneficiaries.management.roster_line import (
    COMMAND_REFUSED,
    LIST_REFUSED,
    answers_of,
    columns_of,
    content_of,
    member_of,
    require_titles,
)
from entraide.apps.beneficiaries.operations import rosters
from entraide.apps.beneficiaries.operations.roster_bulk import ManyList, apply_many
from entraide.apps.beneficiaries.operations.roster_columns import forget_columns
from entraide.apps.beneficiaries.queries.roster_effect import effect_of
from entraide.apps.beneficiaries.queries.roster_known import met_elsewhere
from entraide.apps.beneficiaries.queries.roster_notes import notes_of
from entraide.apps.beneficiaries.queries.rosters import changes_of, held_persons, said_of_titles
from entraide.apps.beneficiaries.refusals import MemberDoesNotBelong, RosterYearRefused
from entraide.apps.beneficiaries.translation import KINDS, entries_of
from entraide.apps.members.queries import members_by_siren
from entraide.core.refusals import Finding
from entraide.core.roster.columns import LABELS
from entraide.core.roster.comparison import compare
from entraide.core.roster.plan import RosterPlan, settle
from entraide.core.roster.sentences import sentence_of
from entraide.core.roster.telling import sentence_for, summary, summary_of
from entraide.core.roster.values import HeldPerson
from entraide.integrations.spreadsheets.refusals import UnreadableFile
from entraide.ui import clock
from entraide.ui.arguments import add_acts
from entraide.ui.commands import Faulty
from entraide.ui.components.texts import accord
from entraide.ui.refusals import say


LIST_SUFFIXES = frozenset({".csv", ".txt", ".xlsx"})
NOT_KEPT = "Rien n'a été gardé : --apply applique la liste."


class Command(BaseCommand):
    """Look at a member's list, or apply it; what it applies is the same act as on screen, and may be undone there."""

    help = "Montre ce qu'une liste nominative changerait, ou l'applique."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act, the file, the member and the year."""
        acts = add_acts(parser, ("import", "import-all", "columns"))
        importing = acts.add_parser("import", help="lit une liste nominative (CSV ou XLSX)")
        importing.add_argument("file", type=Path, help="le fichier de la liste")
        importing.add_argument("--member", required=True, metavar="SIREN", help="le SIREN de l'adhérent")
        importing.add_argument("--year", type=int, help="l'année civile de la liste (par défaut l'année en cours)")
        importing.add_argument("--apply", action="store_true", help="applique la liste ; sans cette option, rien n'est gardé")
        importing.add_argument("--yes", action="store_true", help="la liste est complète, même si elle retire plus d'une personne sur cinq")
        answer = {"type": int, "action": "append", "default": [], "metavar": "LIGNE"}
        importing.add_argument("--same", help="la ligne en doute est bien cette personne", **answer)
        importing.add_argument("--other", help="la ligne en doute est quelqu'un d'autre", **answer)
        told = "ce que donne une colonne du fichier, par exemple « Nom=PATRONYME » ; retenu quand la liste est appliquée"
        importing.add_argument("--column", action="append", default=[], metavar="COLONNE=TITRE", help=told)
        importing.add_argument("--json", action="store_true", help="répond en JSON")
        many = acts.add_parser(
            "import-all", help="lit les listes d'un dossier, une par adhérent : le nom de chaque fichier commence par le SIREN"
        )
        many.add_argument("folder", type=Path, help="le dossier des listes")
        many.add_argument("--year", type=int, help="l'année civile des listes (par défaut l'année en cours)")
        many.add_argument("--apply", action="store_true", help="applique les listes sans faute ; sans cette option, rien n'est gardé")
        columns = acts.add_parser("columns", help="dit les colonnes retenues pour un adhérent, ou les oublie")
        columns.add_argument("--member", required=True, metavar="SIREN", help="le SIREN de l'adhérent")
        columns.add_argument("--forget", action="store_true", help="les oublie")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act asked for: status 0 when done, 1 when the list is refused, 2 when the command is."""
        if options["act"] == "import":
            self.import_one(options)
        elif options["act"] == "import-all":
            self.import_all(options["folder"], options["year"] or clock.today().year, is_applied=options["apply"])
        else:
            self.tell_columns(member_of(options["member"]), is_forgotten=options["forget"])

    def import_one(self, options: dict[str, Any]) -> None:
        """Read, tell, and apply when asked.

        :raises CommandError: if there is no such file or member, a fault in the list, or a doubt that nothing answers.
        """
        file, year = options["file"], options["year"] or clock.today().year
        answers, columns = answers_of(options["same"], options["other"]), columns_of(options["column"])
        member_id = member_of(options["member"])
        require_year(year)
        if said := refused_list(member_id, year):
            fault = {"code": MemberDoesNotBelong.code, "where": "", "sentence": said}
            raise Faulty(said, [fault], returncode=LIST_REFUSED)
        sent = rosters.SentList(content_of(file), file.name, year, said_of_titles(member_id) | columns if columns else None)
        try:
            require_titles(columns, sent)
            found = sent.read(member_id)
        except UnreadableFile as refused:
            fault = {"code": refused.code, "where": "", "sentence": str(refused)}
            raise Faulty(str(refused), [fault], returncode=LIST_REFUSED) from refused
        if found.findings:
            if not options["json"]:
                self.stdout.writelines(f"{sentence_of(finding)}\n" for finding in found.findings)
            said = f"{accord(len(found.findings), 'faute')} : rien n'a été changé."
            raise Faulty(said, map(fault_of, found.findings), returncode=LIST_REFUSED)
        people = held_persons(member_id)
        plan = compare(people, found.lines, year=year, on=clock.today())
        require_doubts(plan, answers)
        settled = settle(plan, answers)
        if options["apply"]:
            require_settled(settled, is_whole=options["yes"])
        self.tell(settled, people, member_id, is_applied=options["apply"], as_json=options["json"])
        if options["apply"]:
            self.apply(member_id, sent, answers, is_whole=options["yes"])

    def apply(self, member_id: UUID, sent: rosters.SentList, answers: dict[int, bool], *, is_whole: bool) -> None:
        """Apply the list as one act."""
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
        require_year(year)
        files = sorted(file for file in folder.iterdir() if file.suffix.lower() in LIST_SUFFIXES)
        refused: list[str] = []
        good = self.good_lists(files, year, refused)
        if is_applied:
            done = apply_many(lists=good, actor=system_actor("roster import-all"), at=clock.now(), on=clock.today())
            applied = accord(done.applied, "liste appliquée,listes appliquées")
            self.stdout.write(f"{applied} : {summary_of(done.arrivals, done.departures, done.changes, 0, done.unchanged)}.")
            if done.left_waiting:
                waiting = accord(done.left_waiting, "liste attend son correspondant,listes attendent leur correspondant")
                self.stdout.write(f"{waiting} : un doute, ou trop de départs.")
        else:
            self.stdout.write(f"{accord(sum(1 for _ in good), 'liste lue,listes lues')} sans faute. {NOT_KEPT}")
        if refused:
            said = f"{accord(len(refused), 'fichier refusé,fichiers refusés')} : {', '.join(refused)}"
            raise CommandError(said, returncode=LIST_REFUSED)

    def good_lists(self, files: list[Path], year: int, refused: list[str]) -> Iterator[ManyList]:
        """Read files one after the other; those with faults are told and named in `refused`."""
        members = members_by_siren()
        for file in files:
            member_id = members.get(file.name[:9])
            if member_id is None:
                self.stdout.write(f"{file.name} : son nom ne commence pas par le SIREN d'un adhérent.")
                refused.append(file.name)
                continue
            if said := refused_list(member_id, year):
                self.stdout.write(f"{file.name} : {said}")
                refused.append(file.name)
                continue
            sent = rosters.SentList(file.read_bytes(), file.name, year)
            try:
                found = sent.read(member_id)
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

    def tell(self, plan: RosterPlan, people: list[HeldPerson], member_id: UUID, *, is_applied: bool, as_json: bool) -> None:
        """Print what the list brings: its summary, the contribution before and after, then one sentence per person."""
        met = met_elsewhere(plan, member_id)
        notes = notes_of(plan, met)
        entries = [
            {
                "kind": KINDS[type(entry)],
                "line": entry.line_number,
                "sentence": sentence_for(entry),
                "notes": notes.get(entry.line_number or 0, {}).get("notes", []),
            }
            for entry in entries_of(plan)
        ]
        effect = effect_of(plan, people=people, member_id=member_id, second=met.employed)
        if as_json:
            cents = {name: None if amount is None else amount.cents for name, amount in effect.items()}
            content = {"faults": [], "applying": is_applied, "summary": summary(plan), "unchanged": plan.unchanged_count}
            self.stdout.write(json.dumps(content | cents | {"entries": entries}, ensure_ascii=False))
            return
        self.stdout.write(summary(plan))
        before, after = effect["called_before"], effect["called_after"]
        if before is None or after is None:
            self.stdout.write(f"Aucun tarif n'est connu pour {plan.year} : l'effet sur la cotisation n'est pas estimé.")
        else:
            self.stdout.write(f"Cotisation {plan.year}, estimation au jour près : {before} devient {after}")
        for entry in entries:
            place = f"ligne {entry['line']}" if entry["line"] else "absent"
            self.stdout.write(f"  {place:>10}  {' '.join([entry['sentence'], *entry['notes']])}")
        if not is_applied:
            self.stdout.write(NOT_KEPT)

    def tell_columns(self, member_id: UUID, *, is_forgotten: bool) -> None:
        """Print what is remembered of the titles of a member's export, or forget it."""
        said = said_of_titles(member_id)
        if not said:
            self.stdout.write("Rien n'est retenu : les titres sont reconnus d'eux-mêmes.")
        elif is_forgotten:
            forget_columns(member_id=member_id, actor=system_actor("roster columns"), at=clock.now(), on=clock.today())
            self.stdout.write("Les colonnes retenues sont oubliées.")
        for title, key in {} if is_forgotten else said.items():
            self.stdout.write(f"  {title} : {LABELS[key] if key else 'pas lue'}")


def require_year(year: int) -> None:
    """Stop a list of a year that is not taken today.

    :raises CommandError: if so.
    """
    try:
        rosters.require_year(year, clock.today())
    except RosterYearRefused as refused:
        fault = {"code": refused.code, "where": "", "sentence": say(refused)}
        raise Faulty(say(refused), [fault], returncode=COMMAND_REFUSED) from refused


def refused_list(member_id: UUID, year: int) -> str:
    """Say why a member sends no list of a year, nothing where it may."""
    try:
        rosters.require_contracts([member_id], year=year, on=clock.today())
    except MemberDoesNotBelong as refused:
        return say(refused)
    return ""


def require_doubts(plan: RosterPlan, answers: dict[int, bool]) -> None:
    """Stop answers about lines that no doubt is about.

    :raises CommandError: if there are.
    """
    doubts = {doubt.line_number for doubt in plan.doubts}
    unknown = sorted(set(answers) - doubts)
    if unknown:
        left = f"lignes en doute : {', '.join(map(str, sorted(doubts)))}" if doubts else "aucune ligne n'est en doute"
        raise CommandError(f"La ligne {unknown[0]} n'est pas en doute ({left}). Rien n'a été gardé.", returncode=COMMAND_REFUSED)


def require_settled(plan: RosterPlan, *, is_whole: bool) -> None:
    """Stop a list that a person must look at first.

    :raises CommandError: if it leaves doubts, or removes too many and nobody said that it is whole.
    """
    if plan.doubts:
        told = "\n".join(f"  ligne {doubt.line_number} : {sentence_for(doubt)}" for doubt in plan.doubts)
        said = f"{accord(len(plan.doubts), 'doute')} : répondez avec --same LIGNE ou --other LIGNE. Rien n'a été changé.\n{told}"
        raise CommandError(said, returncode=LIST_REFUSED)
    if plan.needs_confirmation and not is_whole:
        counted = f"{accord(len(plan.departures), 'départ')} sur {accord(plan.staff_count, 'personne')}"
        raise CommandError(f"{counted} : confirmez avec --yes. Rien n'a été changé.", returncode=LIST_REFUSED)


def fault_of(finding: Finding) -> dict[str, Any]:
    """Write a fault for a program: its code, its line and its column where it has one, its sentence."""
    line, column = finding.params.get("line"), finding.params.get("column")
    return {"code": finding.code, "where": finding.where, "line": line, "column": column, "sentence": sentence_of(finding)}
