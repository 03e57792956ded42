"""The French sentence of every refusal and finding, gathered from the tables of the packages that raise them."""

from collections.abc import Mapping

from entraide.core.refusals import Finding, Refusal


_sentences: dict[str, str] = {}


def register(sentences: Mapping[str, str]) -> None:
    """Declare codes with their sentence, which may name params in braces.

    :raises ValueError: if a code is declared twice with different sentences.
    """
    for code, sentence in sentences.items():
        if _sentences.setdefault(code, sentence) != sentence:
            raise ValueError(f"the code {code} is declared twice")


def say(refused: Refusal | Finding) -> str:
    """Say a refusal or a finding to a person.

    :raises KeyError: if no table holds its code, or it lacks a value that its sentence names.
    """
    return _sentences[refused.code].format(**refused.params)


def registered_codes() -> frozenset[str]:
    """Give every code that has a sentence."""
    return frozenset(_sentences)
