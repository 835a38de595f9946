"""What sourcing may refuse."""

from ordino.kernel.problems import Problem


class InsufficientStock(Problem, frozen=True, kw_only=True):
    """The order takes no backorder and stock is short; `also_short` names the further SKUs."""

    title = "Insufficient stock"
    sku: str
    wanted: int
    available: int
    also_short: tuple[str, ...] = ()

    def detail(self) -> str:
        others = f" (short, too: {', '.join(self.also_short)})" if self.also_short else ""
        return (
            f"{self.sku}: {self.wanted} wanted, {self.available} available{others}; "
            "order what is available, or accept a backorder."
        )
