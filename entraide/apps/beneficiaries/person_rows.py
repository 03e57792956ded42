"""The rows of beneficiaries that name a person: what becomes of them when two rows of the person are joined.

Dated facts are written again, by `operations/person_merges.py`; here is what follows as it is.
"""

from collections.abc import Iterable

from django.db.models import Q

from entraide.apps.beneficiaries.models import (
    Affiliation,
    BankDetails,
    Beneficiary,
    Card,
    CertificateRequest,
    Dependant,
    Distinct,
    EmploymentAct,
    Identity,
    Kinship,
    RosterChange,
    TaxLine,
    TaxNotice,
)
from entraide.orm.moves import Column, Joining, Moved, PersonRows


ACCOUNT, NOTICE = Column(Beneficiary, "account"), Column(TaxNotice, "beneficiary")
ABSORBED, ABSORBED_CHILD = Column(Beneficiary, "absorbed_into"), Column(Dependant, "absorbed_into")
OF_CHILDREN = (Column(Card, "dependant"), Column(CertificateRequest, "dependant"))


class FileRows(PersonRows):
    """Files follow, with their children; the notice of a year for which the kept row has one stays where it is."""

    def move(self, joining: Joining, moved: Moved) -> None:
        """Move what names a child that both had entered, then what names the person, and tie the rows that stand no more."""
        for key, target in joining.dependants.items():
            for column in OF_CHILDREN:
                column.follow(key, target, moved=moved, about=Q(beneficiary_id=joining.absorbed))
        ABSORBED_CHILD.put([(key, None, target) for key, target in joining.dependants.items()], moved=moved)
        super().move(joining, moved)
        ABSORBED.put([(joining.absorbed, None, joining.kept)], moved=moved)

    def following(self, column: Column, joining: Joining) -> Q:
        """Keep the notices of the years for which the kept row has none."""
        if column != NOTICE:
            return super().following(column, joining)
        held = TaxNotice.objects.filter(beneficiary_id=joining.kept).order_by().values_list("notice_year", "is_partners")
        return ~_any(Q(notice_year=year, is_partners=partners) for year, partners in held)

    def back(self, moved: Moved) -> None:
        """Free the accounts first: each opens one file."""
        for key, _, _ in moved.get(str(ACCOUNT), []):
            Beneficiary.objects.filter(pk=key).update(account=None)
        super().back(moved)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


ROWS = FileRows(
    rewritten=[Column(model, "beneficiary") for model in (Identity, Affiliation, Kinship, TaxLine, BankDetails)],
    moved=[ABSORBED, Column(Dependant, "beneficiary"), NOTICE, Column(Card, "beneficiary"), Column(CertificateRequest, "beneficiary")],
    # What a list, an officer or a death said, said it of that row.
    read=[Column(RosterChange, "beneficiary"), Column(EmploymentAct, "beneficiary"), Column(Distinct, "first"), Column(Distinct, "second")],
    beside=[ACCOUNT, *OF_CHILDREN, ABSORBED_CHILD],
)
