"""VAT numbers by country."""

import pytest

from ordino.parties.decide.vat import check_vat_id
from ordino.parties.problems import VatIdNotValid


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("GB 980 7806 84", "GB", "GB980780684"),
        ("980780684", "GB", "GB980780684"),
        ("de136695976", "DE", "DE136695976"),
        ("EL 094259216", "GR", "EL094259216"),
        ("XI980780684", "XI", "XI980780684"),
        ("CHE-107.787.577 IVA", "CH", "CHE107787577IVA"),
        (" own number 7 ", "ZA", "OWN NUMBER 7"),
    ],
)
def test_a_vat_number_is_kept_without_separators_and_with_its_prefix(text: str, country: str, expected: str):
    assert check_vat_id(text, country) == expected


@pytest.mark.parametrize(("text", "country"), [("DE136695977", "DE"), ("123", "DE"), ("", "DE"), ("9" * 41, "ZA")])
def test_a_wrong_vat_number_is_a_problem(text: str, country: str):
    assert isinstance(check_vat_id(text, country), VatIdNotValid)
