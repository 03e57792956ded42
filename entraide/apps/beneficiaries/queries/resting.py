"""What rests on an act that made people known, or brought them to an employer: each app answers for its own rows, config gathers them."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

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


@dataclass(frozen=True, slots=True)
class Brought:
    """What an act brought: people whose files it opened, and those whom it put on the staff of `members`.

    `since` is the first key of the act's millisecond: rows with a later key were written after it. The two querysets give keys of people.
    """

    act_id: UUID
    since: UUID
    members: frozenset[UUID]
    arrived: QuerySet
    made_known: QuerySet

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
    brought = _brought(act_id, about)
    return brought is not None and any(question(brought) for question in _questions.values())


def _brought(act_id: UUID, about: Q) -> Brought | None:
    """Find whom an act put on a staff where they were not; who was there already came with what rests on them."""
    superseded = Affiliation.objects.filter(about, superseded_by=act_id).order_by()
    same = superseded.filter(beneficiary_id=OuterRef("beneficiary_id"), member_id=OuterRef("member_id"))
    arrived = Affiliation.objects.filter(~Exists(same), about, recorded_by=act_id).order_by()
    first = arrived.order_by("pk").values_list("pk", flat=True).first()
    if first is None:
        return None
    people = arrived.values("beneficiary_id")
    known_before = Identity.objects.filter(beneficiary_id__in=people).exclude(recorded_by=act_id).order_by().values("beneficiary_id")
    made_known = arrived.exclude(beneficiary_id__in=known_before).values("beneficiary_id")
    members = frozenset(arrived.values_list("member_id", flat=True).distinct())
    return Brought(act_id, UUID(int=first.int >> 80 << 80), members, people, made_known)


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
