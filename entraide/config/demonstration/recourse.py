"""A decision contested; a complaint answered with what it changed, another one under way."""

from datetime import date
from functools import partial

from entraide.apps.accounts.roles import Role
from entraide.apps.recourse.operations import complaints, reexaminations
from entraide.apps.recourse.operations.complaints import Reply, Said
from entraide.apps.recourse.operations.reexaminations import Contested
from entraide.config.demonstration.plot import RETURNED_KEY, Fate
from entraide.config.demonstration.stage import SOPHIE, Moment, Stage, Step, moment


MONIQUE = "monique.girard@exemple.fr"
CONTESTED_ON = date(2024, 10, 9)
WORDS = (
    "L’aide déjà versée cette année était pour les vacances d’hiver, dans un autre centre. Celle-ci est pour l’été : "
    "je ne comprends pas pourquoi elle est refusée."
)
UNCLEAR_ON, UNCLEAR_TAKEN_ON, ANSWERED_ON = date(2024, 9, 23), date(2024, 9, 24), date(2024, 9, 30)
UNCLEAR = (
    "Le formulaire demande le montant de la « ligne 14 ». J’ai cherché longtemps sur mon avis d’impôt, il y en a plusieurs pages. "
    "Ma voisine n’a pas trouvé non plus."
)
ANSWER = (
    "Vous avez raison : la question ne disait pas où regarder. Elle dit maintenant à quelle page et sous quel titre se trouve la ligne 14. "
    "Votre ligne 14 est déjà dans votre dossier, vous n’avez rien à envoyer."
)
CHANGED, CHANGED_NOTE = "Aide de la question sur la ligne 14", "Dit la page et le titre de l’avis d’impôt où se trouve la ligne 14."
LATE_ON, LATE_TAKEN_ON = date(2024, 10, 11), date(2024, 10, 14)
LATE = "Ma demande est accordée depuis deux semaines et je n’ai toujours rien reçu. Personne ne me dit quel jour je serai payée."


def recourse_steps(stage: Stage) -> list[Step]:
    """Give who contests or complains, and who answers."""
    return [
        (moment(UNCLEAR_ON, 30), partial(_complain, stage, MONIQUE, Said("words", UNCLEAR))),
        (moment(UNCLEAR_TAKEN_ON, 20), partial(_take, stage, MONIQUE)),
        (moment(ANSWERED_ON, 45), partial(_answer, stage)),
        (moment(CONTESTED_ON, 130), partial(_contest, stage)),
        (moment(LATE_ON, 200), partial(_complain_of_delay, stage)),
        (moment(LATE_TAKEN_ON, 15), partial(_take, stage, RETURNED_KEY)),
    ]


def _contest(stage: Stage, when: Moment) -> None:
    rank = stage.ranks(Fate.REFUSED)[-1]
    opener = stage.opener(stage.cases[rank].person)
    reexaminations.ask(claim_id=stage.claims[rank], contested=Contested(WORDS), actor=opener, **when.told)


def _complain(stage: Stage, email: str, said: Said, when: Moment) -> None:
    person = stage.opener(stage.person(email))
    stage.kept[email] = complaints.receive(beneficiary_id=person.beneficiary_id, said=said, actor=person, **when.told)


def _complain_of_delay(stage: Stage, when: Moment) -> None:
    _complain(stage, RETURNED_KEY, Said("delay", LATE, claim_id=stage.claims[stage.rank_of(RETURNED_KEY)]), when)


def _take(stage: Stage, email: str, when: Moment) -> None:
    complaints.take(complaint_id=stage.kept[email], actor=stage.staff(SOPHIE, Role.CONTACT_AGENT), **when.told)


def _answer(stage: Stage, when: Moment) -> None:
    reply = Reply(ANSWER, is_founded=True, changed="text", what=CHANGED, note=CHANGED_NOTE)
    complaints.answer(complaint_id=stage.kept[MONIQUE], reply=reply, actor=stage.staff(SOPHIE, Role.CONTACT_AGENT), **when.told)
