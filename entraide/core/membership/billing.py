"""Where a body is billed: the SIRET of an establishment of its own, and the references that its accounting service asks for.

A SIRET is a SIREN and five digits whose Luhn sum holds (INSEE, « Numéro SIRET »); for La Poste, the sum of its digits may be a multiple
of five instead. A service code has at most 100 characters and an engagement number at most 50 (Chorus Pro,
« Spécifications externes », structures and commitments); which characters they take is an assumption.
"""

import re

from entraide.core.refusals import Finding


SERVICE_CODE_LENGTH = 100
ENGAGEMENT_LENGTH = 50
LA_POSTE = "356000000"

_SIREN = re.compile(r"\d{9}", re.ASCII)
_SIRET = re.compile(r"\d{14}", re.ASCII)
_REFERENCE = re.compile(r"[\w.\-/+&°#:]+(?: [\w.\-/+&°#:]+)*")


def compact(number: str) -> str:
    """Take the spaces out of a number as it is typed.

    >>> compact("200 067 213 00012")
    '20006721300012'
    """
    return "".join(number.split())


def holds_key(digits: str) -> bool:
    """Tell whether Luhn's sum of some digits holds."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def siren_faults(siren: str) -> tuple[Finding, ...]:
    """Find fault with a SIREN without spaces."""
    if not _SIREN.fullmatch(siren):
        return (Finding("membership.bad_siren", "siren", {"count": len(siren)}),)
    return () if holds_key(siren) else (Finding("membership.siren_key", "siren"),)


def siret_faults(siret: str, *, siren: str) -> tuple[Finding, ...]:
    """Find fault with a SIRET without spaces, of the body known by `siren`."""
    if not _SIRET.fullmatch(siret):
        return (Finding("membership.bad_siret", "siret", {"count": len(siret)}),)
    if not (holds_key(siret) or (siret.startswith(LA_POSTE) and sum(map(int, siret)) % 5 == 0)):
        return (Finding("membership.siret_key", "siret"),)
    if not siret.startswith(siren):
        return (Finding("membership.siret_of_another", "siret", {"siren": siren, "other": siret[:9]}),)
    return ()


def reference_faults(*, service_code: str, engagement_number: str) -> tuple[Finding, ...]:
    """Find fault with what a body asks to be written on what it receives; both may be empty."""
    asked = (
        ("service_code", service_code, SERVICE_CODE_LENGTH, "membership.bad_service_code"),
        ("engagement_number", engagement_number, ENGAGEMENT_LENGTH, "membership.bad_engagement"),
    )
    return tuple(
        Finding(code, where, {"longest": longest})
        for where, text, longest, code in asked
        if text and (len(text) > longest or not _REFERENCE.fullmatch(text))
    )
