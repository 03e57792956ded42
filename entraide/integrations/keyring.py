"""The installation's keys: what is encrypted, hashed or signed here goes through them."""

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


NONCE_BYTES = 12
KEY_BYTES = 32


class KeyLost(Exception):
    """The keyring does not hold the key that something was encrypted with, or the content was altered."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Encryption keys by name, the one in use, and the key of keyed hashes (which never rotates)."""

    current: str
    keys: dict[str, bytes]
    hashing: bytes

    @classmethod
    def generate(cls) -> Self:
        """Make a keyring with one key."""
        return cls("k1", {"k1": os.urandom(KEY_BYTES)}, os.urandom(KEY_BYTES))

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a keyring file.

        :raises KeyLost: if the file is missing or is not a keyring.
        """
        try:
            held = json.loads(path.read_text())
            keys = {name: base64.b64decode(key) for name, key in held["keys"].items()}
            return cls(held["current"], keys, base64.b64decode(held["hashing"]))
        except (OSError, ValueError, KeyError) as error:
            advice = "restore it from its backup, or make one with `entraide keyring init`"
            raise KeyLost(f"No readable keyring at {path}: {advice}.") from error

    def write(self, path: Path) -> None:
        """Write the keyring for its owner only, replacing the file in one step."""
        held = {
            "current": self.current,
            "keys": {name: base64.b64encode(key).decode() for name, key in self.keys.items()},
            "hashing": base64.b64encode(self.hashing).decode(),
        }
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(held, file, indent=1)
        draft.replace(path)

    def rotated(self) -> Self:
        """Add a key and use it from now on, under a name that no key has; the old ones still open what they closed."""
        name = next(name for number in count(len(self.keys) + 1) if (name := f"k{number}") not in self.keys)
        return type(self)(name, {**self.keys, name: os.urandom(KEY_BYTES)}, self.hashing)

    def encrypt(self, content: bytes, *, about: str) -> bytes:
        """Encrypt with the key in use (AES-256-GCM); `about` names what it is and must be given again to decrypt."""
        nonce = os.urandom(NONCE_BYTES)
        name = self.current.encode()
        return bytes([len(name)]) + name + nonce + AESGCM(self.keys[self.current]).encrypt(nonce, content, about.encode())

    def decrypt(self, sealed: bytes, *, about: str) -> bytes:
        """Open what `encrypt` closed.

        :raises KeyLost: if its key is not in the keyring, or the content or its name was altered.
        """
        sealed = bytes(sealed)
        name, rest = sealed[1 : 1 + sealed[0]].decode(), sealed[1 + sealed[0] :]
        if name not in self.keys:
            raise KeyLost(f"The keyring holds no key named {name}: restore the backup that does.")
        try:
            return AESGCM(self.keys[name]).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], about.encode())
        except InvalidTag as error:
            raise KeyLost(f"What was kept about {about} cannot be opened: it was altered, or closed with another key.") from error

    def is_current(self, sealed: bytes) -> bool:
        """Tell whether `sealed` was closed with the key in use."""
        return bytes(sealed)[1 : 1 + bytes(sealed)[0]].decode() == self.current

    def hashed(self, text: str, *, about: str) -> str:
        """Give a keyed hash (HMAC-SHA256, 64 hexadecimal digits) that finds duplicates and tells nothing to who lacks the key."""
        return hmac.new(self.hashing, f"{about}\0{text}".encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _read(path: Path, modified_ns: int) -> Keyring:
    return Keyring.read(path)


def keyring() -> Keyring:
    """Give the installation's keyring, read anew when its file changes.

    :raises KeyLost: if there is none.
    """
    path = settings.ENTRAIDE_KEYRING
    modified_ns = path.stat().st_mtime_ns if path.exists() else 0
    return _read(path, modified_ns)


def encrypt_file(content: bytes, *, about: str) -> tuple[bytes, bytes]:
    """Encrypt a file with a data key of its own; give the content and the data key wrapped by the keyring."""
    data_key, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(data_key).encrypt(nonce, content, about.encode())
    return sealed, keyring().encrypt(data_key, about=f"data key of {about}")


def decrypt_file(sealed: bytes, wrapped_key: bytes, *, about: str) -> bytes:
    """Open what `encrypt_file` closed.

    :raises KeyLost: if the key is lost or the content was altered.
    """
    data_key = keyring().decrypt(wrapped_key, about=f"data key of {about}")
    try:
        return AESGCM(data_key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
    except InvalidTag as error:
        raise KeyLost(f"The file {about} was altered.") from error
