"""What `rules entitlements` prints: one line for each benefit and person, the total, and what to ask first."""

from collections.abc import Iterator, Sequence
from datetime import date

from entraide.config.rules.decisions import bounds_of
from entraide.config.rules.layout import counted, paragraph
from entraide.config.rules.plain import Plain, money_of, outcome_json
from entraide.core.money import Money
from entraide.core.rules.households.entitlements import Ask, Entitlements, Line, Standing
from entraide.core.rules.households.openers import ChildOpener
from entraide.core.rules.language.facts import FactSpec


TITLES = {
    Standing.GRANTED: "Accordé",
    Standing.POSSIBLE: "Possible, selon les réponses",
    Standing.REFUSED: "Refusé",
    Standing.SHOWN: "Présenté seulement, le montant n’est pas connu",
}
WHO_OPENS = {True: "vous", False: "l’autre parent", None: "vous et l’autre parent, chacun chez soi"}
NAME = 60
FIRST_ASKS = 5


def entitlements_text(found: Entitlements, on: date, left_out: Sequence[str]) -> str:
    """Tell every line by standing, the total and the first questions."""
    parts = [f"Droits du foyer, dépôt le {on:%d/%m/%Y}"]
    parts += ["", *(_opener(each) for each in found.openers)] if found.openers else []
    for standing, title in TITLES.items():
        lines = [line for line in found.lines if line.standing is standing]
        if lines:
            parts += ["", f"{title} ({len(lines)})", *(text for line in lines for text in _line(line))]
    parts += ["", f"Total         {_total(found)}, prêts à part"]
    if found.asks:
        parts += [
            "",
            "À demander d’abord",
            *(text for rank, ask in enumerate(found.asks[:FIRST_ASKS], 1) for text in _ask(rank, ask, found)),
        ]
    if left_out:
        parts += ["", paragraph(f"Laissé de côté, il y a des fautes (entraide rules check) : {', '.join(left_out)}", hanging=2)]
    return "\n".join(parts)


def entitlements_json(found: Entitlements, on: date, left_out: Sequence[str]) -> Plain:
    """Write every line, the total and all the questions."""
    return {
        "filed_on": on.isoformat(),
        "openers": [{"child": each.child, "opens": each.opens, "reason": each.reason, "sentence": each.sentence} for each in found.openers],
        "lines": [
            {
                "benefit": line.revision.code,
                "name": line.revision.name,
                "revision": line.revision.since.isoformat(),
                "subject": line.subject.name,
                "standing": line.standing.value,
                **outcome_json(line.outcome, spec_of(found)),
                "after": [{"ceiling": spent.key, "line": spent.line, "amount": money_of(Money(spent.cents))} for spent in line.after],
            }
            for line in found.lines
        ],
        "total": {"low": money_of(found.low), "high": money_of(found.high)},
        "asks": [
            {
                "person": ask.person.name,
                "fact": ask.fact,
                "question": spec_of(found)[ask.fact].question,
                "settles": money_of(ask.settled),
                "lines": ask.lines,
            }
            for ask in found.asks
        ],
        "left_out": list(left_out),
    }


def spec_of(found: Entitlements) -> dict[str, FactSpec]:
    """Give every fact that the lines may name."""
    return {name: spec for line in found.lines for name, spec in line.revision.specs.items()}


def _opener(opener: ChildOpener) -> str:
    """Say who opens the rights of a child, and why."""
    why = f"{opener.sentence[:1].lower()}{opener.sentence[1:]}"
    because = "parce qu’" if why[0] in "aeiouy" else "parce que "
    return paragraph(f"Qui ouvre le droit pour {opener.child} : {WHO_OPENS[opener.opens]}, {because}{why}", hanging=2)


def _line(line: Line) -> Iterator[str]:
    name = f"{line.revision.name}, {line.subject.name}"
    match line.standing:
        case Standing.GRANTED | Standing.POSSIBLE:
            yield f"  {name:<{NAME}} {bounds_of(line.outcome):>37}"
        case _:
            yield paragraph(name, indent=2)
    for said in (*_reasons(line), *_missing(line), *_cuts(line), *_after(line)):
        yield paragraph(said, indent=6)


def _reasons(line: Line) -> Iterator[str]:
    if line.standing is Standing.REFUSED:
        for reason in line.outcome.reasons:
            yield " ; ".join(miss.sentence for miss in reason.misses) or reason.sentence


def _missing(line: Line) -> Iterator[str]:
    labels = [line.revision.specs[name].label for name in line.outcome.missing if name in line.revision.specs]
    if line.standing is Standing.POSSIBLE and labels:
        yield f"manque : {', '.join(labels)}"


def _cuts(line: Line) -> Iterator[str]:
    yield from (cut.sentence for cut in line.outcome.cuts)


def _after(line: Line) -> Iterator[str]:
    for spent in line.after:
        yield f"Plafond « {spent.key} » : {Money(spent.cents)} déjà pris par {spent.line}."


def _total(found: Entitlements) -> str:
    return f"{found.low}" if found.low == found.high else f"entre {found.low} et {found.high}"


def _ask(rank: int, ask: Ask, found: Entitlements) -> Iterator[str]:
    question = spec_of(found)[ask.fact].question
    yield paragraph(f"{rank}. {question} ({ask.person.name}, {ask.fact})", indent=2, hanging=5)
    yield paragraph(f"précise {ask.settled} en moyenne, sur {counted(ask.lines, 'ligne')}", indent=5)
