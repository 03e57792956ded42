"""Weigh what speaks for two persons being one against what speaks for their being two."""

from collections.abc import Iterator

from entraide.core.duplicates.values import FULL_TIME, Evidence, Kind, Known, Likeness, Naming, Presence, Resemblance, Weight
from entraide.core.spelling import are_exchanged, are_near_days, are_one_slip_apart, are_same_words, gap_of_names


# One employer adds to what a single slip or a marriage explains; to all else it adds nothing.
MENDED_BY_EMPLOYER = frozenset({Kind.NEAR_BIRTH, Kind.OTHER_FAMILY_NAME})


def resemblance_of(one: Known, other: Known) -> Resemblance | None:
    """Weigh two persons; None where nothing, or too little, says that they are one.

    Persons who share neither their birth nor their given name are two, whatever else they share: partners have one bank account. One
    strong piece of evidence makes a pair likely and two make it sure; two that support make it possible. Each piece that speaks against
    takes the pair one step down, and below "possible" it is left out. The order of the two does not matter.
    """
    if not agree(one.now, other.now):
        return None
    found = tuple(_evidence(one, other))
    counts = {weight: sum(each.weight is weight for each in found) for weight in Weight}
    step = _step(counts[Weight.STRONG], counts[Weight.SUPPORTING]) - counts[Weight.AGAINST]
    likeness = {3: Likeness.SURE, 2: Likeness.LIKELY, 1: Likeness.POSSIBLE}.get(step)
    return Resemblance(likeness, found) if likeness else None


def agree(one: Naming, other: Naming) -> bool:
    """Tell whether two namings may be one person's: the same birth, or the same given name."""
    return one.born_on == other.born_on or one.given == other.given


def are_one_by_names(one: Naming, other: Naming) -> bool:
    """Tell whether two namings alone make two persons a likely pair."""
    return any(each.weight is Weight.STRONG for each in _naming(one, other))


def are_near_by_names(one: Naming, other: Naming) -> bool:
    """Tell whether two namings alone make two persons a pair to look at: the same names, and births that one slip sets apart."""
    return (one.family, one.given) == (other.family, other.given) and are_one_slip_apart(one.born_on, other.born_on)


def _step(strong: int, supporting: int) -> int:
    if strong >= 2 or (strong and supporting >= 2):
        return 3
    if strong:
        return 2
    return 1 if supporting >= 2 else 0


def _evidence(one: Known, other: Known) -> Iterator[Evidence]:
    yield from _of_names(one, other)
    yield from _of_ties(one, other)
    yield from _against(one, other)


def _of_names(one: Known, other: Known) -> Iterator[Evidence]:
    """Compare the namings in force, then what each was called before."""
    now = _naming(one.now, other.now)
    yield from now
    if {each.kind for each in now} & MENDED_BY_EMPLOYER and _members(one) & _members(other):
        yield Evidence(Kind.SAME_MEMBER, Weight.SUPPORTING)
    if Kind.OTHER_FAMILY_NAME in {each.kind for each in now}:
        yield from _of_marriage(one, other)
    if not any(each.weight is Weight.STRONG for each in now):
        before = {(naming.family, naming.given, naming.born_on) for naming in one.namings}
        shared = before & {(naming.family, naming.given, naming.born_on) for naming in other.namings}
        if shared:
            family, given, _ = min(shared)
            yield Evidence(Kind.PREVIOUS_NAME, Weight.STRONG, {"name": f"{given} {family}".title()})


def _members(person: Known) -> set[str]:
    return {each.member for each in person.presences}


def _of_marriage(one: Known, other: Known) -> Iterator[Evidence]:
    """Recognise the name of a spouse: one is called as the other's is."""
    carried = ({one.now.family} & other.spouse_names) | ({other.now.family} & one.spouse_names)
    if carried:
        yield Evidence(Kind.SPOUSE_NAME, Weight.STRONG, {"name": min(carried).title()})


