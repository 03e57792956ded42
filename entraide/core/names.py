"""Names as they are compared: without case, accents or stray spaces."""

import unicodedata


_UNDECOMPOSED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def normalise(text: str) -> str:
    """Fold `text` for search, sort and comparison; hyphens and apostrophes count as spaces.

    >>> normalise("  Élodie D’Artagnan-Müller ")
    'elodie d artagnan muller'
    """
    if text.isascii():
        folded = text.lower()
    else:
        folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_UNDECOMPOSED))
    letters = (character if character.isalnum() else " " for character in folded if not unicodedata.combining(character))
    return " ".join("".join(letters).split())


# The article that a kind of body takes after « de », by the first word of its name.
_ARTICLES = {
    "de la ": "cu cc ca ville commune communauté métropole région collectivité caisse régie mairie fédération maison mission",
    "du ": "ccas cias sdis cdg cos gas sivom sivu siaep syndicat département conseil centre comité groupement pôle pays petr parc",
    "de l’": "amicale association agence office établissement etablissement union entente institut école epci ept ehpad",
}
_BODY = {normalise(word): article for article, words in _ARTICLES.items() for word in words.split()}
_TOWN = {"Le ": "du ", "Les ": "des "}
_VOWELS = frozenset("aeiou")


def of_name(name: str) -> str:
    """Write « de » and a name (a person's begins with the given name), with its elision or the article that its kind of body takes.

    >>> [of_name(name) for name in ("Zoé Petit", "Élodie Petit", "CU du Grand Reims", "CCAS de Tours", "Le Mans", "Yves", "enfant")]
    ['de Zoé Petit', 'd’Élodie Petit', 'de la CU du Grand Reims', 'du CCAS de Tours', 'du Mans', 'd’Yves', 'd’enfant']
    """
    first, _, rest = normalise(name).partition(" ")
    if rest and first in _BODY:
        return _BODY[first] + name
    for article, contracted in _TOWN.items():
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    is_elided = first[:1] in _VOWELS or (first[:1] == "y" and first[1:2] not in {*_VOWELS, ""})
    return f"d’{name}" if is_elided else f"de {name}"
