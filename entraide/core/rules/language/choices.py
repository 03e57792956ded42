"""The closed lists that a revision chooses from: for whom, when, how often, how it is paid, how sure its source is."""

from enum import StrEnum


class Subject(StrEnum):
    """Whom the right is for."""

    SELF = "self"
    SPOUSE = "spouse"
    CHILD = "child"
    HOUSEHOLD = "household"


class ReadsOn(StrEnum):
    """The day on which a revision reads parameters, and by which the revision itself is chosen; known when the claim is decided."""

    EVENT = "event"
    FILING = "filing"
    SCHOOL_YEAR_START = "school_year_start"
    CIVIL_YEAR_START = "civil_year_start"


class Scope(StrEnum):
    """Over whom a ceiling is counted; a subject of a beneficiary is a child as one of two households holds it."""

    SUBJECT = "subject"
    BENEFICIARY = "beneficiary"
    HOUSEHOLD = "household"
    SUBJECT_OF_BENEFICIARY = "subject_of_beneficiary"


class Period(StrEnum):
    """Over which time a ceiling is counted."""

    EVENT = "event"
    CIVIL_YEAR = "civil_year"
    SCHOOL_YEAR = "school_year"
    ROLLING_YEARS = "rolling_years"
    LIFETIME = "lifetime"


class DeadlineStart(StrEnum):
    """The day from which the months of a deadline run."""

    EVENT = "event"
    CIVIL_YEAR_END = "civil_year_end"


class PaidBy(StrEnum):
    """How a benefit reaches the person; a service, or a partner's price, is rendered and nothing is paid."""

    TRANSFER = "transfer"
    VOUCHER = "voucher"
    CHEQUE = "cheque"
    SUPPLIER_ORDER = "supplier_order"
    LOAN = "loan"
    SERVICE = "service"


class FiscalRegime(StrEnum):
    """Whether a benefit is part of the person's income; not known for most (the sources do not say)."""

    UNKNOWN = "unknown"
    EXEMPT = "exempt"
    TAXABLE = "taxable"


class ContributionEvent(StrEnum):
    """The event for which vouchers may stay outside the social contribution base: « Bons d’achat et cadeaux », listed events."""

    NONE = "none"
    BIRTH = "birth"
    UNION = "union"
    RETIREMENT = "retirement"
    PARENTS_DAY = "parents_day"
    CHRISTMAS = "christmas"
    SCHOOL_START = "school_start"
    RELIEF = "relief"


class Confidence(StrEnum):
    """How sure a source is: read on an official page, on a third-party page, not verified, inferred, or made up for the demonstration."""

    OFFICIAL = "H"
    THIRD_PARTY = "M"
    UNVERIFIED = "L"
    INFERRED = "I"
    ILLUSTRATIVE = "illustrative"
