"""VAT numbers by the rules of their country (python-stdnum)."""

from typing import Any

from stdnum import get_cc_module
from stdnum.exceptions import ValidationError

from ordino.parties.decide.country import country_codes
from ordino.parties.decide.text import clean
from ordino.parties.problems import VatIdNotValid

_PREFIXES = {"GR": "EL", "XI": "XI"}
_RULES_OF = {"XI": "gb", "EL": "gr"}
_PREFIXED = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI".split())  # noqa: SIM905
_LONGEST = 40


def check_vat_id(text: str, country: str) -> str | VatIdNotValid:
    """The VAT number without separators and, in Europe, with its country's prefix; or why it is none.

    Where the country has no known rule the cleaned text is accepted as it is.
    """
    number = clean(text).upper()
    if len(number) > _LONGEST or not number:
        return VatIdNotValid(vat_id=number[:_LONGEST], country=country, reason=f"give 1 to {_LONGEST} characters.")
    rules = _rules(country)
    if rules is None:
        return number
    prefix = _PREFIXES.get(country, country) if country in _PREFIXED else ""
    try:
        bare: str = rules.validate(number.removeprefix("XI") if country == "XI" else number)
    except ValidationError as problem:
        return VatIdNotValid(vat_id=number, country=country, reason=str(problem))
    return bare if bare.startswith(prefix) else prefix + bare


def _rules(country: str) -> Any:
    if country not in country_codes() and country not in _RULES_OF:
        return None
    return get_cc_module(_RULES_OF.get(country, country.lower()), "vat")
