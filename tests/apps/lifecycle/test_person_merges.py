"""Two rows that are one person: joined without a loss, and made two again."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.apps.accounts.models import ActivationCode
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.models import Affiliation, BankDetails, Beneficiary, Dependant, Distinct, Identity, Kinship, TaxLine
from entraide.apps.beneficiaries.operations.files import open_iban
from entraide.apps.beneficiaries.queries.employment_effects import principal_of
from entraide.apps.claims.models import Claim, Decision, ImportedBenefit, Reservation
from entraide.apps.claims.queries.situations import ceilings_read, shared_scope, situation_of
from entraide.apps.lifecycle.models import Lookalike, PersonMerge
from entraide.apps.lifecycle.operations.person_merges import apply_merge, draft_merge, refresh_merge, set_aside_merge, undo_merge
from entraide.apps.lifecycle.operations.person_moves import registered_rows, treatments
from entraide.apps.lifecycle.queries.person_merges import merge_of, merges, preview_of
from entraide.apps.lifecycle.refusals import (
    AlreadyAbsorbed,
    BuiltUponMerge,
    MergeHasChanged,
    MergeNotApplied,
    MergeNotWaiting,
    MergeOfOwnFile,
    MergeUnsettled,
    MergeWithOneself,
    NobodyToMerge,
    NoticeToCheckFirst,
    NotYourDuplicates,
    OneIsDead,
)
from entraide.apps.lifecycle.sentences import FACTS, label_of_fact
from entraide.apps.notifications.models import Message
from entraide.apps.payments.models import PaymentOrder
from entraide.apps.usage.models import Use
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from entraide.ui.refusals import say
from tests.factories import families
from tests.factories.actors import actor, person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import (
    AffiliationFactory,
    BankDetailsFactory,
    BeneficiaryFactory,
    CardFactory,
    DependantFactory,
    DependantIdentityFactory,
    DistinctFactory,
    KinshipFactory,
    TaxLineFactory,
    TaxNoticeFactory,
    iban,
)
from tests.factories.claims import ImportedBenefitFactory
from tests.factories.lifecycle import DeathFactory, LookalikeFactory
from tests.factories.members import MemberFactory
from tests.factories.payments import PaymentOrderFactory, TransferFactory
from tests.factories.thread import AT


pytestmark = pytest.mark.django_db
LATER = {"at": NOW + timedelta(hours=1), "on": TODAY}
LAST = {"at": NOW + timedelta(hours=2), "on": TODAY}
ROWS = (Identity, Affiliation, Kinship, TaxLine, BankDetails)


@pytest.fixture
def officer():
    return actor(Role.CLAIMS_OFFICER)


def someone(family="Lefèvre", given="Amina", **kwargs):
    return BeneficiaryFactory(identity__family_name=family, identity__given_name=given, **kwargs)


def joined(kept, absorbed, officer, *, when=AT, **choices):
    """Draft a merge and apply it; everything that differs is settled for the kept row unless told."""
    key = draft_merge(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=officer, **when)
    asked = {conflict.fact: "kept" for conflict in preview_of(kept.pk, absorbed_id=absorbed.pk).conflicts}
    apply_merge(merge_id=key, choices=asked | choices, actor=officer, **when)
    return key


def plain(row):
    """Say a row without what names it and who wrote it when; an IBAN by what it opens to."""
    left_out = {"id", "recorded_at", "recorded_by", "superseded_at", "superseded_by", "iban_sealed"}
    said = {column.attname: getattr(row, column.attname) for column in row._meta.local_concrete_fields if column.name not in left_out}
    return sorted((name, str(value)) for name, value in said.items())


def view():
    """Say everything that is current, and the owner of every row that names a person."""
    facts = [sorted(map(plain, model.objects.filter(superseded_at__isnull=True))) for model in ROWS]
    owners = []
    for column in treatments():
        label, _, name = column.rpartition(".")
        model = apps.get_model(label)
        if model not in (*ROWS, PersonMerge):
            attname = model._meta.get_field(name).attname
            owners.append((column, sorted((str(key), str(value)) for key, value in model._base_manager.values_list("pk", attname))))
    claims = sorted(map(str, Claim.objects.values_list("pk", "state", "dependant_id")))
    scopes = sorted(map(str, Reservation.objects.values_list("pk", "scope_id")))
    accounts = sorted(map(str, Beneficiary.objects.values_list("pk", "account_id")))
    return facts, owners, claims, scopes, accounts, sorted(map(str, Dependant.objects.values_list("pk", "absorbed_into_id")))


def row_counts():
    return {model: model._base_manager.count() for model in apps.get_models() if model.__module__.startswith("entraide.")}


def test_every_column_that_names_a_person_has_its_treatment():
    named = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in Beneficiary._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    }
    plain_keys = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.local_fields
        if isinstance(column, models.UUIDField) and column.name == "beneficiary_id"
    }
    assert set(treatments()) == named | plain_keys | {"accounts.ActivationCode.subject_id"}


def test_each_app_answers_for_its_own_rows():
    for app, rows in registered_rows().items():
        assert {column.partition(".")[0] for column in rows.treatments} == {app.split(".")[2]}


def test_two_rows_become_one_person_and_the_absorbed_key_leads_to_the_kept_one(officer):
    kept, absorbed = someone(), someone()
    key = joined(kept, absorbed, officer)
    assert beneficiaries.people([kept.pk, absorbed.pk], on=TODAY).keys() == {kept.pk}
    assert beneficiaries.person_and_absorbed(absorbed.pk) == beneficiaries.person_and_absorbed(kept.pk) == (kept.pk, absorbed.pk)
    assert {row.member_id for row in Affiliation.objects.current().filter(beneficiary=kept)} == {
        row.member_id for row in Affiliation.objects.filter(beneficiary__in=[kept, absorbed])
    }
    merge = merge_of(key, actor=officer)
    assert (merge.state, list(merges(actor=officer))) == ("applied", [merge])
    verbs = AuditEntry.objects.filter(subject_id=kept.pk).order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["lifecycle.person_merge_drafted", "lifecycle.person_merge_applied"]


def test_what_is_right_of_two_identities_is_chosen_and_what_one_lacks_is_filled(officer):
    kept = someone("Lefevre", identity__email="")
    absorbed = someone("Lefèvre-Marchand", identity__email="amina@exemple.fr", identity__civil_sex="F")
    joined(kept, absorbed, officer, identity="absorbed")
    now = beneficiaries.person(kept.pk, on=TODAY)
    assert (now.family_name, now.email) == ("Lefèvre-Marchand", "amina@exemple.fr")
    other = someone("Lefèvre-Marchand", identity__email="", identity__civil_sex="")
    joined(other, kept, officer)
    row = Identity.objects.current().get(beneficiary=other)
    assert (row.email, row.civil_sex) == ("amina@exemple.fr", "F")


def test_an_employment_entered_twice_is_kept_once_and_another_employer_follows(officer):
    reims = MemberFactory()
    kept, absorbed = someone(affiliation__member=reims), someone(affiliation__member=reims)
    elsewhere = AffiliationFactory(beneficiary=absorbed, is_principal=False)
    joined(kept, absorbed, officer, **{f"affiliation:{reims.pk}": "absorbed"})
    rows = Affiliation.objects.current().filter(beneficiary=kept)
    number = Affiliation.objects.get(beneficiary=absorbed, member=reims).staff_number
    assert {(row.member_id, row.staff_number) for row in rows} == {(reims.pk, number), (elsewhere.member_id, elsewhere.staff_number)}


def test_one_employer_stays_the_principal_one(officer):
    kept, absorbed = someone(), someone()
    own = Affiliation.objects.get(beneficiary=absorbed).member_id
    joined(kept, absorbed, officer, principal="absorbed")
    rows = Affiliation.objects.current().filter(beneficiary=kept, is_principal=True)
    assert [row.member_id for row in rows] == [own]


@pytest.mark.parametrize("is_declared", [(False, True), (False, False), (True, False), (True, True)])
def test_the_kept_persons_principal_employer_stays_so_unless_it_is_said(officer, is_declared):
    kept = someone(affiliation__is_principal=is_declared[0], affiliation__since=date(2022, 1, 1))
    absorbed = someone(affiliation__is_principal=is_declared[1])
    own = Affiliation.objects.get(beneficiary=kept).member_id
    assert [one.fact for one in preview_of(kept.pk, absorbed_id=absorbed.pk).conflicts] == ["principal"]
    joined(kept, absorbed, officer)
    assert principal_of(Affiliation.objects.current().filter(beneficiary=kept)) == own


def test_the_same_child_under_both_is_one_kinship_and_its_two_rows_one_child(officer):
    kept, absorbed = someone(), someone()
    shared, twice, again = DependantFactory(), DependantFactory(identity=None), DependantFactory(identity=None)
    for child in (twice, again):
        DependantIdentityFactory(dependant=child, given_name="Zoé", family_name="Lefèvre")
    for parent, child in ((kept, shared), (absorbed, shared), (kept, twice), (absorbed, again)):
        KinshipFactory(beneficiary=parent, dependant=child)
    joined(kept, absorbed, officer)
    assert {row.id for row in beneficiaries.household(kept.pk, on=TODAY)} == {shared.pk, twice.pk}
    assert Dependant.objects.get(pk=again.pk).absorbed_into_id == twice.pk
    assert beneficiaries.linked_twins_of([twice.pk]) == {twice.pk: {again.pk}}


def test_a_custody_and_a_spouse_that_differ_are_chosen(officer):
    kept, absorbed, child = someone(), someone(), DependantFactory()
    KinshipFactory(beneficiary=kept, dependant=child, custody="full")
    KinshipFactory(beneficiary=absorbed, dependant=child, custody="alternating")
    wives = [KinshipFactory(beneficiary=each, kind="spouse").dependant_id for each in (kept, absorbed)]
    joined(kept, absorbed, officer, **{f"kinship:{child.pk}": "absorbed", "spouse": "absorbed"})
    held = {row.id: row.custody for row in beneficiaries.household(kept.pk, on=TODAY)}
    assert held == {child.pk: "alternating", wives[1]: "full"}


def test_tax_lines_follow_and_the_right_one_of_a_year_is_chosen(officer):
    kept, absorbed = someone(), someone()
    TaxLineFactory(beneficiary=kept, notice_year=2024, line_14=Money(100), proof="declared")
    TaxLineFactory(beneficiary=absorbed, notice_year=2024, line_14=Money(200))
    TaxLineFactory(beneficiary=kept, notice_year=2023, line_14=Money(300), proof="declared")
    TaxLineFactory(beneficiary=absorbed, notice_year=2023, line_14=Money(300), proof="notice")
    TaxLineFactory(beneficiary=absorbed, notice_year=2022, line_14=Money(400))
    joined(kept, absorbed, officer, **{"tax_line:2024": "absorbed"})
    lines = beneficiaries.tax_lines(kept.pk)
    assert {year: (line.line_14, line.proof) for year, line in lines.items()} == {
        2022: (Money(400), "notice"),
        2023: (Money(300), "notice"),
        2024: (Money(200), "notice"),
    }
    assert beneficiaries.tax_lines(absorbed.pk) == {}


@pytest.mark.parametrize(("held", "choice", "number"), [(False, None, 2), (True, "kept", 1), (True, "absorbed", 2)])
def test_the_bank_details_that_are_right_pay_the_person(officer, held, choice, number):
    kept, absorbed = someone(), someone()
    if held:
        BankDetailsFactory(beneficiary=kept, iban_text=iban(1))
    BankDetailsFactory(beneficiary=absorbed, iban_text=iban(2))
    joined(kept, absorbed, officer, **({"bank": choice} if choice else {}))
    row = BankDetails.objects.get(beneficiary=kept, superseded_at__isnull=True)
    assert open_iban(row.pk, bytes(row.iban_sealed)) == iban(number)
    assert not BankDetails.objects.filter(beneficiary=absorbed, superseded_at__isnull=True).exists()


@pytest.mark.parametrize(
    ("who", "choice", "opens"), [("absorbed", None, 0), ("kept", None, 0), ("both", "kept", 0), ("both", "absorbed", 1)]
)
def test_one_account_opens_the_person_file(officer, who, choice, opens):
    rows = someone(), someone()
    holders = {"kept": rows[:1], "absorbed": rows[1:], "both": rows}[who]
    accounts = [person(Role.BENEFICIARY, beneficiary=row).account for row in holders]
    joined(*rows, officer, **({"account": choice} if choice else {}))
    assert Beneficiary.objects.get(pk=rows[0].pk).account_id == accounts[opens].pk
    assert Beneficiary.objects.get(pk=rows[1].pk).account_id is None


def test_messages_cards_notices_codes_and_uses_follow_and_a_notice_of_the_same_year_stays(officer):
    kept, absorbed = someone(), someone()
    TaxNoticeFactory(beneficiary=kept, notice_year=2024)
    stays, follows = TaxNoticeFactory(beneficiary=absorbed, notice_year=2024), TaxNoticeFactory(beneficiary=absorbed, notice_year=2023)
    card = CardFactory(beneficiary=absorbed)
    message = Message.objects.create(beneficiary_id=absorbed.pk, subject="Bonjour", body="…", sent_at=NOW, sent_on=TODAY)
    told = {
        "kind": "benefit",
        "code": "x",
        "member_id": uuid7(),
        "on": TODAY,
        "cents": Money(5),
        "origin": "platform",
        "source_id": uuid7(),
    }
    use = Use.objects.create(beneficiary_id=absorbed.pk, told_at=NOW, **told)
    codes = [
        ActivationCode.objects.create(
            subject_id=absorbed.pk, code_hash=f"{number}", channel="letter", issued_at=NOW, expires_at=NOW, used_at=used
        )
        for number, used in enumerate((None, NOW))
    ]
    joined(kept, absorbed, officer)
    for row, owner in ((follows, kept), (stays, absorbed), (card, kept), (message, kept), (use, kept)):
        row.refresh_from_db()
        assert row.beneficiary_id == owner.pk
    assert [ActivationCode.objects.get(pk=code.pk).subject_id for code in codes] == [kept.pk, absorbed.pk]


def test_whoever_the_absorbed_row_was_said_not_to_be_the_kept_one_is_not_either(officer):
    kept, absorbed, third = someone(), someone(), someone()
    first, second = sorted((absorbed, third), key=lambda row: row.pk)
    DistinctFactory(first=first, second=second)
    LookalikeFactory(first_id=min(kept.pk, absorbed.pk), second_id=max(kept.pk, absorbed.pk))
    key = joined(kept, absorbed, officer)
    pairs = {frozenset(pair) for pair in Distinct.objects.values_list("first_id", "second_id")}
    assert pairs == {frozenset({absorbed.pk, third.pk}), frozenset({kept.pk, third.pk})}
    assert not Lookalike.objects.exists()
    undo_merge(merge_id=key, actor=officer, **LATER)
    assert Distinct.objects.count() == 1


@pytest.mark.usefixtures("published_catalogue")
class TestWithClaims:
    """What was asked, decided and paid."""

    @pytest.fixture
    def homes(self):
        """Two families that are one: each with a claim granted on one child, entered twice, under one name."""
        named = {"identity__family_name": "Lefèvre", "identity__given_name": "Amina", "identity__email": "amina@exemple.fr"}
        return [families.family(beneficiary=BeneficiaryFactory(**named)) for _ in range(2)]

    def ids(self, homes):
        return [home.opener.beneficiary for home in homes]

    def test_claims_decisions_and_orders_are_the_kept_persons_and_nothing_is_lost(self, homes, officer):
        judge = person(Role.CLAIMS_OFFICER)
        granted = [families.filed(homes[0]), families.granted(homes[1], judge)]
        kept, absorbed = self.ids(homes)
        before, paid = row_counts(), sum(order.cents.cents for order in PaymentOrder.objects.all())
        joined(kept, absorbed, officer)
        assert set(Claim.objects.filter(beneficiary=kept).values_list("pk", flat=True)) == {claim.pk for claim in granted}
        assert sum(order.cents.cents for order in PaymentOrder.objects.filter(beneficiary=kept)) == paid
        assert paid > 0
        assert Decision.objects.count() == 1
        after = row_counts()
        gained = {model for model in after if after[model] > before[model]}
        assert all(after[model] >= before[model] for model in after)
        assert gained <= {*ROWS, PersonMerge, *(model for model in after if model._meta.app_label == "audit")}

    def test_what_both_took_counts_together_against_ceilings_from_then_on(self, homes, officer):
        for home in homes:
            families.filed(home)
        kept, absorbed = self.ids(homes)
        apart = ceilings_read(situation_of(kept.pk, on=TODAY))[0]
        member, child = MemberFactory(), homes[1].child
        ImportedBenefitFactory(beneficiary=absorbed, dependant_id=child, member=member, benefit_code="noel", cents=Money(700))
        joined(kept, absorbed, officer)
        together = ceilings_read(situation_of(kept.pk, on=TODAY))[0]
        scopes = {each.scope_id for each in together}
        assert scopes <= {kept.pk, homes[0].child, shared_scope(kept.pk, subject_id=homes[0].child)}
        former = [each for each in together if each.benefit_code == "noel"]
        assert {each.scope_id for each in former} == {kept.pk, homes[0].child, shared_scope(kept.pk, subject_id=homes[0].child)}
        assert len(together) - len(former) == 2 * len(apart)
        assert ImportedBenefit.objects.get().beneficiary_id == absorbed.pk

    def test_a_person_keeps_the_last_of_two_drafts_and_undoing_gives_the_other_back(self, homes, officer):
        older, newer = (Claim.objects.get(pk=families.drafted(home)) for home in homes)
        Claim.objects.filter(pk=older.pk).update(started_at=NOW - timedelta(days=3))
        key = joined(*self.ids(homes), officer)
        assert [Claim.objects.get(pk=each.pk).state for each in (older, newer)] == ["cancelled", "draft"]
        undo_merge(merge_id=key, actor=officer, **LATER)
        assert [Claim.objects.get(pk=each.pk).state for each in (older, newer)] == ["draft", "draft"]

    def test_undoing_gives_each_back_all_that_it_had(self, homes, officer):
        judge = person(Role.CLAIMS_OFFICER)
        families.granted(homes[0], judge)
        families.filed(homes[1])
        kept, absorbed = self.ids(homes)
        before = view()
        key = joined(kept, absorbed, officer, account="absorbed", bank="absorbed")
        assert view() != before
        undo_merge(merge_id=key, actor=officer, **LATER)
        assert view() == before
        assert PersonMerge.objects.get().state == "undone"

    def test_a_merge_is_not_undone_once_a_claim_was_filed_or_an_account_changed(self, homes, officer):
        kept, absorbed = self.ids(homes)
        key = joined(kept, absorbed, officer)
        late = families.drafted(homes[0])
        Claim.objects.filter(pk=late).update(started_at=LATER["at"])
        with pytest.raises(BuiltUponMerge) as refused:
            undo_merge(merge_id=key, actor=officer, **LAST)
        assert "une demande" in say(refused.value)
        Claim.objects.filter(pk=late).update(started_at=NOW)
        Beneficiary.objects.filter(pk=kept.pk).update(account=None)
        with pytest.raises(BuiltUponMerge) as refused:
            undo_merge(merge_id=key, actor=officer, **LAST)
        assert "un compte" in say(refused.value)

    def test_confidential_claims_move_and_are_not_counted_in_the_preview(self, homes, officer):
        kept, absorbed = self.ids(homes)
        hidden = families.filed(homes[1])
        open_counts = preview_of(kept.pk, absorbed_id=absorbed.pk).counts[1]
        Claim.objects.filter(pk=hidden.pk).update(is_confidential=True)
        counts = preview_of(kept.pk, absorbed_id=absorbed.pk).counts[1]
        assert (open_counts["claims"], counts["claims"], counts["documents"]) == (1, 0, 0)
        assert counts["messages"] < open_counts["messages"]
        joined(kept, absorbed, officer)
        assert Claim.objects.get(pk=hidden.pk).beneficiary_id == kept.pk


def test_everything_that_differs_must_be_settled(officer):
    kept, absorbed = someone("Lefèvre"), someone("Marchand")
    key = draft_merge(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=officer, **AT)
    for choices in ({}, {"identity": "both", "principal": "kept"}):
        with pytest.raises(MergeUnsettled) as refused:
            apply_merge(merge_id=key, choices=choices, actor=officer, **AT)
        assert "l’identité" in say(refused.value)
    assert PersonMerge.objects.get().state == "drafted"
    assert all(label_of_fact(f"{fact}:x") for fact in FACTS)


def test_a_preview_that_is_no_longer_true_is_not_applied(officer):
    kept, absorbed = someone(), someone()
    key = draft_merge(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=officer, **AT)
    TaxLineFactory(beneficiary=absorbed)
    with pytest.raises(MergeHasChanged):
        apply_merge(merge_id=key, choices={"identity": "kept", "principal": "kept"}, actor=officer, **AT)
    refresh_merge(merge_id=key, actor=officer, **AT)
    apply_merge(merge_id=key, choices={"identity": "kept", "principal": "kept"}, actor=officer, **AT)
    for act in (refresh_merge, set_aside_merge):
        with pytest.raises(MergeNotWaiting):
            act(merge_id=key, actor=officer, **AT)
    with pytest.raises(MergeNotWaiting):
        apply_merge(merge_id=key, choices={}, actor=officer, **AT)


def test_a_merge_that_was_given_up_or_undone_is_not_undone(officer):
    kept, absorbed = someone(), someone()
    key = draft_merge(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=officer, **AT)
    again = draft_merge(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=officer, **AT)
    assert PersonMerge.objects.get(pk=key).state == "set_aside"
    set_aside_merge(merge_id=again, actor=officer, **AT)
    told = AuditEntry.objects.filter(verb="lifecycle.person_merge_set_aside").order_by("pk")
    assert [entry.payload.content["merge"] for entry in told] == [str(key), str(again)]
    with pytest.raises(MergeNotApplied):
        undo_merge(merge_id=again, actor=officer, **AT)


def test_a_person_is_not_joined_with_themselves_with_nobody_nor_twice(officer):
    kept, absorbed, third, empty = someone(), someone(), someone(), BeneficiaryFactory(identity=None)
    for one, other, refusal in ((kept, kept, MergeWithOneself), (kept, empty, NobodyToMerge)):
        with pytest.raises(refusal):
            draft_merge(kept_id=one.pk, absorbed_id=other.pk, actor=officer, **AT)
    joined(kept, absorbed, officer)
    for one, other in ((third, absorbed), (absorbed, third)):
        with pytest.raises(AlreadyAbsorbed) as refused:
            draft_merge(kept_id=one.pk, absorbed_id=other.pk, actor=officer, **AT)
        assert kept.reference in say(refused.value)


def test_a_deceased_person_is_joined_only_with_a_row_that_says_so_too(officer):
    kept, absorbed = someone(), someone(identity__died_on=date(2024, 9, 1))
    with pytest.raises(OneIsDead) as refused:
        draft_merge(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=officer, **AT)
    assert "Amina Lefèvre" in say(refused.value)
    dead = someone(identity__died_on=date(2024, 9, 1))
    joined(dead, absorbed, officer)


def test_a_notice_that_waits_is_checked_first(officer):
    kept, absorbed = someone(), someone()
    TaxNoticeFactory(beneficiary=kept, notice_year=2024)
    notice = TaxNoticeFactory(beneficiary=absorbed, notice_year=2024, state="sent")
    with pytest.raises(NoticeToCheckFirst):
        draft_merge(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=officer, **AT)
    type(notice).objects.filter(pk=notice.pk).update(notice_year=2023)
    assert draft_merge(kept_id=kept.pk, absorbed_id=absorbed.pk, actor=officer, **AT)


def test_only_an_officer_or_the_administrator_joins_persons_and_nobody_their_own(officer):
    kept, absorbed = someone(), someone()
    key = joined(kept, absorbed, actor(Role.ADMINISTRATOR))
    for role in set(Role) - {Role.CLAIMS_OFFICER, Role.ADMINISTRATOR}:
        visitor = actor(role)
        assert merge_of(key, actor=visitor) is None
        assert not merges(actor=visitor).exists()
        with pytest.raises(NotYourDuplicates):
            undo_merge(merge_id=key, actor=visitor, **AT)
    own = person(Role.CLAIMS_OFFICER, beneficiary=kept).actor
    with pytest.raises(MergeOfOwnFile):
        undo_merge(merge_id=key, actor=own, **AT)


def test_three_rows_become_one_and_are_undone_from_the_last(officer):
    first, second, third = someone(), someone(), someone()
    TaxLineFactory(beneficiary=third)
    BankDetailsFactory(beneficiary=third)
    before = view()
    inner, outer = joined(second, third, officer), joined(first, second, officer, when=LATER)
    assert beneficiaries.person_and_absorbed(third.pk)[0] == first.pk
    assert set(beneficiaries.person_and_absorbed(first.pk)) == {first.pk, second.pk, third.pk}
    with pytest.raises(BuiltUponMerge) as refused:
        undo_merge(merge_id=inner, actor=officer, **LAST)
    assert "annulez-la d’abord" in say(refused.value)
    undo_merge(merge_id=outer, actor=officer, **LAST)
    assert beneficiaries.person_and_absorbed(third.pk) == (second.pk, third.pk)
    undo_merge(merge_id=inner, actor=officer, **LAST)
    assert view() == before


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda kept: DeathFactory(beneficiary=kept, state="applied", applied_at=LATER["at"]), "un décès"),
        (lambda kept: TaxLineFactory(beneficiary=kept, recorded_at=LATER["at"]), "un impôt"),
        (lambda kept: BankDetailsFactory(beneficiary=kept, recorded_at=LATER["at"]), "un compte bancaire"),
        (lambda kept: Affiliation.objects.filter(beneficiary=kept).update(superseded_at=LATER["at"], superseded_by=uuid7()), "corrigés"),
    ],
)
def test_a_merge_is_not_undone_once_something_rests_on_it(officer, build, words):
    kept, absorbed = someone(), someone()
    key = joined(kept, absorbed, officer)
    build(kept)
    before = view()
    with pytest.raises(BuiltUponMerge) as refused:
        undo_merge(merge_id=key, actor=officer, **LAST)
    assert words in say(refused.value)
    assert view() == before


def test_a_merge_is_not_undone_once_a_payment_has_left(officer):
    kept, absorbed = someone(), someone()
    order = PaymentOrderFactory(beneficiary=absorbed)
    key = joined(kept, absorbed, officer)
    transfer = TransferFactory(order=PaymentOrder.objects.get(pk=order.pk), batch__prepared_at=LATER["at"])
    with pytest.raises(BuiltUponMerge) as refused:
        undo_merge(merge_id=key, actor=officer, **LAST)
    assert "un paiement" in say(refused.value)
    type(transfer.batch).objects.filter(pk=transfer.batch_id).update(prepared_at=NOW)
    undo_merge(merge_id=key, actor=officer, **LAST)
    assert PaymentOrder.objects.get().beneficiary_id == absorbed.pk


sides = st.fixed_dictionaries(
    {
        "family": st.sampled_from(["Lefèvre", "Lefebvre", "Marchand"]),
        "email": st.sampled_from(["", "a@exemple.fr", "b@exemple.fr"]),
        "stays": st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3), st.booleans()), max_size=3),
        "children": st.sets(st.sampled_from(["Lou", "Zoé", "shared"])),
        "has_spouse": st.booleans(),
        "custody": st.sampled_from(["full", "alternating"]),
        "tax": st.dictionaries(st.sampled_from([2022, 2023, 2024]), st.integers(1, 3), max_size=3),
        "iban": st.sampled_from([0, 1, 2]),
        "has_account": st.booleans(),
        "orders": st.lists(st.integers(1, 900), max_size=2),
        "cards": st.integers(0, 2),
    }
)


def written(side, members, shared):
    """Write a person as drawn; one presence at a member at a time."""
    row = someone(side["family"], affiliation=None, identity__email=side["email"])
    for member, year, goes_on in side["stays"]:
        until = None if goes_on else date(2021 + year, 1, 1)
        crossed = Affiliation.objects.filter(beneficiary=row, member=members[member]).exists()
        if not crossed:
            AffiliationFactory(beneficiary=row, member=members[member], since=date(2020, 1, 1), until=until, staff_number="")
    write_family(row, side, shared)
    for year, amount in side["tax"].items():
        TaxLineFactory(beneficiary=row, notice_year=year, line_14=Money(amount))
    if side["iban"]:
        BankDetailsFactory(beneficiary=row, iban_text=iban(side["iban"]))
    if side["has_account"]:
        person(Role.BENEFICIARY, beneficiary=row)
    for cents in side["orders"]:
        PaymentOrderFactory(beneficiary=row, cents=Money(cents))
    CardFactory.create_batch(side["cards"], beneficiary=row)
    return row


def write_family(row, side, shared):
    """Write the household of a person as drawn."""
    for name in sorted(side["children"]):
        child = shared if name == "shared" else DependantFactory(identity=None)
        if name != "shared":
            DependantIdentityFactory(dependant=child, given_name=name, family_name="Lefèvre")
        KinshipFactory(beneficiary=row, dependant=child, custody=side["custody"])
    if side["has_spouse"]:
        KinshipFactory(beneficiary=row, kind="spouse")


@given(sides, sides, st.sampled_from(["kept", "absorbed"]))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_joining_then_undoing_restores_every_view_loses_no_row_and_conserves_money(one, other, right):
    with transaction.atomic():
        judge, members, shared = actor(Role.CLAIMS_OFFICER), [MemberFactory(), MemberFactory()], DependantFactory()
        kept, absorbed = written(one, members, shared), written(other, members, shared)
        before, counted = view(), row_counts()
        paid = sum(order.cents.cents for order in PaymentOrder.objects.filter(beneficiary__in=[kept, absorbed]))
        asked = {conflict.fact: right for conflict in preview_of(kept.pk, absorbed_id=absorbed.pk).conflicts}
        key = joined(kept, absorbed, judge, **asked)
        assert sum(order.cents.cents for order in PaymentOrder.objects.filter(beneficiary=kept)) == paid
        assert not any(model.objects.filter(superseded_at__isnull=True, beneficiary=absorbed).exists() for model in ROWS)
        assert all(count >= counted[model] for model, count in row_counts().items())
        undo_merge(merge_id=key, actor=judge, **LATER)
        assert view() == before
        assert all(count >= counted[model] for model, count in row_counts().items())
        transaction.set_rollback(True)
