"""The verbs that may be recorded, each with its French sentence, gathered from the `sentences` of every app."""

from collections.abc import Mapping


class UnregisteredVerb(Exception):
    """A verb was recorded that no app has declared with its sentence."""


_sentences: dict[str, str] = {}


def register(verbs: Mapping[str, str]) -> None:
    """Declare verbs ("claims.granted") with their sentence ("Demande accordée").

    :raises ValueError: if a verb is declared twice with different sentences.
    """
    for verb, sentence in verbs.items():
        if _sentences.setdefault(verb, sentence) != sentence:
            raise ValueError(f"the verb {verb} is declared twice")


def sentence_of(verb: str) -> str:
    """Give the sentence of a verb.

    :raises UnregisteredVerb: if no app declares it.
    """
    if verb not in _sentences:
        raise UnregisteredVerb(verb)
    return _sentences[verb]


def registered_verbs() -> frozenset[str]:
    """Give every verb declared so far."""
    return frozenset(_sentences)
