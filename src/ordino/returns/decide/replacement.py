"""What of a return's units may be sent again for nothing. Pure."""


def replaceable(quantity: int, accepted: int, refunded: int, replaced: int) -> int:
    """Units that were neither replaced nor refunded; where some were refunded, only accepted ones remain."""
    return (accepted if refunded else quantity) - refunded - replaced
