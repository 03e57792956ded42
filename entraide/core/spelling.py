"""How far two names or two days are from being one mistyped."""

from datetime import date, timedelta


def are_same_words(left: str, right: str) -> bool:
    """Tell whether two normalised names hold the same words, in any order.

    >>> are_same_words("martin paul", "paul martin")
    True
    """
    return sorted(left.split()) == sorted(right.split())


def gap_of_names(left: str, right: str) -> int | None:
    """Count the typing differences of two normalised names: 1 when one holds the words of the other; None when they are unlike."""
    if left == right:
        return 0
    words, others = set(left.split()), set(right.split())
    if words < others or others < words:
        return 1
    most = 1 if min(len(left), len(right)) <= 4 else 2
    distance = edit_distance(left, right, most)
    return distance if distance <= most else None


def are_near_days(left: date, right: date) -> bool:
    """Tell whether two days differ as typing errors do: one day apart, day and month exchanged, or at most two digits.

    >>> are_near_days(date(1979, 12, 31), date(1980, 1, 1)), are_near_days(date(1979, 12, 30), date(1980, 1, 1))
    (True, False)
    """
    return are_one_slip_apart(left, right) or _digits_apart(left, right) <= 2


def are_exchanged(left: date, right: date) -> bool:
    """Tell whether one day is the other with its day and its month exchanged."""
    return left != right and left.year == right.year and (left.month, left.day) == (right.day, right.month)


def are_one_slip_apart(left: date, right: date) -> bool:
    """Tell whether one slip makes one day of the other: a digit, the next day, or day and month exchanged.

    >>> are_one_slip_apart(date(1980, 6, 30), date(1980, 7, 1)), are_one_slip_apart(date(1980, 6, 30), date(1990, 6, 20))
    (True, False)
    """
    return are_exchanged(left, right) or abs(left - right) == timedelta(days=1) or _digits_apart(left, right) == 1


def _digits_apart(left: date, right: date) -> int:
    return sum(a != b for a, b in zip(f"{left:%Y%m%d}", f"{right:%Y%m%d}", strict=True))


def edit_distance(left: str, right: str, most: int) -> int:
    """Count insertions, deletions, substitutions and exchanges of neighbours, giving up above `most` (then `most + 1`).

    Only a band of `most` cells around the diagonal is computed: the cost is the length times `most`.

    >>> edit_distance("dupont", "dupnot", 2), edit_distance("martin", "durand", 2)
    (1, 3)
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    beyond = most + 1
    before_last: list[int] = []
    last = [min(column, beyond) for column in range(len(right) + 1)]
    for row, letter in enumerate(left, 1):
        current = [min(row, beyond)] + [beyond] * len(right)
        for column in range(max(1, row - most), min(len(right), row + most) + 1):
            cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (letter != right[column - 1]))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == right[column - 1]:
                cost = min(cost, before_last[column - 2] + 1)
            current[column] = min(cost, beyond)
        if min(current) > most:
            return beyond
        before_last, last = last, current
    return last[-1]


FURTHEST = 3


def nearness(typed: str, name: str) -> int:
    """Tell how far a normalised name is from what was typed, word by word: 0 for the same words, more for beginnings, then for mistakes.

    >>> nearness("lefevre", "lefevre amina"), nearness("lef", "lefevre amina"), nearness("lefvere", "lefevre amina")
    (0, 1, 3)
    """
    return sum(_gap_of_words(word, name.split()) for word in typed.split())


def may_mean(typed: str, name: str) -> bool:
    """Tell whether each word typed is one of the name's words, its beginning, or one mistyped: by one letter in a short one, by two.

    >>> may_mean("lefvere amnia", "lefevre amina"), may_mean("lefevre paul", "lefevre amina")
    (True, False)
    """
    words = name.split()
    return all(_gap_of_words(word, words) <= (3 if len(word) <= 4 else 4) for word in typed.split())


def _gap_of_words(typed: str, words: list[str]) -> int:
    """Give 0 for the same word, 1 for its beginning, else 2 and the letters that differ."""
    if typed in words:
        return 0
    if any(word.startswith(typed) for word in words):
        return 1
    return 2 + min((edit_distance(typed, word, FURTHEST) for word in words), default=FURTHEST + 1)
