"""Words and arithmetic everyone shares: money, shares, quantities, time, life cycles, commands, events, problems.

Depends on the standard library and msgspec only; does no input or output and reads no clock.
"""
