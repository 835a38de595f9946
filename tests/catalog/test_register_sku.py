"""SKUs are registered under their code, again and again, in batches."""

import pytest

from ordino.catalog.commands import Component, RegisteredSku, RegisterSku
from ordino.catalog.events import SkuChanged, SkuRegistered
from ordino.catalog.problems import BarcodeTaken, UnknownSkus
from ordino.catalog.queries import bundle_components, skus_by_code, skus_by_id, substitutes
from ordino.engine import SYSTEM, Completed, Outcome, Replayed
from ordino.kernel.messages import Event, Record, Refused
from ordino.kernel.problems import InvalidInput, Problem
from tests.conftest import TestEngine


def register(engine: TestEngine, *commands: RegisterSku) -> list[Outcome]:
    return engine.execute(commands, actor=SYSTEM)


def result_of(outcome: Outcome) -> RegisteredSku:
    assert isinstance(outcome, Completed | Replayed), outcome
    assert isinstance(outcome.result, RegisteredSku)
    return outcome.result


def events_of(outcome: Outcome) -> list[Event]:
    assert isinstance(outcome, Completed), outcome
    return [entry.event for entry in outcome.events]


def problem_of(outcome: Outcome) -> Problem:
    assert isinstance(outcome, Refused), outcome
    return outcome.problem


def facts(row: Record) -> dict[str, object]:
    return {field: getattr(row, field) for field in row.__struct_fields__}


def test_a_new_sku_gets_defaults_for_what_is_not_given(engine: TestEngine):
    [outcome] = register(
        engine, RegisterSku(code="85123A", name="Lantern", weight_grams=350, barcodes=("5012345678900",))
    )

    sku_id = result_of(outcome).sku_id
    assert events_of(outcome) == [SkuRegistered(sku_id=sku_id, code="85123A", name="Lantern", sku_kind="goods")]
    with engine.reader() as reader:
        found = skus_by_code(reader, ["85123A", "5012345678900", "unknown"])
        assert set(found) == {"85123A", "5012345678900"}
        assert {row.id for row in found.values()} == {sku_id}
        assert facts(skus_by_id(reader, [sku_id])[sku_id]) == {
            "id": sku_id, "code": "85123A", "product_id": None, "name": "Lantern", "kind": "goods",
            "tax_category": "standard", "weight_grams": 350, "length_mm": 0, "width_mm": 0, "height_mm": 0,
            "quantity_scale": 0, "sellable": True, "backorderable": True,
        }  # fmt: skip


def test_registering_again_changes_what_is_given_and_leaves_the_rest(engine: TestEngine):
    [first] = register(engine, RegisterSku(code="A", name="Lantern", weight_grams=350))

    [second] = register(engine, RegisterSku(code="A", sellable=False, weight_grams=400, barcodes=("1",)))
    [third] = register(engine, RegisterSku(code="A", weight_grams=400, barcodes=("1",)))

    sku_id = result_of(first).sku_id
    assert result_of(second) == RegisteredSku(sku_id=sku_id, code="A", created=False)
    assert events_of(second) == [SkuChanged(sku_id=sku_id, code="A", changed=("weight_grams", "sellable", "barcodes"))]
    assert isinstance(third, Replayed)
    with engine.reader() as reader:
        row = skus_by_id(reader, [sku_id])[sku_id]
    assert (row.name, row.weight_grams, row.sellable) == ("Lantern", 400, False)


def test_one_batch_may_name_a_code_twice_and_refuse_one_of_them(engine: TestEngine):
    outcomes = register(
        engine,
        RegisterSku(code="A", name="one"),
        RegisterSku(code="A", weight_grams=-1),
        RegisterSku(code="A", name="two"),
        RegisterSku(code=" B"),
    )

    assert [type(outcome) for outcome in outcomes] == [Completed, Refused, Completed, Refused]
    assert [result_of(outcomes[i]).created for i in (0, 2)] == [True, False]
    with engine.reader() as reader:
        assert {code: row.name for code, row in skus_by_code(reader, ["A", "B", " B"]).items()} == {"A": "two"}


def test_a_product_is_made_on_the_way_and_shared(engine: TestEngine):
    register(
        engine,
        RegisterSku(code="S", name="Shirt small", product="SHIRT", product_name="Shirt"),
        RegisterSku(code="L", name="Shirt large", product="SHIRT"),
    )

    with engine.reader() as reader:
        found = skus_by_code(reader, ["S", "L"])
    assert found["S"].product_id == found["L"].product_id is not None
    with engine.connection() as connection:
        assert connection.execute("select code, name from catalog_product").fetchall() == [("SHIRT", "Shirt")]


def test_a_bundle_holds_skus_that_are_known_or_registered_before_it_in_the_batch(engine: TestEngine):
    outcomes = register(
        engine,
        RegisterSku(code="A", barcodes=("111",)),
        RegisterSku(code="B"),
        RegisterSku(
            code="SET",
            sku_kind="bundle",
            components=(
                Component(sku="111", quantity=2),
                Component(sku="B", quantity=1),
                Component(sku="A", quantity=1),
            ),
        ),
    )

    a, b, bundle = (result_of(outcome).sku_id for outcome in outcomes)
    with engine.reader() as reader:
        found = bundle_components(reader, [bundle, a])
    assert {key: [(row.sku_id, row.quantity) for row in rows] for key, rows in found.items()} == {
        bundle: [(a, 3), (b, 1)]
    }


