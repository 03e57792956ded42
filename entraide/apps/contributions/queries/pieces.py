"""What justifies the entries of contributions in the accounting file: the document, whose account it is, by what it is settled."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from entraide.apps.contributions.models import CallDocument, ContributionLine, DocumentPart, Receipt
from entraide.apps.members.queries.perimeters import names_ever
from entraide.core.ledger import CauseKind
from entraide.core.ledger.fec import Piece
from entraide.core.money import Money, total
from entraide.orm.acts import parts


OF_LINES = frozenset({CauseKind.CONTRIBUTION_CALLED, CauseKind.CONTRIBUTION_ADJUSTED, CauseKind.CONTRIBUTION_EARNED})
OF_RECEIPTS = frozenset({CauseKind.CONTRIBUTION_RECEIVED, CauseKind.CONTRIBUTION_REFUNDED, CauseKind.RECEIPT_UNDONE})

Cause = tuple[str, UUID]
# A line that cancels others: its key, its day, its amount.
Cancelling = tuple[UUID, date, Money]


@dataclass(slots=True, eq=False)
class Chain:
    """A call as it was first issued, with what replaced it and the credits that lowered it: one thing that is owed, by one debtor."""

    root: CallDocument
    documents: set[UUID] = field(default_factory=set)
    settled_on: date | None = None


def pieces_of(causes: Collection[Cause]) -> dict[Cause, Piece]:
    """Say what justifies entries of contributions: the number and day of their document, the SIREN and name of the first debtor of it.

    Entries of a call that is paid to the cent, by payments of which none was taken back or moved, are matched under its number.
    """
    lines = _of_lines({key for kind, key in causes if kind in OF_LINES})
    receipts = _of_receipts({key for kind, key in causes if kind in OF_RECEIPTS})
    chains = _chains({row.pk: row for row in (*lines.values(), *receipts.values())})
    _settle(set(chains.values()))
    found = _undocumented({key for kind, key in causes if kind in OF_LINES and key not in lines})
    for kind, key in causes:
        row = (lines if kind in OF_LINES else receipts if kind in OF_RECEIPTS else {}).get(key)
        if row is not None:
            chain = chains[row.pk]
            whose = (chain.root.debtor.siren, chain.root.debtor_name)
            found[kind, key] = Piece(row.number, row.issued_on, whose, chain.root.number if chain.settled_on else "", chain.settled_on)
    return found


def _documents(wanted: Q) -> list[CallDocument]:
    return list(CallDocument.objects.filter(wanted).select_related("debtor").defer("content").order_by("issued_on", "number"))


def _of_lines(keys: Collection[UUID]) -> dict[UUID, CallDocument]:
    """Give the document that each line of an account was first told by: a call that replaces none, or a credit that lowers one.

    What cancels lines is told by the credit that gives them back, that of the call where there are several.
    """
    first = Q(document__takes_back__isnull=True, document__replaces__isnull=True)
    named: dict[UUID, UUID] = {}
    for some in parts(sorted(keys)):
        rows = DocumentPart.objects.filter(first, line_id__in=some).order_by("-document__number")
        named |= dict(rows.values_list("line_id", "document_id"))
    named |= _credits_of(set(keys) - set(named))
    held = _by_key(set(named.values()))
    return {line: held[document] for line, document in named.items()}


def _credits_of(keys: Collection[UUID]) -> dict[UUID, UUID]:
    """Give, for lines that cancel others, the last credit that gives those back."""
    found: dict[UUID, UUID] = {}
    for some in parts(sorted(keys)):
        cancelling = ContributionLine.objects.filter(pk__in=some, kind="cancellation").order_by("pk").values_list("pk", "member_id", "year")
        if told := list(cancelling):
            acts, members, years = zip(*told, strict=True)
            # By member and year, which is indexed: what cancels a line is not.
            rows = DocumentPart.objects.filter(line__member__in=members, line__year__in=years, line__cancelled_by__in=acts)
            rows = rows.filter(document__kind="credit").order_by("line__kind", "document__number")
            found |= dict(rows.values_list("line__cancelled_by_id", "document_id"))
    return found


def _of_receipts(keys: Collection[UUID]) -> dict[UUID, CallDocument]:
    named = {key: on for some in parts(sorted(keys)) for key, on in Receipt.objects.filter(pk__in=some).values_list("pk", "document_id")}
    held = _by_key(set(named.values()))
    return {key: held[document] for key, document in named.items()}


def _by_key(keys: Collection[UUID]) -> dict[UUID, CallDocument]:
    return {row.pk: row for some in parts(sorted(keys)) for row in _documents(Q(pk__in=some))}


def _undocumented(keys: Collection[UUID]) -> dict[Cause, Piece]:
    """Say whose account the lines without a document move: nobody was asked for them yet."""
    kinds = {"call": CauseKind.CONTRIBUTION_CALLED}
    rows = [row for some in parts(sorted(keys)) for row in ContributionLine.objects.filter(pk__in=some).select_related("member", "payer")]
    names = names_ever({(row.payer or row.member).pk for row in rows})
    found = {}
    for row in rows:
        debtor, kind = row.payer or row.member, kinds.get(row.kind, CauseKind.CONTRIBUTION_ADJUSTED)
        found[str(kind), row.pk] = Piece(f"{kind}:{row.pk.hex}", row.on, (debtor.siren, names.get(debtor.pk, debtor.siren)))
    return found


def _chains(known: dict[UUID, CallDocument]) -> dict[UUID, Chain]:
    """Put documents with the call that they go back to, and with all that goes back to it."""
    above = dict(known)
    while missing := {up for row in above.values() if (up := row.lowers_id or row.replaces_id) and up not in above}:
        above |= _by_key(missing)
    roots = {key: _root(row, above) for key, row in above.items()}
    chains = {root.pk: Chain(root, {root.pk}) for root in roots.values()}
    below = {key: chains[root.pk] for key, root in roots.items()}
    waiting = set(below)
    for key, chain in below.items():
        chain.documents.add(key)
    while waiting:
        rows = [row for some in parts(sorted(waiting)) for row in _documents(Q(replaces_id__in=some) | Q(lowers_id__in=some))]
        waiting = {row.pk for row in rows} - set(below)
        for row in rows:
            below[row.pk] = below[row.lowers_id or row.replaces_id]
            below[row.pk].documents.add(row.pk)
    return below


def _root(row: CallDocument, known: dict[UUID, CallDocument]) -> CallDocument:
    while up := row.lowers_id or row.replaces_id:
        row = known[up]
    return row


def _settle(chains: Collection[Chain]) -> None:
    """Note since when each chain is settled: what its lines ask is what its payments brought, none of them taken back or moved.

    What was cancelled of it is asked for no more; a chain is left open where the same act cancelled lines out of it too.
    """
    of = {key: chain for chain in chains for key in chain.documents}
    asked: dict[Chain, dict[UUID, Money]] = defaultdict(dict)
    cancelled: dict[Chain, dict[Cancelling, dict[UUID, Money]]] = defaultdict(lambda: defaultdict(dict))
    came: dict[Chain, list[tuple[Money, date, UUID | None]]] = defaultdict(list)
    for some in parts(sorted(of)):
        rows = DocumentPart.objects.filter(document_id__in=some, document__takes_back__isnull=True).order_by("pk")
        act = ("line__cancelled_by_id", "line__cancelled_by__on", "line__cancelled_by__cents")
        for document, line, cents, *by in rows.values_list("document_id", "line_id", "line__cents", *act):
            held = cancelled[of[document]][tuple(by)] if by[0] else asked[of[document]]
            held[line] = cents
        receipts = Receipt.objects.filter(document_id__in=some).order_by("pk")
        for document, *said in receipts.values_list("document_id", "cents", "on", "undoes_id"):
            came[of[document]].append(tuple(said))
    for chain, received in came.items():
        acts = cancelled[chain]
        is_open = any(undoes for *_, undoes in received) or any(total(own.values()) != -cents for (_, _, cents), own in acts.items())
        if not is_open and total(asked[chain].values()) == total(cents for cents, *_ in received):
            chain.settled_on = max(chain.root.issued_on, *(on for _, on, _ in received), *(on for _, on, _ in acts))
