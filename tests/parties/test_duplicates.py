"""Which customers are probably the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordino.parties.decide.duplicates import PROBABLE, Identity, Likeness, email_key, likeness, name_key, phone_key

ADA = Identity(name_key="ada lovelace", email_key="ada@example.com", phone_key="+442079460018", addresses=("a", "b"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dr. Ada Lovelace", "ada lovelace"),
        ("LOVELACE, Ada", "ada lovelace"),
        ("Müller & Söhne GmbH", "muller sohne"),
        ("Limited", "limited"),
        ("", ""),
        ("株式会社", "株式会社"),
    ],
)
def test_a_name_is_compared_without_case_accents_titles_and_order(name: str, expected: str):
    assert name_key(name) == expected


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        (" Ada@Example.COM ", "ada@example.com"),
        ("ada+shop@example.com", "ada@example.com"),
        ("Ada.Love.Lace@googlemail.com", "adalovelace@gmail.com"),
        ("no address", ""),
        ("a@b", ""),
        ("a" * 250 + "@b.com", ""),
        ("", ""),
    ],
)
def test_an_email_is_compared_without_case_and_sub_address(email: str, expected: str):
    assert email_key(email) == expected


@pytest.mark.parametrize(
    ("phone", "country", "expected"),
    [
        ("020 7946 0018", "GB", "+442079460018"),
        ("+44 (0)20 7946 0018", "", "+442079460018"),
        ("030 123456", "DE", "+4930123456"),
        ("020 7946 0018", "", ""),
        ("12", "GB", ""),
        ("call me", "GB", ""),
        ("", "", ""),
    ],
)
def test_a_phone_is_compared_as_e164(phone: str, country: str, expected: str):
    assert phone_key(phone, country) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Identity(), Likeness(0, ())),
        (Identity(email_key="ada@example.com"), Likeness(60, ("same e-mail",))),
        (Identity(name_key="ada lovelace", addresses=("b", "c")), Likeness(60, ("same name", "same address"))),
        (
            Identity(name_key="ada lovelase", phone_key="+442079460018"),
            Likeness(60, ("same phone", "nearly the same name")),
        ),
        (Identity(name_key="charles babbage"), Likeness(0, ())),
        (ADA, Likeness(100, ("same e-mail", "same phone", "same name", "same address"))),
    ],
)
def test_what_agrees_adds_up_with_its_reasons(other: Identity, expected: Likeness):
    assert likeness(ADA, other) == expected


def test_two_vat_numbers_are_two_customers_and_one_is_one():
    one = Identity(name_key="acme", email_key="buy@acme.com", vat_id="DE136695976")

    assert likeness(one, Identity(name_key="acme", email_key="buy@acme.com", vat_id="GB980780684")).score == 0
    assert likeness(one, Identity(vat_id="DE136695976")).score == 80 >= PROBABLE


@given(st.text(), st.text(), st.text())
def test_odd_input_never_raises_and_keys_are_stable(name: str, email: str, phone: str):
    assert name_key(name_key(name)) == name_key(name)
    assert email_key(email_key(email)) == email_key(email)
    phone_key(phone, "GB")