def test_components_and_substitutes_replace_those_before(engine: TestEngine):
    register(engine, RegisterSku(code="A"), RegisterSku(code="B"), RegisterSku(code="C"))
    given = (Component(sku="A", quantity=1),)
    [first] = register(engine, RegisterSku(code="SET", sku_kind="bundle", components=given, substitutes=("B", "A")))

    [same] = register(engine, RegisterSku(code="SET", components=given, substitutes=("B", "A")))
    [second] = register(
        engine, RegisterSku(code="SET", components=(Component(sku="C", quantity=5),), substitutes=("A", "C"))
    )

    bundle = result_of(first).sku_id
    assert isinstance(same, Replayed)
    assert events_of(second) == [SkuChanged(sku_id=bundle, code="SET", changed=("components", "substitutes"))]
    with engine.reader() as reader:
        ids = {code: row.id for code, row in skus_by_code(reader, ["A", "B", "C"]).items()}
        assert [(row.sku_id, row.quantity) for row in bundle_components(reader, [bundle])[bundle]] == [(ids["C"], 5)]
        assert [row.substitute_id for row in substitutes(reader, [bundle])[bundle]] == [ids["A"], ids["C"]]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (RegisterSku(code=""), (InvalidInput, "code")),
        (RegisterSku(code="x" * 101), (InvalidInput, "code")),
        (RegisterSku(code="a\nb"), (InvalidInput, "code")),
        (RegisterSku(code="a\x00b"), (InvalidInput, "text")),
        (RegisterSku(code="N", name="\ud800"), (InvalidInput, "text")),
        (RegisterSku(code="N", tax_category=" "), (InvalidInput, "tax_category")),
        (RegisterSku(code="N", product=""), (InvalidInput, "product")),
        (RegisterSku(code="N", height_mm=-1), (InvalidInput, "height_mm")),
        (RegisterSku(code="N", weight_grams=10**30), (InvalidInput, "weight_grams")),
        (RegisterSku(code="N", quantity_scale=7), (InvalidInput, "quantity_scale")),
        (RegisterSku(code="KNOWN", quantity_scale=3), (InvalidInput, "quantity_scale")),
        (RegisterSku(code="KNOWN", sku_kind="service"), (InvalidInput, "sku_kind")),
        (RegisterSku(code="N", barcodes=("",)), (InvalidInput, "barcodes")),
        (RegisterSku(code="N", barcodes=("111",)), (BarcodeTaken, "111")),
        (RegisterSku(code="N", components=(Component(sku="KNOWN", quantity=1),)), (InvalidInput, "components")),
        (RegisterSku(code="N", sku_kind="bundle"), (InvalidInput, "components")),
        (RegisterSku(code="N", sku_kind="bundle", components=()), (InvalidInput, "components")),
        (
            RegisterSku(code="N", sku_kind="bundle", components=(Component(sku="KNOWN", quantity=0),)),
            (InvalidInput, "components"),
        ),
        (
            RegisterSku(code="N", sku_kind="bundle", components=(Component(sku="SET", quantity=1),)),
            (InvalidInput, "components"),
        ),
        (RegisterSku(code="N", sku_kind="bundle", components=(Component(sku="?", quantity=1),)), (UnknownSkus, "?")),
        (RegisterSku(code="N", substitutes=("?", "KNOWN")), (UnknownSkus, "?")),
        (RegisterSku(code="KNOWN", substitutes=("KNOWN",)), (InvalidInput, "substitutes")),
    ],
)
def test_what_cannot_be_accepted_is_refused_with_its_field_and_changes_nothing(
    engine: TestEngine, command: RegisterSku, expected: tuple[type[Problem], str]
):
    register(engine, RegisterSku(code="KNOWN", barcodes=("111",)))
    register(engine, RegisterSku(code="SET", sku_kind="bundle", components=(Component(sku="KNOWN", quantity=1),)))
    with engine.connection() as connection:
        before = connection.execute("select s::text from catalog_sku s order by id").fetchall()

    [outcome] = register(engine, command)

    problem = problem_of(outcome)
    assert isinstance(problem, expected[0])
    assert expected[1] in problem.detail()
    with engine.connection() as connection:
        assert connection.execute("select s::text from catalog_sku s order by id").fetchall() == before


def test_a_page_of_500_skus_is_registered_in_one_batch(engine: TestEngine):
    outcomes = register(engine, *(RegisterSku(code=f"S{i}", name=f"SKU {i}", barcodes=(f"B{i}",)) for i in range(500)))

    assert all(isinstance(outcome, Completed) for outcome in outcomes)
    with engine.reader() as reader:
        assert len(skus_by_code(reader, [f"S{i}" for i in range(500)] + [f"B{i}" for i in range(500)])) == 1000
