"""What an operator sets for fulfillment. See docs/reference/settings.md."""

import os
import re

UNREGISTERED_PREFIX = "0000000"


def company_prefix() -> str:
    """The GS1 company prefix (`ORDINO_GS1_COMPANY_PREFIX`, 4 to 12 digits); without it, numbers are unique in this house only.

    Raises ValueError where it is set to anything else.
    """
    prefix = os.environ.get("ORDINO_GS1_COMPANY_PREFIX") or UNREGISTERED_PREFIX
    if not re.fullmatch(r"[0-9]{4,12}", prefix):
        raise ValueError(f"ORDINO_GS1_COMPANY_PREFIX is {prefix!r}; give the 4 to 12 digits that GS1 assigned to you")
    return prefix
