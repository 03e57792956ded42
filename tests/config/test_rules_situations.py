"""`entraide rules evaluate` and `entitlements`: the answer and all it rests on; what cannot be understood is told, undecided."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


Run = Callable[..., tuple[int, str, str]]
Write = Callable[..., Path]

PARAMETERS = """\
parameters:
  tax_tier_1_at_most:
    label: impôt jusqu’auquel on est en tranche 1
    kind: money
    values: [{since: 2019-01-01, value: 1000 EUR, source: Délibération d’essai, confidence: H}]
  tax_tier_2_at_most:
    label: impôt jusqu’auquel on est en tranche 2
    kind: money
    values: [{since: 2019-01-01, value: 2500 EUR, source: Délibération d’essai, confidence: H}]
  partner_tax_line_share:
    label: part de l’impôt du conjoint
    kind: rate
    values: [{since: 2019-01-01, value: 100 %, source: Délibération d’essai, confidence: H}]
"""
HEAD = """\
benefit: {code}
name: {name}
theme: Essai
summary: Une prestation d’essai.
subject: {subject}
event: event_on
reads_parameters_on: event
audience: [active, retiree]
paid_by: transfer
"""
REVISION = """\
revisions:
  - since: 2020-01-01
    source: Délibération d’essai
    confidence: H
    conditions:
      income:
        tax_line_14: {at_most: 1000 EUR}
    amount:
      by_tier: {1: 120 EUR, 2: 100 EUR, 3: 80 EUR}
      capped_at: expense
    round: half_up
    late_notice_is_paid_back: false
    ceilings:
      - {key: loisirs, per: household, over: civil_year, amount: 200 EUR}
    deadline: {months: 6, after: event}
    documents:
      - kind: invoice
        label: Facture
        proves: [event_on, expense, tax_line_14, has_two_notices, partner_tax_line_14, born_on]
