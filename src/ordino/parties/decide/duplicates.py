"""Which customers are probably the same: normalized forms, and a score of 0 to 100 with its reasons."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

import phonenumbers

from ordino.kernel.messages import Record
from ordino.parties.decide.text import clean, fold

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DOTLESS_DOMAINS = frozenset({"gmail.com", "googlemail.com"})
_LONGEST_EMAIL = 254
_LEGAL_FORMS = frozenset(
    {"ab", "ag", "aps", "as", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kg", "kk"}
    | {
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "ohg",
        "oy",
        "plc",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
        "sro",
        "ug",
    }
)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "herr", "frau", "mme", "mlle"})
_SIMILAR_NAME_PERCENT = 88
PROBABLE = 60


class Likeness(Record, frozen=True):
    """How alike two customers are; from `PROBABLE` on somebody should look."""

    score: int
    reasons: tuple[str, ...]


class Identity(Record, frozen=True):
    """What identifies a customer, in normalized form; empty is not known."""

    name_key: str = ""
    email_key: str = ""
    phone_key: str = ""
    vat_id: str = ""
    addresses: tuple[str, ...] = ()


def name_key(name: str) -> str:
    """A name without case, accents, titles, legal forms and order of words."""
    words = fold(name).split()
    telling = [word for word in words if word not in _LEGAL_FORMS and word not in _TITLES]
    return " ".join(sorted(telling or words))


def email_key(email: str) -> str:
    """An e-mail address without case and sub-address (`+tag`), for Gmail without dots; empty where it is none."""
    address = clean(email).casefold()
    if len(address) > _LONGEST_EMAIL or not _EMAIL.fullmatch(address):
        return ""
    local, _, domain = address.rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _DOTLESS_DOMAINS:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


@lru_cache(maxsize=4096)
def phone_key(phone: str, country: str = "") -> str:
    """A phone number as E.164 (`+442079460018`), read as a number of `country` where it has no prefix; else empty."""
    try:
        number = phonenumbers.parse(clean(phone), country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def likeness(one: Identity, other: Identity) -> Likeness:
    """Add up what agrees: VAT number 80, e-mail 60, phone 40, name 30 (nearly: 20), address 30; at most 100.

    Two different VAT numbers are two customers, whatever else agrees.
    """
    if one.vat_id and other.vat_id and one.vat_id != other.vat_id:
        return Likeness(0, ("different VAT numbers",))
    found: list[tuple[int, str]] = []
    if one.vat_id and one.vat_id == other.vat_id:
        found.append((80, "same VAT number"))
    if one.email_key and one.email_key == other.email_key:
        found.append((60, "same e-mail"))
    if one.phone_key and one.phone_key == other.phone_key:
        found.append((40, "same phone"))
    if one.name_key and one.name_key == other.name_key:
        found.append((30, "same name"))
    elif _nearly_equal(one.name_key, other.name_key):
        found.append((20, "nearly the same name"))
    if set(one.addresses) & set(other.addresses):
        found.append((30, "same address"))
    return Likeness(min(100, sum(points for points, _ in found)), tuple(reason for _, reason in found))


def _nearly_equal(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return 100 * SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SIMILAR_NAME_PERCENT
