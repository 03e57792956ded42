"""The words under which a plan is shown to the correspondent."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from entraide.core.eligibility.values import Contract, Position
from entraide.core.roster.comparison import compare
from entraide.core.roster.plan import Arrival, Change, Departure, Doubt, FieldChange, RosterPlan
from entraide.core.roster.telling import REASONS, sentence_for, summary
from entraide.core.roster.values import CivilSex, HeldPerson, RosterLine, Status, Stay


STAY = Stay(Status.ACTIVE, date(2015, 1, 1), None, date(2015, 1, 1))
LEA = HeldPerson(UUID(int=1), "Durand", "Léa", date(1985, 3, 12), Status.ACTIVE, date(2015, 1, 1), stays=(STAY,))
LINE = RosterLine(7, "DURAND", "Léa", date(1985, 3, 12), Status.ACTIVE, date(2024, 9, 1))


def test_the_summary_counts_in_french():
    plan = RosterPlan(2024, date(2024, 10, 15), 1, (Arrival(LINE),) * 12, (Departure(LEA, date(2024, 7, 1)),) * 3, unchanged_count=1441)
    plan = replace(plan, changes=(Change(LEA, LINE, ()),) * 2, doubts=(Doubt(LEA, LINE, "order"),))
    assert summary(plan) == "12 arrivées, 3 départs, 2 changements, 1 doute, 1\u202f441 inchangés"
    assert summary(compare([], [], year=2024, on=date(2024, 1, 1))) == "rien à changer"


def test_an_arrival_and_a_return_are_told():
    assert sentence_for(Arrival(LINE)) == "Léa DURAND (12/03/1985) arrive le 01/09/2024 : actif."
    ending = replace(LINE, until=date(2025, 1, 1), status=Status.APPRENTICE)
    assert sentence_for(Arrival(ending, LEA.id)) == (
        "Léa DURAND (12/03/1985) revient le 01/09/2024, jusqu’au 31/12/2024 inclus : apprenti ou alternant."
    )


def test_a_departure_is_told_with_the_last_day_of_rights():
    assert sentence_for(Departure(LEA, date(2024, 7, 1), 7)) == (
        "Léa Durand (12/03/1985) part le 30/06/2024 : droits ouverts jusqu’au 31/12/2024 inclus."
    )
    assert sentence_for(Departure(LEA, date(2024, 10, 16))) == (
        "Léa Durand (12/03/1985) n’est plus sur la liste : départ proposé le 15/10/2024, droits ouverts jusqu’au 31/12/2024 inclus."
    )


def test_a_departure_tells_no_rights_that_the_presence_never_opened_nor_longer_than_an_act_left_them():
    summer = date(2024, 7, 1)
    short = replace(STAY, since=summer, arrived_on=summer, contract=Contract.FIXED_TERM)
    for stay, ends in (
        (short, ": cet emploi n’ouvrait pas de droits."),
        (replace(STAY, covered_until=summer), "jusqu’au 30/06/2024 inclus."),
    ):
        assert sentence_for(Departure(replace(LEA, stays=(stay,)), date(2024, 9, 1), 7)).endswith(ends)
    assert sentence_for(Departure(replace(LEA, stays=(short,)), summer, 7)).endswith("droits ouverts jusqu’au 31/12/2024 inclus.")


def test_a_change_is_told_field_by_field():
    fields = (
        FieldChange("family_name", "Durand", "Martin"),
        FieldChange("status", Status.ACTIVE, Status.RETIREE),
        FieldChange("civil_sex", CivilSex.MALE, CivilSex.FEMALE),
        FieldChange("since", date(2015, 1, 1), date(2016, 1, 1)),
        FieldChange("email", "", "lea@ville.example"),
        FieldChange("civil_sex", None, CivilSex.FEMALE),
    )
    assert sentence_for(Change(LEA, LINE, fields)) == (
        "Léa Durand (12/03/1985) : nom : Durand devient Martin ; statut : actif devient retraité ; sexe : homme devient femme ; "
        "date d’arrivée : 01/01/2015 devient 01/01/2016 ; courriel : lea@ville.example ; sexe : femme."
    )
    moved = (FieldChange("until", date(2024, 12, 1), None), FieldChange("until", date(2024, 12, 1), date(2024, 11, 1)))
    assert sentence_for(Change(LEA, LINE, moved)) == (
        "Léa Durand (12/03/1985) : départ du 30/11/2024 annulé ; date de départ : 30/11/2024 devient 31/10/2024."
    )


def test_every_doubt_ends_with_a_question():
    for reason in REASONS:
        assert sentence_for(Doubt(LEA, LINE, reason)).endswith("Est-ce la même personne ?")


def test_a_contract_a_position_and_a_time_share_are_told_in_words():
    hired = replace(LINE, contract=Contract.FIXED_TERM, contract_until=date(2025, 1, 1), position=Position.LENT, time_share=80)
    assert sentence_for(Arrival(hired)) == (
        "Léa DURAND (12/03/1985) arrive le 01/09/2024 : actif, contrat à durée déterminée, contrat jusqu’au 31/12/2024, "
        "mis à disposition, à 80\N{NO-BREAK SPACE}%."
    )
    fields = (
        FieldChange("contract", Contract.FIXED_TERM, Contract.PERMANENT),
        FieldChange("contract_until", None, date(2025, 1, 1)),
        FieldChange("position", Position.IN_SERVICE, Position.AVAILABILITY),
        FieldChange("time_share", 100, 80),
    )
    assert sentence_for(Change(LEA, LINE, fields)) == (
        "Léa Durand (12/03/1985) : contrat : contrat à durée déterminée devient fonctionnaire ; fin de contrat : 31/12/2024 ; "
        "position : en activité devient disponibilité ; temps de travail : 100\N{NO-BREAK SPACE}% devient 80\N{NO-BREAK SPACE}%."
    )
