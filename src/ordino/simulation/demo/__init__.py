"""The demo merchant: months of a small kitchenware company's orders, made from a seed through the ordinary commands."""

from ordino.simulation.demo.live import run_live
from ordino.simulation.demo.run import DemoSummary, run_demo

__all__ = ["DemoSummary", "run_demo", "run_live"]
