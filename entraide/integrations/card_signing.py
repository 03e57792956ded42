"""The keys that sign cards: one signs, those before it still verify; what partners need of them is public."""

import base64
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


_WORD = re.compile(r"[a-z0-9-]{1,20}")


class CardKeysLost(Exception):
    """The file of the keys that sign cards is missing, or is none."""


@dataclass(frozen=True, slots=True)
class PublishedKeys:
    """What a partner needs to check a card without a network: the association's word, its public keys by name (32 bytes each)."""

    association: str
    public: Mapping[str, bytes]

    @classmethod
    def read(cls, text: str) -> Self:
        """Read keys as `written` gives them.

        :raises CardKeysLost: if it is no such text.
        """
        try:
            held = json.loads(text)
            public = {str(name): base64.b64decode(key, validate=True) for name, key in held["keys"].items()}
            if not _WORD.fullmatch(held["association"]) or not public or any(len(key) != 32 for key in public.values()):
                raise ValueError("not the keys of an association")
            return cls(held["association"], public)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CardKeysLost("This is not a file of public keys.") from error

    def written(self) -> str:
        """Write the keys as they are published."""
        keys = {name: base64.b64encode(key).decode() for name, key in sorted(self.public.items())}
        return json.dumps({"association": self.association, "algorithm": "Ed25519", "keys": keys}, indent=1) + "\n"

    def verify(self, key: str, message: bytes, signature: bytes) -> bool | None:
        """Tell whether a signature is that of the message under the key of that name; nothing where no key has that name."""
        if key not in self.public:
            return None
        try:
            Ed25519PublicKey.from_public_bytes(self.public[key]).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class CardKeys:
    """The key that signs (32 bytes), its name, and every public key that still verifies."""

    current: str
    private: bytes
    public: Mapping[str, bytes]

    @classmethod
    def generate(cls) -> Self:
        """Make a first key."""
        private = Ed25519PrivateKey.generate()
        return cls("c1", private.private_bytes_raw(), {"c1": private.public_key().public_bytes_raw()})

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file of keys.

        :raises CardKeysLost: if the file is missing or is none.
        """
        try:
            held = json.loads(path.read_text())
            public = {name: base64.b64decode(key) for name, key in held["public"].items()}
            return cls(held["current"], base64.b64decode(held["private"]), public)
        except (OSError, ValueError, KeyError) as error:
            raise CardKeysLost(f"No readable keys at {path}: restore them, or make some with `entraide cards init`.") from error

    def write(self, path: Path) -> None:
        """Write the keys for their owner only, replacing the file in one step."""
        held = {
            "current": self.current,
            "private": base64.b64encode(self.private).decode(),
            "public": {name: base64.b64encode(key).decode() for name, key in self.public.items()},
        }
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(held, file, indent=1)
        draft.replace(path)

    def rotated(self, *, forget_old: bool = False) -> Self:
        """Sign with a new key from now on; cards of the old ones still verify unless they are forgotten, as after a leak.

        The private half of the old key goes either way: nobody signs with it again.
        """
        name = f"c{max(int(held[1:]) for held in self.public) + 1}"
        private = Ed25519PrivateKey.generate()
        kept = {} if forget_old else dict(self.public)
        return type(self)(name, private.private_bytes_raw(), {**kept, name: private.public_key().public_bytes_raw()})

    def sign(self, message: bytes) -> bytes:
        """Sign with the key in use (Ed25519, 64 bytes): the same message always gives the same signature."""
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(message)


@lru_cache(maxsize=4)
def _read(path: Path, modified_ns: int) -> CardKeys:
    return CardKeys.read(path)


def card_keys() -> CardKeys:
    """Give the installation's keys, read anew when their file changes.

    :raises CardKeysLost: if there are none.
    """
    path = settings.ENTRAIDE_CARD_KEYS
    modified_ns = path.stat().st_mtime_ns if path.exists() else 0
    return _read(path, modified_ns)


def published_keys() -> PublishedKeys:
    """Give what the association publishes of its keys.

    :raises CardKeysLost: if there are none.
    """
    return PublishedKeys(settings.ENTRAIDE_CARD_ASSOCIATION, card_keys().public)
