"""Addresses by the postal rules of their country."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordino.parties.decide.address import PostalAddress, check_address, fingerprint, postal_lines
from ordino.parties.decide.country import country_codes, find_country
from tests.support.shared import shared_path

LONDON = PostalAddress(
    recipient="Ada Lovelace", street="82 Clerkenwell Road", city="London", postal_code="EC1M 5RF", country="GB"
)
PALO_ALTO = PostalAddress(
    street="301 Hamilton Avenue", city="Palo Alto", region="CA", postal_code="94303", country="US"
)

COUNTRIES_OF_REAL_ADDRESSES = [
    "at",
    "au",
    "be",
    "br",
    "ca",
    "ch",
    "cz",
    "de",
    "dk",
    "es",
    "fr",
    "gb",
    "in",
    "it",
    "nl",
    "us",
]
NO_WHOLE_CODE = ("E10", "0000NA")  # a district of London; a placeholder of the source

any_text = st.text(max_size=30)
any_address = st.builds(
    PostalAddress,
    any_text,
    any_text,
    any_text,
    any_text,
    any_text,
    any_text,
    any_text,
    st.one_of(any_text, st.sampled_from(sorted(country_codes()))),
)


def test_a_valid_address_has_no_problem_and_stays_as_it_is():
    assert check_address(LONDON).problems == ()
    assert check_address(LONDON).address == LONDON


def test_spaces_case_region_and_postal_code_take_their_normal_form():
    typed = PostalAddress(
        recipient="  Ada\tLovelace ", street=" 301 Hamilton  Avenue\n\n Floor 2\n", city="Palo Alto", region="california",
        postal_code="94303-1234", country="us",
    )  # fmt: skip

    checked = check_address(typed)

    assert checked.problems == ()
    assert checked.address == PostalAddress(
        recipient="Ada Lovelace", street="301 Hamilton Avenue\nFloor 2", city="Palo Alto", region="CA",
        postal_code="94303-1234", country="US",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("country", "typed", "written"),
    [
        ("GB", "ec1m5rf", "EC1M 5RF"),
        ("GB", "M11AE", "M1 1AE"),
        ("NL", "1234AB", "1234 AB"),
        ("CA", "k1a0b1", "K1A 0B1"),
        ("PL", "00950", "00-950"),
        ("JP", "1540023", "154-0023"),
        ("DE", "26 133", "26133"),
        ("FR", "33 380", "33380"),
    ],
)
def test_a_postal_code_is_kept_as_it_is_written_in_its_country(country: str, typed: str, written: str):
    assert (
        check_address(PostalAddress(street="x", city="y", postal_code=typed, country=country)).address.postal_code
        == written
    )


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            PostalAddress(street="1 High St", city="London", postal_code="12345", country="GB"),
            [("postal_code", "'12345' is not accepted in GB")],
        ),
        (
            PostalAddress(street="1 Main St", city="Palo Alto", region="California", postal_code="62704", country="US"),
            [("postal_code", "'62704' is not accepted in US; accepted: 90000, 96199.")],
        ),
        (PostalAddress(street="1 Main St", city="Palo Alto", postal_code="94303", country="US"), [("region", "is required in US")]),
        (PostalAddress(country="DE"), [("street", "required"), ("city", "required"), ("postal_code", "26133, 53225")]),
        (PostalAddress(street="x", city="y", country="UK"), [("country", "'UK' is not accepted; accepted: GB.")]),
        (PostalAddress(street="x", city="y"), [("country", "is required; accepted: a two-letter code")]),
        (PostalAddress(street="x", city="y" * 201, postal_code="26133", country="DE"), [("city", "at most 200 characters")]),
    ],
)  # fmt: skip
def test_each_wrong_field_is_a_problem_that_says_what_would_be_accepted(
    address: PostalAddress, expected: list[tuple[str, str]]
):
    problems = check_address(address).problems

    assert [problem.field for problem in problems] == [field for field, _ in expected]
    for problem, (_, words) in zip(problems, expected, strict=True):
        assert words in problem.detail()


@given(any_address)
def test_odd_input_never_raises_and_normalizing_twice_changes_nothing(address: PostalAddress):
    once = check_address(address)

    assert check_address(once.address) == once
    assert "\x00" not in "".join(postal_lines(once.address))
    "".join(postal_lines(once.address)).encode()
    fingerprint(address)


@pytest.mark.parametrize("country", sorted(country_codes()))
def test_every_country_has_rules_and_a_label(country: str):
    address = PostalAddress(recipient="Ada", street="Street 1", city="City", country=country)

    assert check_address(address).address.country == country
    assert postal_lines(address, origin_country=country)


@pytest.mark.parametrize(
    ("address", "origin", "expected"),
    [
        (LONDON, "GB", ["Ada Lovelace", "82 Clerkenwell Road", "LONDON", "EC1M 5RF"]),
        (LONDON, "DE", ["Ada Lovelace", "82 Clerkenwell Road", "LONDON", "EC1M 5RF", "UNITED KINGDOM"]),
        (PALO_ALTO, "US", ["301 Hamilton Avenue", "PALO ALTO, CA 94303"]),
        (
            PostalAddress(street="Gontardstraße 7", city="Berlin", postal_code="10178", country="DE"),
            "DE",
            ["Gontardstraße 7", "10178 BERLIN"],
        ),
        (
            PostalAddress(street="Pietarinkatu 15", city="Helsinki", postal_code="00140", country="FI"),
            "SE",
            ["Pietarinkatu 15", "FI-00140 HELSINKI", "FINLAND"],
        ),
    ],
)
def test_a_label_has_the_lines_of_its_country(address: PostalAddress, origin: str, expected: list[str]):
    assert postal_lines(address, origin_country=origin) == expected


def cases_of(country: str) -> list[tuple[dict[str, str], list[str]]]:
    """The components and the expected lines of a country's cases that have a street, a city and a postal code."""
    path = shared_path(f"data/addresses/address_formatting/testcases/countries/{country}.yaml")
    found = []
    for block in re.split(r"^---\s*$", path.read_text("utf-8"), flags=re.MULTILINE):
        head, _, expected = block.partition("expected:")
        parts = {key: value.strip("'\"") for key, value in re.findall(r"^\s+(\w+): *(.+?)\s*$", head, re.MULTILINE)}
        if {"road", "house_number", "city", "postcode"} <= parts.keys():
            found.append((parts, [line.strip().casefold() for line in expected.splitlines()]))
    return found


