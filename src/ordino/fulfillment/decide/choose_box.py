"""Which box units go into, and what a package weighs. Lengths in millimetres, weights in grams; a 0 is not known."""

from collections.abc import Iterable, Sequence

from ordino.kernel.messages import Record


class BoxRow(Record, frozen=True):
    """A box: inner measures, what it bears, what it weighs empty."""

    code: str
    length_mm: int
    width_mm: int
    height_mm: int
    maximum_weight_grams: int
    tare_weight_grams: int

    @property
    def volume_mm3(self) -> int:
        return self.length_mm * self.width_mm * self.height_mm

    @property
    def sides_mm(self) -> tuple[int, ...]:
        return tuple(sorted((self.length_mm, self.width_mm, self.height_mm)))


class Measures(Record, frozen=True):
    """Weight and size of one whole unit of a SKU; `quantity_scale` decimals are sold of it."""

    sku_id: int
    weight_grams: int
    length_mm: int
    width_mm: int
    height_mm: int
    quantity_scale: int

    @property
    def sides_mm(self) -> tuple[int, ...]:
        return tuple(sorted((self.length_mm, self.width_mm, self.height_mm)))


class Content(Record, frozen=True):
    """So many smallest units of a SKU."""

    measures: Measures
    quantity: int

    @property
    def weight_grams(self) -> int:
        return self._of_all(self.measures.weight_grams)

    @property
    def volume_mm3(self) -> int:
        return self._of_all(self.measures.length_mm * self.measures.width_mm * self.measures.height_mm)

    def _of_all(self, of_one: int) -> int:
        """Rounded up: what is begun takes room."""
        whole = int(10**self.measures.quantity_scale)
        return -(-of_one * self.quantity // whole)


def weight_of(contents: Iterable[Content], box: BoxRow | None) -> int:
    """What the package weighs, in grams."""
    return sum(content.weight_grams for content in contents) + (box.tare_weight_grams if box else 0)


def sides_of(contents: Sequence[Content], box: BoxRow | None) -> tuple[int, int, int]:
    """Length, width and height of the package: its box's, or those of the one unit in its own wrapping; else not known."""
    if box:
        return box.length_mm, box.width_mm, box.height_mm
    if len(contents) == 1 and contents[0].quantity == 10 ** contents[0].measures.quantity_scale:
        only = contents[0].measures
        return only.length_mm, only.width_mm, only.height_mm
    return 0, 0, 0


def choose_box(contents: Sequence[Content], boxes: Iterable[BoxRow]) -> BoxRow | None:
    """The smallest box that holds the units by volume, by each unit's sides and by weight; None where none does."""
    fitting = (box for box in boxes if _holds(box, contents))
    return min(fitting, key=lambda box: (box.volume_mm3, box.tare_weight_grams, box.code), default=None)


def _holds(box: BoxRow, contents: Sequence[Content]) -> bool:
    return (
        sum(content.weight_grams for content in contents) <= box.maximum_weight_grams
        and sum(content.volume_mm3 for content in contents) <= box.volume_mm3
        and all(
            side <= room
            for content in contents
            for side, room in zip(content.measures.sides_mm, box.sides_mm, strict=True)
        )
    )
