"""`entraide population generate --database`: a whole France in an empty database, once, with every rule of the tables in place."""

import re
from datetime import UTC, date, datetime
from hashlib import sha256
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.models import Account
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Dependant, DependantIdentity, Identity, Kinship, TaxLine
from entraide.apps.beneficiaries.queries import household, person
from entraide.apps.beneficiaries.queries.employment import rights_of
from entraide.apps.catalogue.queries import benefit_codes, catalogue
from entraide.apps.claims.models import Claim, Decision, ImportedBenefit
from entraide.apps.claims.queries.replays import replays
from entraide.apps.contributions.models import ContributionLine
from entraide.apps.ledger.models import JournalEntry
from entraide.apps.ledger.operations import post
from entraide.apps.members.models import Member, Membership
from entraide.apps.members.queries import billed_establishments
from entraide.apps.network.models import Mandate
from entraide.apps.network.queries import without_correspondent
from entraide.apps.payments.models import PaymentOrder
from entraide.apps.payments.queries import agreements
from entraide.apps.reporting.queries.figures import member_years
from entraide.apps.usage.models import Use
from entraide.config.cli import told
from entraide.config.publishing import publish_folder
from entraide.core.ledger import post_opening_benefit
from entraide.core.money import Money
from entraide.core.names import normalise
from entraide.core.reference import check_reference
from entraide.core.refusals import Refusal
from entraide.core.sepa.transfers import end_to_end_id
from entraide.integrations.reference_data import committee_departments
from entraide.integrations.rule_files import read_catalogue
from entraide.orm.keys import uuid7
from entraide.population.synthetic.illustrated import ORIGIN, SAID
from tests.factories.base import TODAY


pytestmark = pytest.mark.django_db

NOW = datetime(2024, 10, 15, 9, tzinfo=UTC)
PERSONS = (Beneficiary, Identity, Affiliation, Dependant, DependantIdentity, Kinship, TaxLine)
SMALL = ("--members", "43", "--beneficiaries", "2000")


def run(*words: object) -> tuple[int, str, str]:
    """Run the command within the test's transaction; give its status, what it printed, and what it said of faults."""
    said = StringIO()
    try:
        call_command("population", "generate", "--database", *map(str, words), stdout=said)
    except (Refusal, CommandError) as fault:
        return getattr(fault, "returncode", 1), said.getvalue(), told(fault)
    return 0, said.getvalue(), ""


@pytest.fixture
def run_of_two_years():
    """Fill the database with a population and two years gone by."""
    return run(*SMALL, "--seed", 3, "--years", 2)


# PostgreSQL prints a condition that it has read from its own print with its casts and brackets elsewhere.
NOTATION = re.compile(r"::[a-z ]+(?:\[\])?|[()]")


