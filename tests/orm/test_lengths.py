"""What fits in a form or a file fits in its column: the longest texts are kept, longer ones are refused in words."""

from copy import deepcopy

import pytest
from django.db import models

from entraide.apps.accounts.models import Account
from entraide.apps.beneficiaries.models import DependantIdentity, Identity
from entraide.apps.catalogue.models import Benefit, BenefitRevision
from entraide.apps.claims.models import ClaimDocument, ClaimFact, Reservation
from entraide.apps.members.models import MemberName
from entraide.apps.parameters.models import ParameterValue
from entraide.core.rules import Faults, decode_benefit, decode_parameters
from entraide.portals.public.forms import AddressForm
from entraide.portals.staff.forms.members import MandateForm
from entraide.portals.staff.views.accounts import AccountForm
from tests.core.rules.strategies import BOOK
from tests.core.rules.test_documents import WRITTEN
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.members import MemberFactory, MemberNameFactory


def longest(model: type[models.Model], column: str) -> int:
    return model._meta.get_field(column).max_length


@pytest.mark.django_db
@pytest.mark.parametrize("letter", ["a", "Œ", "ß"])
def test_the_longest_names_are_kept_and_their_search_copy_is_cut(letter):
    BeneficiaryFactory(identity__family_name=letter * 100, identity__given_name=letter * 100)
    MemberNameFactory(member=MemberFactory(named=None), name=letter * 200)
    assert len(Identity.objects.get().search_name) == longest(Identity, "search_name")
    assert len(MemberName.objects.get(name=letter * 200).search_name) == longest(MemberName, "search_name")


@pytest.mark.parametrize("form", [AddressForm, AccountForm, MandateForm])
def test_an_address_longer_than_its_column_is_refused_in_words(form):
    labels = ".".join(["d" * 60] * 4)
    assert "email" not in form({"email": f"ab@{labels}.example"[:254]}).errors
    for address in (f"abcdefghijkl@{labels}.example", f"abcd@{'.'.join(['ß' * 30] * 4)}.example"):
        (said,) = form({"email": address}).errors["email"]
        assert said.startswith("Une adresse compte 254 caractères au plus") and len(address.casefold()) > longest(Account, "email")


HEAD, FIRST = (), ("revisions", 0)
BOUND = [
    ((*HEAD, "benefit"), Benefit, "code"),
    ((*HEAD, "name"), BenefitRevision, "name"),
    ((*HEAD, "theme"), BenefitRevision, "theme"),
    ((*FIRST, "ceilings", 0, "key"), Reservation, "ceiling"),
    ((*FIRST, "documents", 0, "kind"), ClaimDocument, "requirement"),
    ((*FIRST, "documents", 0, "label"), ClaimFact, "proved_from"),
    ((*FIRST, "documents", 0, "label"), DependantIdentity, "proved_from"),
]


def faults_of(place, text):
    document = deepcopy(WRITTEN)
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = text
    faults = Faults()
    decode_benefit(document, faults, BOOK.specs)
    return [(finding.code, finding.where) for finding in faults.found]


@pytest.mark.parametrize(("place", "model", "column"), BOUND)
def test_a_text_of_the_catalogue_longer_than_its_column_is_a_fault(place, model, column):
    too_long = ("rules.text_too_long", ".".join(map(str, place)))
    assert too_long not in faults_of(place, "x" * longest(model, column))
    assert too_long in faults_of(place, "x" * (longest(model, column) + 1))


@pytest.mark.parametrize("column", ["key", "label"])
def test_a_text_of_a_parameter_longer_than_its_column_is_a_fault(column):
    def found(length):
        words = {"key": "base", "label": "Base"} | {column: "x" * length}
        value = {"since": "2024-01-01", "value": "1 EUR", "source": "Essai", "confidence": "M"}
        faults = Faults()
        decode_parameters({"parameters": {words["key"]: {"label": words["label"], "kind": "money", "values": [value]}}}, faults)
        return [finding.code for finding in faults.found]

    most = longest(ParameterValue, column)
    assert (found(most), found(most + 1)) == ([], ["rules.text_too_long"])
