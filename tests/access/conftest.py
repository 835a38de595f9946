"""Commands need their handlers."""

from ordino.flows.wiring import load_handlers

load_handlers()
