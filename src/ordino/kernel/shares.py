"""Splitting an amount so that no cent is lost: over weights (rule R2) and over the units of a line (rule R3)."""

from collections.abc import Sequence


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights` by largest remainder; the parts add up to `total` exactly.

    Ties go to the lowest index, a negative total is the mirror of the positive one, and where all weights are zero the
    parts are equal. Raises ValueError for a negative weight, or where there is nothing to give a total to.
    """
    if total < 0:
        return [-part for part in share(-total, weights)]
    whole = sum(weights)
    if whole <= 0:
        return _equal_shares(total, weights)
    if len(weights) == 1:
        return [total]
    if min(weights) < 0:
        raise ValueError(f"weights cannot be negative: {list(weights)}")
    products = [total * weight for weight in weights]
    parts = [product // whole for product in products]
    missing = total - sum(parts)
    if missing:
        remainders = [product % whole for product in products]
        if missing == 1:
            parts[remainders.index(max(remainders))] += 1
            return parts
        by_remainder = sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)
        for index in by_remainder[:missing]:
            parts[index] += 1
    return parts


def _equal_shares(total: int, weights: Sequence[int]) -> list[int]:
    if any(weights):
        raise ValueError(f"weights cannot be negative: {list(weights)}")
    if not weights:
        if total:
            raise ValueError(f"{total} cannot be shared over nothing")
        return []
    base, extra = divmod(total, len(weights))
    return [base + 1] * extra + [base] * (len(weights) - extra)


def cumulative_share(total: int, units: int, taken: int, scale: int = 0) -> int:
    """What the first `taken` of `units` carry of `total`; the last unit completes the total.

    Whole units get equal shares by R2, first units first (10.00 over 3 is 3.34, 3.33, 3.33). Goods sold by measure
    (`scale` decimals, so that a unit is perhaps a gram) get their proportion, rounded half up.
    Raises ValueError where `taken` lies outside 0..`units`.
    """
    if not 0 <= taken <= units:
        raise ValueError(f"cannot take {taken} of {units} units")
    if total < 0:
        return -cumulative_share(-total, units, taken, scale)
    if not units:
        return 0
    if scale:
        return (2 * total * taken + units) // (2 * units)
    base, extra = divmod(total, units)
    return base * taken + min(taken, extra)


def share_of_units(total: int, units: int, already: int, further: int, scale: int = 0) -> int:
    """What `further` units carry of `total` after `already` units were taken: the refund rule.

    Whatever the partition, the parts taken add up to exactly what taking all at once gives (M6).
    """
    return cumulative_share(total, units, already + further, scale) - cumulative_share(total, units, already, scale)
