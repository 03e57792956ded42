"""The register: bodies of the territorial service by their SIREN, with dated names, codes, parents, and their contracts of membership."""

from django.db import models

from entraide.core.structure.values import BodyKind
from entraide.orm.constraints import NoOverlap
from entraide.orm.fields import KeyField
from entraide.orm.history import HISTORY, NormalisedField, ValidTime


KINDS = [
    (BodyKind.COMMUNE, "commune"),
    (BodyKind.EPCI, "EPCI"),
    (BodyKind.DEPARTMENT, "département"),
    (BodyKind.REGION, "région"),
    (BodyKind.CCAS, "CCAS ou CIAS"),
    (BodyKind.SDIS, "SDIS"),
    (BodyKind.SYNDICATE, "syndicat"),
    (BodyKind.MANAGEMENT_CENTRE, "centre de gestion"),
    (BodyKind.ASSOCIATION, "amicale, COS ou GAS"),
    (BodyKind.OTHER, "autre organisme"),
]


class Member(models.Model):
    """A body on the register: it belongs while a membership is in force, has belonged, or may one day; it exists while it has a name.

    `department` is that of its seat, as last known; `population` the legal population of `population_year`, for a commune or an EPCI.
    """

    id = KeyField()
    siren = models.CharField(max_length=9, unique=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    department = models.CharField(max_length=3, blank=True)
    population = models.PositiveIntegerField(null=True)
    population_year = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(siren__regex=r"^[0-9]{9}$"), name="member_siren_has_nine_digits")]
        indexes = [models.Index(fields=["department", "kind"], name="member_by_department")]


class MemberName(ValidTime):
    """What a body is called over a span; outside its names it does not exist."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    search_name = NormalisedField(of="name")

    database_rules = (HISTORY, NoOverlap("member_one_name_at_a_time", key=("member",)))

    class Meta:
        indexes = [models.Index(fields=["search_name"], name="member_name_by_search")]


class CommuneCode(ValidTime):
    """The INSEE code that a commune holds over a span: it survives mergers, so that one code passes from one SIREN to another."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=5)

    database_rules = (
        HISTORY,
        NoOverlap("commune_one_code_at_a_time", key=("member",)),
        NoOverlap("commune_code_held_once", key=("code",)),
    )

    class Meta:
        indexes = [models.Index(fields=["code"], name="commune_code_by_code")]


class Attachment(ValidTime):
    """A body depends on another over a span: a commune on its EPCI, a CCAS on its commune, an amicale on its body."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attachments")
    parent = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attached")
    kind = models.CharField(max_length=10, choices=[("epci", "membre de l’EPCI"), ("owner", "rattaché à")])

    database_rules = (HISTORY, NoOverlap("attachment_one_of_a_kind", key=("member", "kind")))

    class Meta:
        indexes = [models.Index(fields=["parent", "since"], name="attachment_by_parent")]


class Succession(ValidTime):
    """A body takes over another's goods, rights and obligations from a day on; `is_whole` where nothing of it goes elsewhere.

    Figures under the new perimeter add the predecessors that are whole; those under the old one leave them apart.
    """

    predecessor = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="inheritances")
    is_whole = models.BooleanField()

    database_rules = (HISTORY, NoOverlap("succession_once", key=("predecessor", "successor")))


class Establishment(ValidTime):
    """Where a body is billed: one SIRET, with what its accounting service asks to be written on each document."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="establishments")
    siret = models.CharField(max_length=14)
    name = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=5, blank=True)
    city = models.CharField(max_length=100, blank=True)
    service_code = models.CharField(max_length=100, blank=True)
    engagement_number = models.CharField(max_length=50, blank=True)
    is_billed = models.BooleanField(default=False, help_text="the one that calls are addressed to")

    database_rules = (
        HISTORY,
        NoOverlap("establishment_siret_once", key=("siret",)),
        NoOverlap("establishment_one_billed", key=("member",), where="superseded_at IS NULL AND is_billed"),
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(siret__regex=r"^[0-9]{14}$"), name="siret_has_fourteen_digits")]


class Contact(ValidTime):
    """Someone to write to or to call at a body, who holds no mandate: its director general, its head of staff, its accountant."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)


class Membership(ValidTime):
    """A contract of membership over a span.

    `scope` says who of the staff it covers; a partial one lists in `covers` the earlier structures ({"kind": "structure", "member": key}),
    the services ({"kind": "service", "name": …}) or the retirees ({"kind": "retirees"}). `payer` is the intermediary that pays for the
    body: a territorial contract, an amicale; empty where the body pays for itself.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="memberships")
    scope = models.CharField(
        max_length=20, choices=[("full", "tout le personnel"), ("partial", "une partie du personnel"), ("territorial", "un territoire")]
    )
    covers = models.JSONField(default=list)
    payer = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="paid_for")
    deliberated_on = models.DateField(null=True, help_text="the deliberation that decided it")
    deliberation_number = models.CharField(max_length=60, blank=True)
    deliberation = models.ForeignKey("documents.Document", null=True, on_delete=models.SET_NULL, related_name="+")
    notice_on = models.DateField(null=True, help_text="the day on which the notice to leave was received")
    source = models.CharField(max_length=200, blank=True)

    database_rules = (HISTORY, NoOverlap("membership_one_at_a_time", key=("member",)))

    class Meta:
        indexes = [models.Index(fields=["payer", "since"], name="membership_by_payer")]