def _naming(one: Naming, other: Naming) -> tuple[Evidence, ...]:
    if one.born_on == other.born_on:
        found = _born_the_same_day(one, other)
        return (found,) if found else ()
    if (one.family, one.given) != (other.family, other.given) or not are_near_days(one.born_on, other.born_on):
        return ()
    first, second = sorted((one.born_on, other.born_on))
    days = {"first": f"{first:%d/%m/%Y}", "second": f"{second:%d/%m/%Y}"}
    if are_exchanged(one.born_on, other.born_on):
        return (Evidence(Kind.EXCHANGED_BIRTH, Weight.STRONG, days),)
    near = Evidence(Kind.NEAR_BIRTH, Weight.SUPPORTING, days)
    # Namesakes are many: two digits apart they are most often two persons, and the name adds nothing.
    return (Evidence(Kind.HOMONYMS, Weight.SUPPORTING), near) if are_one_slip_apart(one.born_on, other.born_on) else (near,)


def _born_the_same_day(one: Naming, other: Naming) -> Evidence | None:
    born = {"born": f"{one.born_on:%d/%m/%Y}"}
    if (one.family, one.given) == (other.family, other.given):
        return Evidence(Kind.SAME_NAMES, Weight.STRONG, born)
    if are_same_words(f"{one.family} {one.given}", f"{other.family} {other.given}"):
        return Evidence(Kind.SWAPPED_NAMES, Weight.STRONG, born)
    families, givens = gap_of_names(one.family, other.family), gap_of_names(one.given, other.given)
    if families is not None and givens is not None:
        # Twins are given names that are near too: only a family name that is mistyped alone is strong.
        return Evidence(Kind.SPELLING, Weight.SUPPORTING if givens else Weight.STRONG, born)
    if one.given == other.given:
        return Evidence(Kind.OTHER_FAMILY_NAME, Weight.SUPPORTING, born)
    if one.family == other.family:
        return Evidence(Kind.TWINS, Weight.AGAINST, born)
    return None


def _of_ties(one: Known, other: Known) -> Iterator[Evidence]:
    """Compare what two persons seldom share: it supports where only the given name is the same, as a father's and his son's."""
    weight = Weight.STRONG if one.now.born_on == other.now.born_on else Weight.SUPPORTING
    if one.iban_hash and one.iban_hash == other.iban_hash:
        yield Evidence(Kind.IBAN, weight)
    if one.email and one.email == other.email:
        yield Evidence(Kind.EMAIL, weight, {"email": one.email})
    numbers = {(each.member, each.staff_number) for each in one.presences if each.staff_number}
    shared = numbers & {(each.member, each.staff_number) for each in other.presences}
    if shared:
        yield Evidence(Kind.STAFF_NUMBER, weight, {"number": min(shared)[1]})
    # Two parents share each of their children: it never is strong.
    if one.children & other.children:
        yield Evidence(Kind.SHARED_CHILD, Weight.SUPPORTING)


def _against(one: Known, other: Known) -> Iterator[Evidence]:
    if one.civil_sex and other.civil_sex and one.civil_sex != other.civil_sex:
        yield Evidence(Kind.CIVIL_SEX, Weight.AGAINST)
    if other.key in one.partners or one.key in other.partners:
        yield Evidence(Kind.PARTNERS, Weight.AGAINST)
    if _lives_on(one, other) or _lives_on(other, one):
        yield Evidence(Kind.DEATH, Weight.AGAINST)
    crossing = [(mine, theirs) for mine in one.presences for theirs in other.presences if mine.span.overlaps(theirs.span)]
    if any(_are_far_full_times(mine, theirs) for mine, theirs in crossing):
        yield Evidence(Kind.TWO_FULL_TIMES, Weight.AGAINST)
    if any(_are_two_numbers(mine, theirs) for mine, theirs in crossing):
        yield Evidence(Kind.TWO_STAFF_NUMBERS, Weight.AGAINST)


def _lives_on(dead: Known, other: Known) -> bool:
    """Tell whether one began somewhere after the other's death."""
    return dead.died_on is not None and any(each.span.since > dead.died_on for each in other.presences)


def _are_far_full_times(mine: Presence, theirs: Presence) -> bool:
    """Tell whether nobody could hold both: two active full times at once, at members of two departments."""
    is_far = bool(mine.department and theirs.department) and mine.department != theirs.department
    are_full = mine.time_share == FULL_TIME and theirs.time_share == FULL_TIME
    return is_far and are_full and mine.is_active and theirs.is_active


def _are_two_numbers(mine: Presence, theirs: Presence) -> bool:
    """Tell whether one member lists them at the same time under two numbers."""
    numbered = bool(mine.staff_number and theirs.staff_number)
    return numbered and mine.member == theirs.member and mine.staff_number != theirs.staff_number