def rules_in_place() -> set[tuple[str, str]]:
    """List constraints and indexes (PostgreSQL), or indexes and triggers (SQLite), of every table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
                "UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master")
        return {(name, NOTATION.sub("", definition or "")) for name, definition in cursor.fetchall()}


def digest() -> str:
    """Digest every row of persons, less when it was written and by which act."""
    held = sha256()
    for model in PERSONS:
        names = [
            field.attname
            for field in model._meta.local_concrete_fields
            if field.attname not in {"recorded_at", "recorded_by", "created_at"}
        ]
        for row in model.objects.order_by("pk").values_list(*names):
            held.update(repr(row).encode())
    return held.hexdigest()


def test_a_france_is_written_marked_and_read_back_and_a_second_one_is_refused():
    before = rules_in_place()
    status, said, faults = run(*SMALL, "--seed", 3, "--years", 1)
    assert status in (0, 1), faults
    assert rules_in_place() == before
    held = Beneficiary.objects.filter(is_synthetic=True, external_id__startswith="synthetique-3-").count()
    assert 2_000 < held == Beneficiary.objects.count() < 2_150
    assert Membership.objects.filter(source="adhésion synthétique").count() == Member.objects.count() == 43
    assert len(billed_establishments(set(Member.objects.values_list("pk", flat=True)), on=TODAY)) == 43
    read = {line.rpartition("base")[2].split("(")[0].strip(): line.split()[0] for line in said.splitlines() if " base " in line}
    assert read["adhérents"] == read["bénéficiaires"] == "oui"
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"members.population_entered", "beneficiaries.population_entered"} <= verbs
    status, said, faults = run(*SMALL, "--seed", 4)
    assert (status, said) == (1, "")
    assert "déjà des personnes synthétiques. Rien n’a été écrit" in faults
    assert Beneficiary.objects.count() == held


def test_every_row_is_as_django_would_have_written_it():
    run(*SMALL, "--seed", 3)
    for row in Identity.objects.order_by("pk")[:200]:
        assert row.search_name == normalise(f"{row.family_name} {row.given_name}")
    # Money is no number that Django's own checks compare.
    for model in set(PERSONS) - {TaxLine}:
        for row in model.objects.order_by("pk")[:100]:
            row.clean_fields(exclude={field.name for field in model._meta.fields if getattr(row, field.attname) is None})
            assert row.pk.version == 7
    people = list(Beneficiary.objects.order_by("pk"))
    assert all(one.is_synthetic is True and check_reference(one.reference) == one.reference for one in people)
    left = list(Affiliation.objects.filter(until__isnull=False).order_by("pk"))
    assert left
    assert all(row.leaving for row in left)
    for row in Affiliation.objects.select_related("member").order_by("pk"):
        assert row.rights_until == rights_of([row])[row.pk]
    assert Affiliation.objects.filter(until__isnull=True, rights_until__isnull=False).exists()
    assert TaxLine.objects.exclude(notice_year=2023).count() == 0
    assert TaxLine.objects.filter(partner_line_14__isnull=False).exists()


def test_who_is_an_agent_and_a_spouse_is_one_person_and_so_is_the_child_of_two_agents():
    run(*SMALL, "--seed", 3)
    agents = list(Dependant.objects.filter(beneficiary__isnull=False).order_by("pk"))
    assert agents
    for spouse in agents[:20]:
        named = Identity.objects.get(beneficiary_id=spouse.beneficiary_id)
        shown = DependantIdentity.objects.get(dependant=spouse)
        assert (named.family_name, named.given_name, named.born_on) == (shown.family_name, shown.given_name, shown.born_on)
    shared = Kinship.objects.filter(kind="child").values("dependant").annotate(count=Count("pk")).filter(count=2).order_by("dependant")
    assert shared
    for one in shared[:20]:
        named = sorted(Kinship.objects.filter(dependant=one["dependant"]).values_list("opener_named", flat=True))
        assert named in (["", ""], ["other", "self"])


def test_the_screens_find_a_person_and_her_household():
    run(*SMALL, "--seed", 3)
    kinship = Kinship.objects.filter(kind="child").order_by("pk").first()
    shown = person(kinship.beneficiary_id, on=TODAY)
    assert shown.family_name
    assert kinship.dependant_id in {one.id for one in household(kinship.beneficiary_id, on=TODAY)}


def test_members_have_somebody_who_acts_for_them_whom_no_mail_can_reach():
    run(*SMALL, "--seed", 3)
    members = set(Member.objects.values_list("pk", flat=True))
    assert len(without_correspondent(members, on=TODAY)) <= 4
    assert Mandate.objects.filter(kind="delegate_elected").count() > 25
    accounts = list(Account.objects.order_by("pk"))
    assert len(accounts) == Mandate.objects.count()
    assert all(account.email.endswith("@synthetique.example") and not account.has_usable_password() for account in accounts)
    entered = dict(Membership.objects.values_list("member_id", "since"))
    assert all(mandate.since >= entered[mandate.member_id] for mandate in Mandate.objects.order_by("pk"))


def test_who_has_a_second_job_has_two_affiliations_and_counts_for_the_principal_one():
    run(*SMALL, "--seed", 3)
    second = list(Affiliation.objects.filter(is_principal=False).order_by("pk"))
    assert len(second) > 30
    assert {row.member_id for row in second} <= set(Membership.objects.values_list("member_id", flat=True))
    for row in second[:20]:
        own = list(Affiliation.objects.filter(beneficiary_id=row.beneficiary_id).order_by("-is_principal"))
        assert [each.is_principal for each in own] == [True, False]
        assert own[0].member_id != own[1].member_id
        rights = rights_of(own)
        assert [rights[each.pk] for each in own] == [each.rights_until for each in own]
    assert sum(one.figures.beneficiary_count for one in member_years(TODAY.year, as_of=TODAY)) == 2_000


def test_who_left_in_a_past_year_had_rights_until_its_end_and_has_none_now(run_of_two_years):
    left = Affiliation.objects.filter(until__lt=date(2024, 1, 1))
    assert left.count() > 60
    for row in left.order_by("pk"):
        assert row.rights_until == date(row.until.year + 1, 1, 1)
        assert row.leaving
    gone_by_2023 = left.filter(until__lt=date(2023, 1, 1)).values("beneficiary")
    assert not Use.objects.filter(beneficiary_id__in=gone_by_2023, on__gte=date(2023, 1, 1)).exists()
    assert Use.objects.filter(beneficiary_id__in=left.values("beneficiary")).exists()
    assert sum(one.figures.beneficiary_count for one in member_years(TODAY.year, as_of=TODAY)) == 2_000


def test_one_seed_writes_the_same_rows_to_the_key():
    digests = []
    for _ in range(2):
        with transaction.atomic():
            run(*SMALL, "--seed", 5)
            digests.append(digest())
            transaction.set_rollback(True)
    assert digests[0] == digests[1]
    assert not Beneficiary.objects.exists()


def test_a_database_that_holds_a_real_person_or_a_membership_is_left_as_it_is():
    member = Member.objects.create(siren="215102328", kind="commune", created_at=NOW)
    person_ = Beneficiary.objects.create(reference="B-REAL", created_at=NOW)
    status, _, faults = run(*SMALL, "--seed", 3)
    assert status == 1
    assert "des personnes qui ne sont pas synthétiques. Rien n’a été écrit" in faults
    person_.delete()
    Membership.objects.create(member=member, since=date(2020, 1, 1), recorded_at=NOW, scope="full")
    status, _, faults = run(*SMALL, "--seed", 3)
    assert status == 1
    assert "déjà des adhésions. Rien n’a été écrit" in faults
    assert not Beneficiary.objects.exists()


def test_a_past_is_refused_where_a_catalogue_is_published_already():
    publish_folder(settings.CATALOGUE, actor=system_actor("test"), at=NOW, on=TODAY)
    status, said, faults = run(*SMALL, "--seed", 3, "--years", 1)
    assert (status, said) == (1, "")
    assert faults.startswith("Cette base a déjà un catalogue publié")
    assert not Beneficiary.objects.exists()


def test_a_body_of_the_register_keeps_its_row_and_becomes_a_member():
    with transaction.atomic():
        run(*SMALL, "--seed", 3)
        siren = Member.objects.filter(kind="commune").order_by("pk").first().siren
        transaction.set_rollback(True)
    held = Member.objects.create(siren=siren, kind="commune", created_at=NOW)
    run(*SMALL, "--seed", 3)
    assert Membership.objects.filter(member=held).count() == 1


def test_the_years_gone_by_are_opening_records_counted_posted_and_told_once(run_of_two_years):
    status, said, faults = run_of_two_years
    assert status in (0, 1), faults
    benefits = ImportedBenefit.objects.count()
    assert benefits == Use.objects.filter(origin="imported", cancelled_on__isnull=True).count() > 4_000
    assert benefits == JournalEntry.objects.filter(cause_kind="opening_benefit").count()
    paid = ImportedBenefit.objects.aggregate(total=Sum("cents"))["total"]
    posted = JournalEntry.objects.filter(cause_kind="opening_benefit", debit="657", credit="890").aggregate(total=Sum("cents"))["total"]
    assert paid == posted
    assert set(ContributionLine.objects.values_list("origin", "year").distinct()) == {("imported", 2022), ("imported", 2023)}
    lines = said.splitlines()
    # So few persons may miss the national rate by their luck alone, by a point or two.
    rates = [float(line.split()[1].replace(",", ".")) for line in lines if "taux de retour global" in line]
    assert rates == [pytest.approx(93, abs=2)] * 2
    told = [line.split()[:2] for line in lines if "prestations par bénéficiaire" in line or "prestations décidées ici" in line]
    assert [kept for kept, _ in told] == ["oui", "oui"]
    assert told[1][1] == "100,0"
    for one in ImportedBenefit.objects.filter(dependant__isnull=False).order_by("pk")[:50]:
        assert Kinship.objects.filter(beneficiary=one.beneficiary, dependant=one.dependant).exists()
    for use in Use.objects.filter(origin="imported").order_by("pk")[:50]:
        held = ImportedBenefit.objects.get(pk=use.source_id)
        assert (held.beneficiary_id, held.member_id, held.cents, held.settled_on) == (use.beneficiary_id, use.member_id, use.cents, use.on)
    assert set(ImportedBenefit.objects.values_list("benefit_code", flat=True)) <= benefit_codes()


def test_the_last_year_is_claims_that_are_decided_again_to_the_same_trace(run_of_two_years):
    decisions = Decision.objects.count()
    assert decisions == Claim.objects.filter(state="granted").count() == Claim.objects.count() > 4_000
    assert not ImportedBenefit.objects.filter(settled_on__year=2023).exists()
    assert all(each.is_equal for each in replays())
    assert set(Claim.objects.values_list("filed_on__year", flat=True)) == {2023}
    late = Claim.objects.filter(decided_on__lt=F("filed_on")) | Claim.objects.filter(filed_on__gt=F("time_bar"))
    assert not late.exists()
    committees = {code: each.committee for code, each in committee_departments().items()}
    told = Claim.objects.order_by("pk").values_list("committee", "member__department").distinct()
    assert {(committees[department], department) for _, department in told} == set(told)
    one = Claim.objects.filter(benefit_code="accueil-de-loisirs").order_by("pk").first()
    assert check_reference(one.reference) == one.reference
    assert {fact.name for fact in one.facts.order_by("pk")} >= {"opens_right"}
    assert one.reservations.exists()


def test_an_amount_that_is_made_up_is_published_here_with_its_mark_and_explained_with_it(run_of_two_years):
    published = {each.code: each for each in (held[-1].revision for held in catalogue().values())}
    real = {each.code: each for each in read_catalogue(settings.CATALOGUE)[0]}
    assert SAID in published["coupon-sport"].illustrative
    assert published["accueil-de-loisirs"] == real["accueil-de-loisirs"]
    assert published["secours-exceptionnel"] == real["secours-exceptionnel"]
    trace = Decision.objects.filter(claim__benefit_code="coupon-sport").order_by("pk").first().trace["trace"]
    assert trace["o"][2].startswith(ORIGIN)
    assert trace["o"][3] == "illustrative"


def test_each_claim_of_the_last_year_is_settled_once_in_orders_journal_and_uses(run_of_two_years):
    claims = Claim.objects.count()
    granted = Decision.objects.aggregate(total=Sum("cents"))["total"]
    orders = PaymentOrder.objects.filter(state="settled", cause_kind="claim")
    assert orders.count() == PaymentOrder.objects.count() == claims
    by_bank = orders.filter(label__startswith="ENTRAIDE ")
    supplied = orders.filter(label__startswith="Chèques remis") | orders.filter(label__startswith="Facture du fournisseur")
    ways = {"grant": ("657", "467", orders), "supplied": ("467", "401", supplied)}
    ways |= {"transfer_sent": ("467", "5115", by_bank), "transfer_settled": ("5115", "512", by_bank)}
    for kind, (debit, credit, paid) in ways.items():
        entries = JournalEntry.objects.filter(cause_kind=kind, debit=debit, credit=credit)
        assert paid.exists()
        assert set(entries.values_list("cause_id", "cents")) == set(paid.values_list("pk", "cents"))
    moved = JournalEntry.objects.filter(cause_kind="supplier_paid", debit="401", credit="512").aggregate(total=Sum("cents"))["total"]
    assert moved == supplied.aggregate(total=Sum("cents"))["total"]
    assert all(each.holds for each in agreements(as_of=TODAY))
    assert all(each.holds for each in agreements(as_of=date(2023, 6, 30)))
    uses = Use.objects.filter(origin="platform")
    assert (uses.count(), uses.aggregate(total=Sum("cents"))["total"]) == (claims, granted)
    order = by_bank.order_by("pk").first()
    sent = JournalEntry.objects.get(cause_kind="transfer_sent", cause_id=order.pk)
    assert sent.cause_key == f"transfer_sent:{end_to_end_id(order.pk, 1)}"
    claim = Claim.objects.get(pk=order.cause_id)
    assert order.label == f"ENTRAIDE {claim.reference}"
    assert claim.decided_on == order.ordered_on < order.settled_on


def test_the_journal_goes_on_after_the_past(run_of_two_years):
    last = JournalEntry.objects.order_by("-sequence").first()
    post([post_opening_benefit(uuid7().hex, Money(100), date(2023, 5, 2))], at=NOW)
    assert JournalEntry.objects.order_by("-sequence").first().sequence > last.sequence


def test_a_past_without_rates_or_rules_is_refused_before_anything_is_drawn():
    status, said, faults = run(*SMALL, "--seed", "1", "--years", "6")
    assert (status, said) == (2, "")
    assert faults == "--years : avant 2019, il manque un taux ou la plupart des fiches du catalogue ; 5\u00a0années au plus."
    assert not Beneficiary.objects.exists()


def test_the_pages_of_the_staff_open_on_a_synthetic_france(run_of_two_years, client_as):
    claim, person_ = Claim.objects.order_by("pk").first(), Beneficiary.objects.order_by("pk").first()
    order = PaymentOrder.objects.order_by("pk").first()
    member = Affiliation.objects.order_by("pk").first().member
    by_role = {
        Role.DIRECTOR: [reverse("staff:board"), reverse("staff:board") + "?annee=2023"],
        Role.CLAIMS_OFFICER: [
            reverse("staff:people"),
            reverse("staff:person", args=[person_.pk]),
            reverse("staff:person_household", args=[claim.beneficiary_id]),
            reverse("staff:claim", args=[claim.pk]),
        ],
        Role.ACCOUNTANT_PREPARES: [
            reverse("staff:order", args=[order.pk]),
            reverse("staff:orders"),
            reverse("staff:contribution_account", args=[member.pk]),
        ],
    }
    for role, addresses in by_role.items():
        client = client_as(role)
        for address in addresses:
            assert client.get(address).status_code == 200, address
