"""Envelopes that a correspondent sealed, and a scan of the post whose cover sheets find their claims."""

from datetime import date
from functools import partial
from io import BytesIO

import pypdfium2
from PIL import Image

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.operations import checking, deciding, filing
from entraide.apps.claims.operations.entering import NewClaim
from entraide.apps.claims.operations.keying import Arrival, key
from entraide.apps.claims.queries.files import claim_visible_to
from entraide.apps.documents.operations import NewFile
from entraide.apps.mailroom.operations.envelopes import deposit, enter, open_envelope
from entraide.apps.mailroom.operations.scanning import split, take_in
from entraide.apps.mailroom.queries.envelopes import files_of
from entraide.apps.mailroom.queries.post import cover_sheets
from entraide.config.demonstration.plot import Case, Fate
from entraide.config.demonstration.stage import CAMILLE, JULIEN, SYLVIE, Moment, Stage, Step, moment
from entraide.core.money import Money
from entraide.population.demonstration.papers import Paper, drawn, invoice, school_certificate, tax_notice
from entraide.population.demonstration.setup import CU_SIREN


# Who has no account hands papers to the correspondent, and is answered by post.
PARENT, EXPECTING = "david.petit@exemple.fr", "thomas.lemaire@exemple.fr"
CHILD = "Jules"
SCHOOL, LEISURE = "rentree-scolaire-enfant", "Accueil de loisirs"
DEPOSITED_ON, OPENED_ON, GRANTED_ON, WAITING_SINCE = date(2024, 10, 2), date(2024, 10, 4), date(2024, 10, 10), date(2024, 10, 14)
TERM_STARTED_ON = date(2024, 9, 2)
PRINTED_ON, CAME_ON = date(2024, 10, 7), date(2024, 10, 11)
LOOSE_LINE, LOOSE_YEAR = Money.of("1320"), 2023
# Points of an inch in a page of a scan: the drawn sheets are then as wide as paper.
DOTS = 100


def post_steps(stage: Stage) -> list[Step]:
    """Give one envelope whose claim is granted, one that waits, and the post of a day."""
    return [
        (moment(DEPOSITED_ON, 70), partial(_deposit, stage, PARENT, school_certificate(f"{CHILD} Petit", TERM_STARTED_ON))),
        (moment(OPENED_ON, 20), partial(_enter, stage)),
        (moment(GRANTED_ON, 420), partial(_grant, stage)),
        (moment(CAME_ON, 410), partial(_scan, stage)),
        (moment(WAITING_SINCE, 65), partial(_deposit, stage, EXPECTING, tax_notice("Thomas Lemaire", LOOSE_LINE, LOOSE_YEAR))),
    ]


def _photo(paper: Paper, name: str) -> NewFile:
    return NewFile(drawn(paper), name, "image/jpeg", "supporting")


def _deposit(stage: Stage, email: str, paper: Paper, when: Moment) -> None:
    sylvie = stage.correspondent(SYLVIE, CU_SIREN)
    agent = stage.people[stage.person(email).reference]
    stage.kept[email] = deposit(beneficiary_id=agent, files=[_photo(paper, "scan-1.jpg")], actor=sylvie, **when.told)


def _enter(stage: Stage, when: Moment) -> None:
    """Open the envelope and enter the claim that it holds, as of the day on which it was deposited."""
    told = {"actor": stage.staff(CAMILLE, Role.CLAIMS_OFFICER), **when.told}
    open_envelope(envelope_id=stage.kept[PARENT], **told)
    parent = stage.person(PARENT)
    child = next(one for one in stage.world.dependants if one.person == parent.reference and one.given_name == CHILD)
    new = NewClaim(stage.people[parent.reference], SCHOOL, stage.children[child.reference])
    stage.claims[PARENT] = claim_id = key(claim=new, arrival=Arrival("envelope", DEPOSITED_ON), **told)
    filing.answer(claim_id=claim_id, answers={"term_started_on": TERM_STARTED_ON, "tax_line_14": None}, **told)
    (sealed,) = files_of(stage.kept[PARENT])
    stage.kept["certificate"] = filing.attach(claim_id=claim_id, requirement="school_certificate", document_id=sealed.document_id, **told)
    filing.file(claim_id=claim_id, **told)
    enter(envelope_id=stage.kept[PARENT], claim_id=claim_id, **told)


def _grant(stage: Stage, when: Moment) -> None:
    told = {"actor": stage.staff(JULIEN, Role.CLAIMS_OFFICER), **when.told}
    checking.take(claim_id=stage.claims[PARENT], **told)
    checking.accept_paper(claim_document_id=stage.kept["certificate"], values={}, **told)
    deciding.decide_claim(claim_id=stage.claims[PARENT], verdict=deciding.Verdict("grant"), **told)


def _scan(stage: Stage, when: Moment) -> None:
    """Take in a loose page and two invoices, each behind the cover sheet that its person printed."""
    julien, ranks = stage.staff(JULIEN, Role.CLAIMS_OFFICER), stage.ranks(Fate.ANSWERED_BY_POST)
    stranger = stage.cases[stage.ranks(Fate.WAITING)[0]].person.full_name
    parts = [_page(tax_notice(stranger, LOOSE_LINE, LOOSE_YEAR))]
    for rank in ranks:
        claim = claim_visible_to(stage.claims[rank], julien)
        parts += [cover_sheets(claim, benefit=LEISURE, on=PRINTED_ON) or b"", _page(_readable(stage.cases[rank]))]
    file = NewFile(_scanned(parts), f"courrier-{CAME_ON}.pdf", "application/pdf", "post", len(parts))
    batch_id = take_in(file=file, received_on=CAME_ON, actor=julien, **when.told)
    split(batch_id=batch_id, actor=system_actor("post"), **when.told)


def _scanned(parts: list[bytes]) -> bytes:
    """Put pages one behind the other in one file, as a scanner does."""
    whole, output = pypdfium2.PdfDocument.new(), BytesIO()
    for part in parts:
        whole.import_pages(pypdfium2.PdfDocument(part))
    whole.save(output)
    return output.getvalue()


def _readable(case: Case) -> Paper:
    child = f"{case.child.given_name} {case.child.family_name}" if case.child else ""
    return invoice(child, case.person.full_name, case.expense or Money(0), case.event_on)


def _page(paper: Paper) -> bytes:
    output = BytesIO()
    Image.open(BytesIO(drawn(paper))).save(output, "PDF", resolution=DOTS)
    return output.getvalue()