"""
AIDE = HEAD.format(code="aide", name="Aide", subject="self") + REVISION
ENFANT = HEAD.format(code="enfant", name="Aide à l’enfant", subject="child") + REVISION.replace(
    "tax_line_14: {at_most: 1000 EUR}", "age_on_event_day: {at_most: 12}"
)
PLUS = HEAD.format(code="plus", name="Complément", subject="self").replace("paid_by", "on_top_of: aide\npaid_by") + REVISION.replace(
    "by_tier: {1: 120 EUR, 2: 100 EUR, 3: 80 EUR}\n      capped_at: expense", "times: [base_amount, 30 %]"
).replace("key: loisirs", "key: plus")
VUE = (
    HEAD.format(code="vue", name="Présentée", subject="self")
    + REVISION.split("    amount:")[0]
    + "    amount: unknown\n    deadline: unknown\n"
)
FACTS = "status: active\nevent_on: 2024-08-25\nexpense: 110 EUR\ntax_line_14: {line}\nhas_two_notices: false\n"


@pytest.fixture
def catalogue(written: Write) -> Path:
    """Write a catalogue of four benefits, one of them a complement and one without amount."""
    for name, text in {"aide": AIDE, "enfant": ENFANT, "plus": PLUS, "vue": VUE, "parameters": PARAMETERS}.items():
        written(text, f"catalogue/{name}.yaml")
    return written("", "catalogue/lisez-moi.txt").parent


@pytest.fixture
def evaluate(run: Run, catalogue: Path) -> Run:
    """Evaluate a benefit of that catalogue."""

    def evaluating(facts: Path, *words: str, code: str = "aide", on: str = "2024-10-15") -> tuple[int, str, str]:
        return run("evaluate", code, "--on", on, "--facts", facts, "--catalogue", catalogue, *words)

    return evaluating


@pytest.fixture
def entitlements(run: Run, catalogue: Path) -> Run:
    """Apply that catalogue to a household."""

    def applying(facts: Path, *words: str) -> tuple[int, str, str]:
        return run("entitlements", "--on", "2024-10-15", "--facts", facts, "--catalogue", catalogue, *words)

    return applying


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def flat(text: str) -> str:
    return " ".join(plain(text).split())


def test_the_catalogue_of_these_tests_is_sound(run: Run, catalogue: Path) -> None:
    assert run("check", catalogue) == (0, "4 fiches, 4 révisions, 0 cas : aucune faute.\n", "")


def test_a_grant_says_its_amount_each_condition_and_the_calculation(evaluate: Run, written: Write) -> None:
    status, out, err = evaluate(written(FACTS.format(line="0 EUR")))
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    assert plain(out) == (
        "Aide (aide), révision du 01/01/2020, dépôt le 15/10/2024\n"
        "\n"
        "Réponse       accordée, 110,00 €\n"
        "Dernier jour  25/02/2025 inclus\n"
        "Conditions    oui  votre situation est : agent en activité ou retraité\n"
        "                     votre situation : agent en activité, attendu : agent en activité ou retraité\n"
        "                     (prouvé par : fichier)\n"
        "              oui  l’événement a eu lieu\n"
        "                     la date de l’événement : 25/08/2024, attendu : le 15/10/2024 au plus tard\n"
        "                     (prouvé par : fichier)\n"
        "              oui  l’impôt de la ligne 14 est de 1 000,00 € au plus\n"
        "                     l’impôt de la ligne 14 : 0,00 €, attendu : 1 000,00 € au plus\n"
        "                     (prouvé par : fichier)\n"
        "              oui  la demande arrive dans le délai\n"
        "                     le dépôt : 15/10/2024, attendu : le 25/02/2025 au plus tard\n"
        "Calcul        1. l’impôt de la ligne 14 : 0,00 € (prouvé par : fichier)\n"
        "              2. votre conjoint a son propre avis d’impôt : non (prouvé par : fichier)\n"
        "              3. impôt jusqu’auquel on est en tranche 1 : 1 000,00 € (Délibération d’essai, depuis\n"
        "                 le 01/01/2019)\n"
        "              4. impôt jusqu’auquel on est en tranche 2 : 2 500,00 € (Délibération d’essai, depuis\n"
        "                 le 01/01/2019)\n"
        "              5. la tranche d’imposition : 1\n"
        "              6. le cas, selon la tranche d’imposition, 1 : 120,00 €\n"
        "              7. la dépense : 110,00 € (prouvé par : fichier)\n"
        "              8. 120,00 €, dans la limite de 110,00 € : 110,00 €\n"
        "Plafonds      loisirs, par année civile : 0,00 € sur 200,00 €\n"
        "Coupes        Le montant est ramené de 120,00 € à 110,00 €, dans la limite de la dépense.\n"
        "Source        Délibération d’essai (lu sur une page officielle)\n"
    )


def test_a_refusal_says_every_condition_that_fails_and_the_smallest_change(evaluate: Run, written: Write) -> None:
    facts = FACTS.format(line="1012 EUR")
    status, out, _ = evaluate(written(facts))
    assert status == 0
    assert "Réponse       refusée" in out
    assert "L’impôt de la ligne 14 : 1 012,00 €, limite : 1 000,00 € (12,00 € de trop)." in flat(out)
    change = "l’impôt de la ligne 14 est 1 012,00 €, la limite 1 000,00 €"
    assert f"Pour changer {change} : à cette limite, la demande serait accordée, 110,00 €" in flat(out)
    late = flat(evaluate(written(facts.replace("2024-08-25", "2024-01-25")))[1])
    assert "1. Condition non remplie : l’impôt de la ligne 14" in late
    assert "2. La demande arrive hors délai : le dernier jour pour la déposer était le 25/07/2024." in late
    assert f"Pour changer {change} ; et le dépôt est le 15/10/2024, la limite le 25/07/2024 (un fait qui ne se change pas)" in late


def test_a_refusal_that_no_fact_would_change_says_so(evaluate: Run, written: Write) -> None:
    _, out, _ = evaluate(
        written("facts:\n  " + FACTS.format(line="0 EUR").replace("\n", "\n  ") + "\nused: {loisirs: {amount: 200 EUR}}\n")
    )
    assert "aucun fait, changé seul ou avec deux autres, ne changerait la réponse" in flat(out)
    assert "loisirs, par année civile : 200,00 € sur 200,00 €" in plain(out)


def test_what_is_missing_is_asked_with_its_question_and_the_amount_is_an_interval(evaluate: Run, written: Write) -> None:
    status, out, _ = evaluate(
        written("facts: {event_on: 2024-08-25, status: active, has_two_notices: false}\nused: {loisirs: {amount: 90 EUR}}\n")
    )
    assert status == 0
    said = flat(out)
    assert "Réponse on ne peut pas encore répondre, entre 0,00 € et 110,00 €" in said
    assert "À demander 1. Quel montant est écrit à la ligne 14 de votre avis d’impôt ? (tax_line_14) 2. Combien avez-vous payé" in said
    assert "? l’impôt de la ligne 14 est de 1 000,00 € au plus l’impôt de la ligne 14 : pas encore connu, attendu" in said


def test_a_change_that_leaves_something_to_ask_says_between_which_amounts(evaluate: Run, written: Write) -> None:
    _, out, _ = evaluate(written("{event_on: 2024-08-25, status: active, tax_line_14: 1012 EUR, has_two_notices: false}"))
    assert "la demande ne serait plus refusée, entre 0,00 € et 120,00 €" in flat(out)


def test_an_amount_that_no_source_gives_is_told(evaluate: Run, written: Write) -> None:
    _, out, _ = evaluate(written(FACTS.format(line="0 EUR")), code="vue")
    assert "on ne peut pas encore répondre, montant inconnu" in out
    assert "Attention Aucune source ne donne le montant" in flat(out)
    assert "Non lus expense, has_two_notices" in flat(out)


def test_withheld_facts_and_bills_are_read(evaluate: Run, written: Write) -> None:
    bills = "bills: [{amount: 30 EUR, event_on: 2024-08-01}, {amount: 40 EUR, event_on: 2024-01-01}]\n"
    facts = f"status: active\nwithheld: [tax_line_14]\nhas_two_notices: false\n{bills}"
    _, out, _ = evaluate(written(facts))
    said = flat(out)
    assert "Cette condition ne peut pas être vérifiée sans justificatif" in said
    assert "l’impôt de la ligne 14 : sans justificatif, il en faudrait un, par exemple 1 000,00 €" in said
    assert "la facture de 40,00 € du 01/01/2024 n’est pas comptée" in said.replace("La facture", "la facture")


def test_a_decision_in_json_has_stable_keys(evaluate: Run, written: Write) -> None:
    document = json.loads(evaluate(written(FACTS.format(line="1012 EUR")), "--json")[1])
    assert list(document) == [
        *("benefit", "name", "revision", "filed_on", "status", "amount", "low", "high", "last_day", "reasons", "missing", "cuts", "faults"),
        *("conditions", "calculation", "ceilings", "nearest", "reopens", "unread"),
    ]
    assert (document["status"], document["amount"], document["high"], document["last_day"]) == ("refused", None, "0 EUR", "2025-02-25")
    assert document["reasons"][0]["comparisons"] == [
        {
            "fact": "tax_line_14",
            "value": "1012 EUR",
            "limit": "1000 EUR",
            "distance": "12 EUR",
            "alone": True,
            "sentence": "l’impôt de la ligne 14 : 1\u202f012,00\xa0€, limite : 1\u202f000,00\xa0€ (12,00\xa0€ de trop)",
        }
    ]
    income = next(step for step in document["conditions"] if step["code"] == "income")
    assert (income["holds"], income["comparisons"][0]["limits"]) == (False, ["1000 EUR"])
    assert income["comparisons"][0]["read"][0] == {
        "name": "tax_line_14",
        "kind": "fact",
        "value": "1012 EUR",
        "source": "prouvé\xa0par\xa0:\xa0fichier",
    }
    assert document["ceilings"] == [{"key": "loisirs", "period": "par année civile", "used": "0 EUR", "limit": "200 EUR"}]
    assert document["nearest"]["changes"][0]["after"] == "1000 EUR"
    assert (document["nearest"]["status"], document["nearest"]["amount"]) == ("granted", "110 EUR")
    assert document["revision"]["since"] == "2020-01-01"


def test_an_interval_in_json_says_both_ends_and_the_questions(evaluate: Run, written: Write) -> None:
    document = json.loads(
        evaluate(written('{"event_on": "2024-08-25", "status": "active", "has_two_notices": false}', "f.json"), "--json")[1]
    )
    assert (document["status"], document["low"], document["high"], document["nearest"]) == ("unknown", "0 EUR", "120 EUR", None)
    assert [each["fact"] for each in document["missing"]] == ["tax_line_14", "expense"]
    assert document["missing"][1]["question"] == "Combien avez-vous payé, aides déduites ?"
    tier = next(step for step in document["calculation"] if step["what"] == "la tranche d’imposition")
    assert tier["value"] == {"from": 1, "to": 3}
    half = written(FACTS.format(line="0 EUR").replace("110 EUR", "100 EUR"))
    assert json.loads(evaluate(half, "--json", code="plus")[1])["status"] == "unknown"


BAD: list[tuple[str | bytes, str]] = [
    ("expense: 300", ":1:1 : « la dépense » : « 300 » n’est pas un montant ; écrivez par exemple « 300 EUR »."),
    ("expense: 50 %", ":1:1 : « la dépense » : « 50 % » n’est pas un montant"),
    ("facts:\n  expence: 3 EUR", ":2:3 : Aucune prestation ne lit « expence » : vouliez-vous écrire « expense » ?"),
    ("expense: -3 EUR", ":1:1 : « la dépense » n’est pas plausible"),
    ("event_on: 0003-06-01", ":1:1 : « la date de l’événement » n’est pas plausible"),
    ("event_on: 2024-02-30", ":1:1 : « la date de l’événement » : « 2024-02-30 » n’est pas une date"),
    ("event_on: 2024-01-01\nborn_on: 2024-01-02", ":2:1 : La naissance, le 02/01/2024, est après l’événement, le 01/01/2024"),
    ("facts: &f {expense: 1 EUR}\nused: *f", ":1:8 : Les renvois (& et *) sont refusés"),
    ("a: " + "[" * 5_000, ":1:33 : Le fichier est imbriqué sur plus de 30 niveaux."),
    ("# " + "x" * 300_000, ":1:1 : Le fichier dépasse 200000 octets."),
    (b"\xff\xfe\x00", ":1:1 : Le fichier n’est pas un texte en UTF-8."),
    ("expense: [", ":2:1 : Le fichier ne se lit pas : une valeur manque ici, ou un « [ » ou un « { » n’est pas refermé."),
    ("expense: 'a", ":1:12 : Le fichier ne se lit pas : un guillemet n’est pas refermé."),
    ("expense: a: b", ":1:11 : Le fichier ne se lit pas : un « : » de trop ; mettez le texte entre guillemets."),
    ("[1, 2]", ":1:1 : Des lignes « clé : valeur » sont attendues ici"),
    ("", ":1:1 : Des lignes « clé : valeur » sont attendues ici"),
    ("expense: 1 EUR\nexpense: 2 EUR", ":2:1 : « expense » est écrit deux fois"),
    ("expense: !!python/object/apply:os.system [ls]", ":1:1 : « tag:yaml.org,2002:python/object/apply:os.system » n’est pas une valeur"),
    ("used: {loisir: 1}", ":1:8 : Aucun plafond ne s’appelle « loisir » ici : vouliez-vous écrire « loisirs » ?"),
    ("facts: {}\nspouse: {}", ":2:1 : « spouse »"),
    ('{"expense":\t12.5}', ":1:2 : « la dépense » : « 12.5 » n’est pas un montant ; écrivez par exemple « 12.50 EUR »."),
]


@pytest.mark.parametrize(("text", "said"), BAD, ids=range(len(BAD)))
def test_a_file_that_cannot_be_understood_is_told_with_its_place_and_nothing_is_decided(
    evaluate: Run, written: Write, text: str | bytes, said: str
) -> None:
    file = written(text)
    status, out, err = evaluate(file)
    assert (status, out) == (2, "")
    assert f"{file}{said}" in plain(err)
    status, out, _ = evaluate(file, "--json")
    faults = json.loads(out)["faults"]
    assert status == 2
    assert any(f"{each['where']} : {plain(each['sentence'])}".startswith(f"{file}{said}") for each in faults)
    assert set(faults[0]) == {"code", "where", "sentence"}


def test_every_fault_of_a_file_is_told_at_once(evaluate: Run, written: Write) -> None:
    _, _, err = evaluate(written("facts:\n  expense: 3\n  statut: active\n  born_on: hier\nused: {x: 1}\n"))
    assert [line.split(" : ")[0].split(":", 1)[1] for line in err.splitlines()] == ["2:3", "3:3", "4:3", "5:8"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"code": "aid"}, "Aucune prestation n’a le code « aid » : vouliez-vous écrire « aide » ?"),
        ({"code": "zzz"}, "Aucune prestation n’a le code « zzz »."),
        ({"on": "2024-02-30"}, "--on : « 2024-02-30 » n’est pas un jour"),
        ({"on": "0003-01-01"}, "--on : « 0003-01-01 » est trop loin"),
    ],
)
def test_a_code_or_a_day_that_is_none_is_told(evaluate: Run, written: Write, words: dict[str, str], said: str) -> None:
    status, out, err = evaluate(written(FACTS.format(line="0 EUR")), **words)
    assert (status, out) == (2, "")
    assert said in err


def test_a_day_before_the_first_revision_is_told(evaluate: Run, written: Write) -> None:
    status, out, err = evaluate(written("event_on: 2019-05-01"), on="2019-06-01")
    assert (status, out) == (2, "")
    assert err == "La prestation « aide » n’existe pas encore ce jour-là : sa première révision commence le 01/01/2020.\n"


def test_a_file_or_a_folder_that_is_not_there_is_told(run: Run, evaluate: Run, tmp_path: Path) -> None:
    assert evaluate(tmp_path / "absent.yaml") == (2, "", f"{tmp_path}/absent.yaml:1:1 : Le fichier n’existe pas.\n")
    status, _, err = run("entitlements", "--on", "2024-10-15", "--facts", tmp_path / "x", "--catalogue", tmp_path / "absent")
    assert (status, err) == (2, f"{tmp_path}/absent : Le dossier n’existe pas.\n")
    assert run("entitlements", "--on", "2024-10-15")[2].startswith("Il manque --facts.")


HOUSEHOLD = """\
facts: {status: active, tax_line_14: 0 EUR, has_two_notices: false, born_on: 1985-03-01}
benefits:
  aide: {event_on: 2024-09-01, expense: 110 EUR}
  plus: {event_on: 2024-09-01}
