"""How the database plans: commands ask by key however little a table holds; lists may scan."""

from ordino.engine import Statement
from tests.conftest import TestEngine

ASK_BY_KEY = b"explain select id from orders_order where id = any('{1,2}'::bigint[])"
SETTING = Statement("tests.setting", b"show enable_seqscan")


def test_a_plan_made_while_a_table_is_empty_uses_an_index(engine: TestEngine) -> None:
    with engine.connection() as connection:
        connection.execute("analyze orders_order")
        plan = "\n".join(line for (line,) in connection.execute(ASK_BY_KEY).fetchall())
        connection.rollback()
    assert "Seq Scan" not in plan


def test_readers_choose_freely(engine: TestEngine) -> None:
    with engine.reader() as reader:
        assert reader.fetch_values(SETTING) == ["on"]