@pytest.mark.parametrize("country", ["at", "au", "be", "br", "cz", "fi", "fr", "gb", "nl", "no", "pl", "pt", "us"])
def test_the_last_line_of_a_domestic_label_is_what_others_expect(country: str):
    cases = cases_of(country)

    for parts, expected in cases:
        given = PostalAddress(
            street=f"{parts['road']} {parts['house_number']}",
            city=parts["city"],
            region=parts.get("state", ""),
            postal_code=parts["postcode"],
            country=country,
        )
        lines = postal_lines(check_address(given).address, origin_country=country.upper())
        assert lines[-1].casefold() in expected
    assert cases


def test_one_address_written_in_two_ways_has_one_fingerprint():
    shouted = PostalAddress(
        recipient="ADA LOVELACE", street="82, Clerkenwell Road.", city="LONDON", postal_code="EC1M5RF", country="GB"
    )

    assert fingerprint(LONDON) == fingerprint(shouted)
    assert fingerprint(LONDON) != fingerprint(PALO_ALTO)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gb", "GB"), ("United Kingdom", "GB"), ("UK", "GB"), ("EIRE", "IE"), ("Deutschland", "DE"), ("USA", "US"),
        ("RSA", "ZA"), ("Cote d'Ivoire", "CI"), ("European Community", None), ("", None), ("Unspecified", None),
    ],
)  # fmt: skip
def test_a_country_is_found_by_code_and_by_name(text: str, expected: str | None):
    assert find_country(text) == expected


@pytest.mark.parametrize(
    "country",
    ["at", "au", "be", "br", "ca", "ch", "cz", "de", "dk", "es", "fr", "gb", "in", "it", "nl", "pl", "se", "us"],
)
def test_postal_codes_of_real_addresses_are_accepted(country: str):
    path = shared_path(f"data/addresses/address_formatting/testcases/countries/{country}.yaml")
    codes = [
        line.split(":", 1)[1].strip().strip("'\"")
        for line in path.read_text("utf-8").splitlines()
        if "postcode:" in line
    ]

    refused = [
        code
        for code in codes
        for problem in check_address(PostalAddress(street="x", city="y", postal_code=code, country=country)).problems
        if problem.field == "postal_code"
    ]

    assert codes
    assert [code for code in refused if code not in NO_WHOLE_CODE and not {",", ";"} & set(code)] == []
