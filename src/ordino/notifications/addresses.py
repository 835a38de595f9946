"""Whether a text can be an e-mail address at all; whether somebody reads it, only sending shows."""

import re

LONGEST = 254
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)*")


def is_address(text: str) -> bool:
    """One address without a name, spaces or line breaks: what may stand in a header and on an envelope."""
    return len(text) <= LONGEST and text.isprintable() and _ADDRESS.fullmatch(text) is not None
