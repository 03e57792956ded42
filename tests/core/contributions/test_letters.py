"""Letters say what is owed, what was done, what follows, and that rights go on."""

from dataclasses import replace
from datetime import date

import pytest

from entraide.core.contributions.letters import Unpaid, formal_notice, mandate_request
from entraide.core.contributions.reminders import ReminderStep
from entraide.core.money import Money
from tests.core.contributions.test_call_document import CU, ISSUER


UNPAID = Unpaid("AC-2024-000001", date(2024, 1, 15), date(2024, 2, 14), Money.of(2170), Money.of(170), CU, "51", {})
DAY = date(2024, 5, 2)


@pytest.mark.parametrize(("is_public", "word"), [(True, "mandatement d’office"), (False, "toute voie de droit")])
def test_a_formal_notice_says_what_follows_for_whom(is_public, word):
    letter = formal_notice(UNPAID, sender=ISSUER, on=DAY, days=30, is_public=is_public)
    text = " ".join(letter.paragraphs)
    assert word in text and "170,00\xa0€" in text and "délai de 30 jours" in text and "Les droits de vos agents" in text
    assert letter.to == (CU.name, "3 rue Eugène-Desteuque", "51100 Reims", "SIRET 20006721300015")


def test_the_prefect_is_told_each_step():
    steps = {ReminderStep.REMINDER: date(2024, 3, 15), ReminderStep.FORMAL_NOTICE: date(2024, 4, 15)}
    text = " ".join(mandate_request(replace(UNPAID, steps=steps), sender=ISSUER, on=DAY).paragraphs)
    assert "relance date du 15/03/2024" in text and "mise en demeure du 15/04/2024 est restée sans effet" in text
    assert mandate_request(replace(UNPAID, department=""), sender=ISSUER, on=DAY).to[1] == ""
