"""What may be refused about a party."""

from typing import ClassVar

from ordino.kernel.problems import Problem

_MANY = 8


class AddressNotValid(Problem, frozen=True, kw_only=True):
    """One field of an address that the postal rules of its country do not accept."""

    title: ClassVar[str] = "Address not valid"
    status: ClassVar[int] = 422
    field: str
    value: str
    country: str
    accepted: tuple[str, ...]

    def detail(self) -> str:
        few = ", ".join(self.accepted[:_MANY]) + (" ..." if len(self.accepted) > _MANY else "")
        if self.country and self.value:
            return f"{self.field} {self.value!r} is not accepted in {self.country}; accepted: {few}."
        if self.country:
            return f"{self.field} is required in {self.country}; accepted: {few}."
        if self.value:
            return f"{self.field} {self.value!r} is not accepted; accepted: {few}."
        return f"{self.field} is required; accepted: {few}."


class VatIdNotValid(Problem, frozen=True, kw_only=True):
    """A VAT number that fails the format or the check digits of its country."""

    title: ClassVar[str] = "VAT number not valid"
    status: ClassVar[int] = 422
    vat_id: str
    country: str
    reason: str

    def detail(self) -> str:
        return f"{self.vat_id!r} is not a VAT number of {self.country}: {self.reason}"


class CustomerMerged(Problem, frozen=True, kw_only=True):
    """The customer was merged into another one, which stands for both."""

    title: ClassVar[str] = "Customer was merged"
    customer_id: int
    merged_into_id: int

    def detail(self) -> str:
        return f"Customer {self.customer_id} was merged into customer {self.merged_into_id}; use that one."
