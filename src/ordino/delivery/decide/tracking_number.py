"""Tracking numbers: those we give, and those that are given to us. Pure."""

from ordino.kernel.ids import with_check_digit
from ordino.kernel.problems import InvalidInput
from ordino.kernel.registration import check_code


def tracking_number_of(shipment_id: int) -> str:
    """The number of a shipment of ours: its key in ten digits and a check digit (modulo 10, as in GS1 codes)."""
    return f"OD{with_check_digit(f'{shipment_id:010d}')}"


def return_number_of(return_id: int) -> str:
    """The number on the label of a return, made the same way."""
    return f"RT{with_check_digit(f'{return_id:010d}')}"


def tracking_number_problem(number: str) -> InvalidInput | None:
    """Why a number cannot be accepted, or None."""
    return check_code(number, "tracking_number")
