"""A product broken on purpose is caught by name; here the variants that show soon, all of them in `make soak`."""

import pytest

from ordino.engine import journal
from ordino.simulation.negative_controls.self_test import catch
from ordino.simulation.negative_controls.variants import VARIANTS, Variant
from ordino.simulation.runs.outside import Outside
from ordino.simulation.runs.server import Server

SOON = (
    "event lost",
    "key forgotten",
    "preview that books",
    "status not derived again",
)


@pytest.mark.parametrize("variant", [one for one in VARIANTS if one.name in SOON], ids=lambda variant: variant.name)
def test_a_broken_product_is_caught_by_name(server: Server, outside: Outside, variant: Variant) -> None:
    caught = catch(server, outside, variant)
    assert caught.rule in variant.caught_by, caught
    assert caught.turns < 200


def test_the_product_is_whole_again_afterwards(server: Server, outside: Outside) -> None:
    write_events = journal.write_events
    catch(server, outside, next(one for one in VARIANTS if one.name == "event lost"))
    assert journal.write_events is write_events


def test_every_variant_has_a_name_of_its_own() -> None:
    assert len({one.name for one in VARIANTS}) == len(VARIANTS) >= 20
