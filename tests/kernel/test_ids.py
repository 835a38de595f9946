"""GS1 check digits."""

import pytest

from ordino.kernel.ids import gs1_check_digit, gtin14, is_gtin, is_sscc, make_sscc


def test_scenario_37_check_digit_of_an_sscc() -> None:
    assert gs1_check_digit("09528765432101234") == 6
    assert is_sscc("095287654321012346")


@pytest.mark.parametrize("code", ["4006381333931", "96385074", "036000291452", "10614141000415"])
def test_real_gtins_are_accepted(code: str) -> None:
    assert is_gtin(code)


@pytest.mark.parametrize("code", ["4006381333932", "400638133393", "", "85123A", "٤006381333931", "1"])
def test_a_wrong_digit_length_or_letter_is_no_gtin(code: str) -> None:
    assert not is_gtin(code)


def test_one_product_has_one_gtin_14() -> None:
    assert gtin14("036000291452") == gtin14("0036000291452") == "00036000291452"
    with pytest.raises(ValueError, match="85123A"):
        gtin14("85123A")


def test_sscc_is_made_of_its_parts() -> None:
    assert make_sscc(0, "9528765", 432101234) == "095287654321012346"
    with pytest.raises(ValueError, match="no SSCC"):
        make_sscc(0, "9528765", 10**9)
