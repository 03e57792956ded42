"""What rests on an act that made people known, or brought them to an employer: each app answers for its own rows, config gathers them."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from entraide.apps.accounts.queries import codes_issued_since
from entraide.apps.beneficiaries.models import (
    Affiliation,
    BankDetails,
    Beneficiary,
    Card,
    CertificateRequest,
    Dependant,
    Identity,
    Kinship,
    TaxLine,
    TaxNotice,
)
from entraide.orm.acts import parts


@dataclass(frozen=True, slots=True)
class Brought:
    """What an act brought: people whose files it opened, and those whom it put on the staff of `members`.

    `since` is the first key of the act's millisecond: rows with a later key were written after it. A thousand people at most.
    """

    act_id: UUID
    since: UUID
    members: frozenset[UUID]
    arrived: Collection[UUID]
    made_known: Collection[UUID]

    @property
    def of_newcomers(self) -> Q:
        """Keep the rows about people whom the act made known, written since."""
        return Q(beneficiary_id__in=self.made_known, pk__gte=self.since)

    @property
    def of_employment(self) -> Q:
        """Keep the rows that count for a member to which the act brought their person, written since."""
        return Q(beneficiary_id__in=self.arrived, member_id__in=self.members, pk__gte=self.since)


Question = Callable[[Brought], bool]
# An answer is yes or no: who takes an act back is not told what else is on the file of whom.
_questions: dict[str, Question] = {}


def register(name: str, question: Question) -> None:
    """Have an app asked whether something of its own rests on an act; `name` is that of its module."""
    _questions[name] = question


def something_rests_on(act_id: UUID, *, about: Q) -> bool:
    """Tell whether an act of a person was built upon since, about what it brought; `about` narrows the affiliations looked at.

    What a machine wrote by itself (a notice asked for by the campaign, a likeness found at night, a line of a call) keeps no act.
    """
    return any(question(brought) for brought in _brought(act_id, about) for question in _questions.values())


def _brought(act_id: UUID, about: Q) -> Iterator[Brought]:
    """Find whom an act put on a staff where they were not, by parts; who was there already came with what rests on them.

    Keys are read, then named: as subqueries within subqueries, of rows just written, they cost PostgreSQL seconds for each question.
    """
    stood = set(Affiliation.objects.filter(about, superseded_by=act_id).order_by().values_list("beneficiary_id", "member_id"))
    rows = Affiliation.objects.filter(about, recorded_by=act_id).order_by("pk").values_list("pk", "beneficiary_id", "member_id")
    arrived = [row for row in rows if row[1:] not in stood]
    members = frozenset(member for _, _, member in arrived)
    for people in parts(sorted({person for _, person, _ in arrived})):
        known = Identity.objects.filter(beneficiary_id__in=people).exclude(recorded_by=act_id).order_by()
        made_known = set(people).difference(known.values_list("beneficiary_id", flat=True))
        yield Brought(act_id, UUID(int=arrived[0][0].int >> 80 << 80), members, people, made_known)


def rests_on(brought: Brought) -> bool:
    """Tell whether an account, a code, a paper, a family or another employer was given since to somebody whom an act made known."""
    people = brought.made_known
    if Beneficiary.objects.filter(pk__in=people, account__isnull=False).exists() or codes_issued_since(people, brought.since):
        return True
    facts = Q(superseded_at__isnull=True) & ~Q(recorded_by=brought.act_id)
    return any(
        model._default_manager.filter(brought.of_newcomers, kept).exists()
        for model, kept in (
            (Affiliation, facts),
            (Kinship, facts),
            (BankDetails, Q()),
            (TaxLine, Q()),
            (TaxNotice, ~Q(state="asked")),
            (Card, Q()),
            (CertificateRequest, Q()),
            (Dependant, Q()),
        )
    )