children:
  - {name: Léa, born_on: 2014-05-01, event_on: 2024-08-25, expense: 150 EUR}
  - {name: Tom, born_on: 2016-05-01}
  - {name: Zoé, born_on: 2008-05-01, event_on: 2024-08-25}
"""


def test_a_household_reads_its_rights_by_standing_with_the_total_and_the_first_questions(entitlements: Run, written: Write) -> None:
    status, out, err = entitlements(written(HOUSEHOLD))
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    assert plain(out) == (
        "Droits du foyer, dépôt le 15/10/2024\n"
        "\n"
        "Accordé (2)\n"
        "  Aide à l’enfant, Léa                                                                      120,00 €\n"
        "  Aide, vous                                                                                 80,00 €\n"
        "      Le montant est ramené de 120,00 € à 110,00 €, dans la limite de la dépense.\n"
        "      Le montant est ramené de 110,00 € à 80,00 € : c’est ce qui reste sous le plafond (par année\n"
        "      civile).\n"
        "      Plafond « loisirs » : 120,00 € déjà pris par Aide à l’enfant, Léa.\n"
        "\n"
        "Refusé (2)\n"
        "  Aide à l’enfant, Tom\n"
        "      Le plafond de la période (par année civile) est atteint : 200,00 € déjà utilisés ou réservés,\n"
        "      pour un plafond de 200,00 €.\n"
        "      Plafond « loisirs » : 120,00 € déjà pris par Aide à l’enfant, Léa.\n"
        "      Plafond « loisirs » : 80,00 € déjà pris par Aide, vous.\n"
        "  Aide à l’enfant, Zoé\n"
        "      l’âge le jour de l’événement : 16 ans, limite : 12 ans (4 ans de trop)\n"
        "\n"
        "Présenté seulement, le montant n’est pas connu (1)\n"
        "  Présentée, vous\n"
        "\n"
        "Total         200,00 €, prêts à part\n"
    )


def test_what_is_only_possible_says_what_is_missing_and_what_to_ask_first(entitlements: Run, written: Write) -> None:
    text = HOUSEHOLD.replace("tax_line_14: 0 EUR, ", "").replace(", expense: 110 EUR", "")
    _, out, _ = entitlements(written(text))
    said = flat(out)
    assert "Possible, selon les réponses (2)" in out
    assert "Aide à l’enfant, Léa entre 80,00 € et 120,00 € manque : l’impôt de la ligne 14" in said
    assert "Total entre 0,00 € et 200,00 €, prêts à part" in said
    assert "À demander d’abord 1. Quel montant est écrit à la ligne 14 de votre avis d’impôt ? (vous, tax_line_14) précise" in said
    document = json.loads(entitlements(written(text), "--json")[1])
    assert [each["fact"] for each in document["asks"]] == ["tax_line_14", "expense"]
    assert document["total"] == {"low": "0 EUR", "high": "200 EUR"}


def test_the_order_of_the_children_in_the_file_changes_nothing(entitlements: Run, written: Write) -> None:
    head, *children = HOUSEHOLD.split("  - ")
    assert entitlements(written(HOUSEHOLD))[1] == entitlements(written("  - ".join([head, *reversed(children)])))[1]


def test_a_complement_counts_only_when_it_is_named(entitlements: Run, written: Write) -> None:
    file = written(HOUSEHOLD)
    document = json.loads(entitlements(file, "--json", "--with", "plus")[1])
    lines = {(line["benefit"], line["subject"]): line for line in document["lines"]}
    assert lines["plus", "vous"]["amount"] == "24 EUR"
    assert list(lines["enfant", "Léa"]) == [
        *("benefit", "name", "revision", "subject", "standing", "status", "amount", "low", "high", "last_day", "reasons", "missing"),
        *("cuts", "faults", "after"),
    ]
    assert lines["aide", "vous"]["after"] == [{"ceiling": "loisirs", "line": "Aide à l’enfant, Léa", "amount": "120 EUR"}]
    assert document["total"] == {"low": "224 EUR", "high": "224 EUR"}
    assert list(document) == ["filed_on", "openers", "lines", "total", "asks", "left_out"]
    status, _, err = entitlements(file, "--with", "pluss", "--with", "aide")
    assert (status, err.splitlines()) == (
        2,
        [
            "Aucune prestation n’a le code « pluss » : vouliez-vous écrire « plus » ?",
            "« aide » n’est pas un complément local : il est compté sans « --with ».",
        ],
    )


def test_a_household_that_cannot_be_understood_is_told_with_its_place(entitlements: Run, written: Write) -> None:
    file = written(HOUSEHOLD.replace("born_on: 2014-05-01", "born_on: 2024-09-01").replace("expense: 150 EUR", "expense: 150"))
    status, out, err = entitlements(file)
    assert (status, out) == (2, "")
    assert [line.removeprefix(str(file)) for line in plain(err).splitlines()] == [
        ":6:17 : La naissance, le 01/09/2024, est après l’événement, le 25/08/2024 : corrigez l’une des deux dates.",
        ":6:60 : « la dépense » : « 150 » n’est pas un montant ; écrivez par exemple « 150 EUR ».",
    ]


def test_a_file_of_the_catalogue_with_faults_is_left_out_and_named(entitlements: Run, catalogue: Path, written: Write) -> None:
    written("benefit: cassee\n", "catalogue/cassee.yaml")
    status, out, _ = entitlements(written(HOUSEHOLD))
    assert status == 0
    assert "Laissé de côté, il y a des fautes (entraide rules check) : cassee.yaml" in out
    assert json.loads(entitlements(written(HOUSEHOLD), "--json")[1])["left_out"] == ["cassee.yaml"]
    written(PARAMETERS.replace("kind: rate", "kind: ratte"), "catalogue/parameters.yaml")
    status, out, err = entitlements(written(HOUSEHOLD))
    assert (status, out) == (2, "")
    assert "« ratte » n’est pas possible ici" in err


def test_the_whole_catalogue_applies_to_a_household_within_100_columns(run: Run, written: Write) -> None:
    status, out, err = run(
        "entitlements", "--on", "2024-10-15", "--facts", written("status: active\nchildren: [{name: Léa, born_on: 2014-05-01}]\n")
    )
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100


TWO_PARENTS = """\
facts: {status: active, tax_line_14: 0 EUR, has_two_notices: false, born_on: 1985-03-01, rights_since: 2016-09-01}
children:
  - {name: Léa, born_on: 2014-05-01, event_on: 2024-08-25, expense: 150 EUR, other_parent: {rights_since: 2015-01-01, born_on: 1980-05-04}}
  - name: Tom
    born_on: 2016-05-01
    event_on: 2024-08-25
    expense: 150 EUR
    other_parent: {rights_since: 2015-01-01, born_on: 1980-05-04}
    opener_named: self
