"""Countries by code and by name."""

from functools import lru_cache

from babel import Locale

from ordino.parties.decide.text import fold

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt")
_ALSO = {"uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "usa": "US", "eire": "IE",
         "rsa": "ZA", "uae": "AE", "holland": "NL", "czech republic": "CZ", "korea": "KR", "russian federation": "RU"}  # fmt: skip


def find_country(text: str) -> str | None:
    """The ISO 3166 code of a country given by code or by name in a common language, or None."""
    return _countries().get(fold(text))


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """Every two-letter code of a country or territory to which mail goes (ISO 3166, and Kosovo's XK)."""
    no_country = {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB", "CP", "CQ", "DG", "EA", "IC"}
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in no_country)


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found = {code.lower(): code for code in sorted(country_codes())}
    for language in _LANGUAGES:
        territories = Locale(language).territories
        for code in sorted(country_codes()):
            found.setdefault(fold(territories.get(code, code)), code)
    return found | _ALSO
