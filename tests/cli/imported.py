"""What the process imports that commands are forked from; Django stays out, for it reads its settings as it is imported."""

import os
from importlib import import_module
from importlib.util import find_spec

os.environ["COLUMNS"] = "120"  # read once, where the console is made

from ordino.cli.main import PARTS
from ordino.flows.wiring import load_handlers

load_handlers()
for module, _ in PARTS.values():
    if find_spec(f"ordino.cli.{module}"):
        import_module(f"ordino.cli.{module}")
