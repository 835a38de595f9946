"""Gift card codes: made once, shown once, kept as a hash. 80 random bits, so that a plain hash cannot be guessed."""

import hashlib
import secrets

from ordino.kernel.messages import Record

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 that are not mistaken for each other
_LENGTH = 16


class GiftCardCode(Record, frozen=True):
    """What is kept of a code."""

    code_hash: str
    last_four: str


def new_code() -> str:
    """A fresh code in groups of four, for example `7KQM-2XPA-9HTD-C4VN`."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


def kept(code: str) -> GiftCardCode:
    """What is kept of a code, however it is typed: small letters, spaces and hyphens do not matter."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return GiftCardCode(hashlib.sha256(plain.encode()).hexdigest(), plain[-4:])