"""


def test_who_opens_the_right_of_each_child_is_told_once_with_the_rule_that_chose(entitlements: Run, written: Write) -> None:
    alone = "  - {name: Zoé, born_on: 2014-05-01, custody: alternating, other_parent: {}}\n"
    max_ = "  - {name: Max, born_on: 2014-05-01, other_parent: {rights_since: 2025-01-01, born_on: 1980-05-04}}\n"
    status, out, err = entitlements(written(TWO_PARENTS + alone + max_))
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    assert plain(out).startswith(
        "Droits du foyer, dépôt le 15/10/2024\n"
        "\n"
        "Qui ouvre le droit pour Léa : l’autre parent, parce que les parents n’ont pas choisi l’un d’eux : le\n"
        "  droit est ouvert par celui dont les droits sont les plus anciens.\n"
        "Qui ouvre le droit pour Max : vous, parce qu’un seul des parents est bénéficiaire : c’est lui qui\n"
        "  ouvre le droit.\n"
        "Qui ouvre le droit pour Tom : vous, parce que les parents ont désigné celui qui ouvre le droit.\n"
        "Qui ouvre le droit pour Zoé : vous et l’autre parent, chacun chez soi, parce que l’enfant est en\n"
        "  garde alternée : aucun des parents n’est choisi. Chacun demande sa part de ce que la prestation\n"
        "  partage ; ce qu’elle ne partage pas revient au premier qui dépose.\n"
        "\n"
        "Accordé (1)\n"
        "  Aide à l’enfant, Tom                                                                      120,00 €\n"
    )
    assert "Aide à l’enfant, Léa vous ouvrez le droit pour cet enfant : non" in flat(out)
    assert out.count("Qui ouvre le droit") == 4


def test_who_opens_the_right_is_told_in_json_too(entitlements: Run, written: Write) -> None:
    document = json.loads(entitlements(written(TWO_PARENTS.replace("born_on: 2016-05-01", "custody: alternating")), "--json")[1])
    assert [(each["child"], each["opens"], each["reason"]) for each in document["openers"]] == [
        ("Léa", False, "oldest_rights"),
        ("Tom", None, "alternating"),
    ]
    assert document["openers"][0] == {
        "child": "Léa",
        "opens": False,
        "reason": "oldest_rights",
        "sentence": "Les parents n’ont pas choisi l’un d’eux : le droit est ouvert par celui dont les droits sont les plus anciens.",
    }
    lea = next(line for line in document["lines"] if line["subject"] == "Léa")
    assert (lea["standing"], [reason["code"] for reason in lea["reasons"]]) == ("refused", ["opener"])
    assert json.loads(entitlements(written(HOUSEHOLD), "--json")[1])["openers"] == []


def test_a_choice_between_parents_that_cannot_be_made_is_told_with_its_place(entitlements: Run, written: Write) -> None:
    text = TWO_PARENTS.replace(", rights_since: 2016-09-01", "").replace("opener_named: self", "opens_right: true")
    file = written(text.replace("2015-01-01, born_on: 1980-05-04}}", "0003-01-01, born_on: 1980-05-04}}"))
    status, out, err = entitlements(file)
    assert (status, out) == (2, "")
    missing = "Pour choisir entre vous et l’autre parent, il manque votre « rights_since » : écrivez-le sous « facts »."
    assert [line.removeprefix(str(file)) for line in plain(err).splitlines()] == [
        f":3:78 : {missing}",
        ":3:93 : « l’ouverture des droits de l’autre parent » n’est pas plausible : la valeur attendue est entre 01/01/1900 et 31/12/2100.",
        f":8:5 : {missing}",
        ":9:5 : « opens_right » ne s’écrit pas avec « other_parent », qui le dit déjà : gardez l’un des deux.",
    ]
