"""Orders as a shop gets them: three lines and shipping, priced by the shop's list, to a real kind of address. Seeded."""

import random
from collections.abc import Iterator

from ordino.orders.commands import PlaceOrder
from ordino.orders.rows import OrderedCharge, OrderedLine, PostalAddress
from ordino.simulation.benchmarks.world import BATCH, CHANNEL, HOT_SKU, World, customer_reference, sku_code

LINES = 3
_TOWNS = (
    ("London", "SW1A 1AA"),
    ("Manchester", "M1 1AE"),
    ("Birmingham", "B33 8TH"),
    ("Chester", "CR2 6XH"),
    ("Wirral", "DN55 1PT"),
)


class Workload:
    """An endless stream of different orders; with `hot` every order asks for the same SKU in its first line."""

    def __init__(self, world: World, *, seed: int = 1, hot: bool = False, prefix: str = "R", quantity: int = 3) -> None:
        self._world = world
        self._random = random.Random(seed)  # noqa: S311 - luck, not secrets
        self._hot = hot
        self._prefix = prefix
        self._maximum_quantity = quantity
        self._placed = 0

    def batches(self, orders: int, size: int = BATCH) -> Iterator[list[PlaceOrder]]:
        """`orders` orders in batches of `size`."""
        for start in range(0, orders, size):
            yield [self.order() for _ in range(min(size, orders - start))]

    def order(self) -> PlaceOrder:
        """The next order."""
        self._placed += 1
        customer = self._random.randrange(self._world.customers)
        town, postal_code = _TOWNS[customer % len(_TOWNS)]
        codes = [sku_code(number) for number in self._random.sample(range(self._world.skus), LINES)]
        if self._hot:
            codes[0] = HOT_SKU
        return PlaceOrder(
            channel=CHANNEL,
            external_reference=f"{self._prefix}{self._placed:08}",
            customer_reference=customer_reference(customer),
            lines=tuple(
                [OrderedLine(sku=code, quantity=self._random.randint(1, self._maximum_quantity)) for code in codes]
            ),
            charges=(OrderedCharge(kind="shipping", label="Post", amount_minor=495),),
            ship_to=PostalAddress(
                recipient=f"Customer {customer}",
                street=f"{customer % 90 + 1} High Street",
                city=town,
                postal_code=postal_code,
                country="GB",
            ),
        )
