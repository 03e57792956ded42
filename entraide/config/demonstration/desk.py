"""What officers do beside deciding: opinions, notes, a thread, a reminder, a view kept, an absence, decisions asked together."""

from datetime import date, datetime
from functools import partial

from entraide.apps.accounts.actor import Actor, system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.operations import thread, waiting
from entraide.apps.desk.operations.bulk import Asked, plan
from entraide.apps.desk.operations.notes import write_note
from entraide.apps.desk.operations.opinions import Question, ask_opinion, give_opinion
from entraide.apps.desk.operations.people import declare_absence
from entraide.apps.desk.operations.views import keep_view
from entraide.config.demonstration.plot import RETURNED_KEY, Fate
from entraide.config.demonstration.stage import CAMILLE, JULIEN, PIERRE, Moment, Stage, Step, moment


ADVISED_ON, ADVICE_GIVEN_ON, ADVICE_ASKED_ON = date(2024, 10, 8), date(2024, 10, 10), date(2024, 10, 14)
ADVICE_DUE_ON, ADVISED_BEFORE = date(2024, 10, 28), date(2024, 10, 22)
QUESTION_GIVEN = "La facture dit « acquittée » sans cachet ni signature. Suffit-elle à prouver que le séjour a été payé ?"
ADVICE = (
    "Oui. La mention « facture acquittée » avec la date et un reste dû nul suffit ; aucun texte ne demande de cachet pour une facture "
    "éditée par informatique."
)
QUESTION_WAITING = (
    "Le centre n’est pas dans la liste des accueils déclarés que nous consultons. D’après cette facture, s’agit-il bien d’un accueil de "
    "loisirs au sens de la règle ?"
)
NOTED_ON, ALSO_NOTED_ON = date(2024, 10, 8), date(2024, 10, 14)
NOTE = "Appelé le centre de loisirs : il confirme les dates de présence et le paiement."
ALSO_NOTED = "Avis demandé : ne pas décider avant la réponse, la personne est prévenue du délai."
ASKED_ON, TOLD_ON = date(2024, 10, 9), date(2024, 10, 10)
ASKED = "Bonjour, ma demande est accordée. Quel jour l’argent sera-t-il sur mon compte ?"
TOLD = (
    "Bonjour, votre aide part avec le prochain lot de virements, en milieu de mois. Comptez ensuite deux jours ouvrés. "
    "Vous recevrez un message le jour où la banque nous dira que c’est payé."
)
REMINDED_ON = date(2024, 10, 9)
VIEW, VIEW_QUERY, VIEWED_ON = "Accueil de loisirs, échéance proche", "prestation=accueil-de-loisirs&risque=week", date(2024, 9, 30)
AWAY_SAID_ON, AWAY_SINCE, AWAY_UNTIL = date(2024, 10, 7), date(2024, 10, 28), date(2024, 10, 31)


def desk_steps(stage: Stage) -> list[Step]:
    """Give what the two officers and the expert do from day to day."""
    first, second = stage.ranks(Fate.TAKEN)[0], stage.ranks(Fate.TAKEN)[-1]
    return [
        (moment(VIEWED_ON, 5), partial(_keep_view, stage)),
        (moment(AWAY_SAID_ON, 405), partial(_declare_absence, stage)),
        (moment(NOTED_ON, 401), partial(_note, stage, first, NOTE)),
        (moment(ADVISED_ON, 402), partial(_ask, stage, first, QUESTION_GIVEN, ADVISED_BEFORE)),
        (moment(ADVICE_GIVEN_ON, 60), partial(_give, stage)),
        (moment(REMINDED_ON, 1), _remind),
        (moment(ASKED_ON, 403), partial(_write, stage)),
        (moment(TOLD_ON, 40), partial(_answer, stage)),
        (moment(ADVICE_ASKED_ON, 404), partial(_ask, stage, second, QUESTION_WAITING, ADVICE_DUE_ON)),
        (moment(ALSO_NOTED_ON, 405), partial(_note, stage, second, ALSO_NOTED)),
    ]


def decide_together(stage: Stage, *, at: datetime) -> None:
    """Have the claims whose papers are checked granted together; asked now, so that it may still be withdrawn when the site opens."""
    keys = [stage.claims[rank] for rank in stage.ranks(Fate.CHECKED)]
    plan(claim_ids=keys, asked=Asked("grant"), actor=_camille(stage), at=at, on=stage.world.on)


def _camille(stage: Stage) -> Actor:
    return stage.staff(CAMILLE, Role.CLAIMS_OFFICER)


def _keep_view(stage: Stage, when: Moment) -> None:
    keep_view(name=VIEW, query=VIEW_QUERY, actor=_camille(stage), **when.told)


def _declare_absence(stage: Stage, when: Moment) -> None:
    julien = stage.staff(JULIEN, Role.CLAIMS_OFFICER)
    declare_absence(account_id=julien.account_id, since=AWAY_SINCE, last=AWAY_UNTIL, actor=julien, **when.told)


def _note(stage: Stage, rank: int, text: str, when: Moment) -> None:
    write_note(claim_id=stage.claims[rank], text=text, actor=_camille(stage), **when.told)


def _ask(stage: Stage, rank: int, words: str, due_on: date, when: Moment) -> None:
    question = Question(stage.accounts[PIERRE], words, {stage.papers[rank][0]: [1]}, due_on)
    stage.kept["opinion"] = ask_opinion(claim_id=stage.claims[rank], question=question, actor=_camille(stage), **when.told)


def _give(stage: Stage, when: Moment) -> None:
    pierre = stage.staff(PIERRE, Role.EXPERT)
    give_opinion(opinion_id=stage.kept["opinion"], advice="favourable", answer=ADVICE, actor=pierre, **when.told)


def _remind(when: Moment) -> None:
    waiting.remind_waiting(actor=system_actor("schedule"), **when.told)


def _write(stage: Stage, when: Moment) -> None:
    rank = stage.rank_of(RETURNED_KEY)
    thread.write(claim_id=stage.claims[rank], text=ASKED, actor=stage.opener(stage.cases[rank].person), **when.told)


def _answer(stage: Stage, when: Moment) -> None:
    claim_id = stage.claims[stage.rank_of(RETURNED_KEY)]
    thread.mark_read(claim_id=claim_id, actor=_camille(stage), at=when.at)
    thread.write(claim_id=claim_id, text=TOLD, actor=_camille(stage), **when.told)
