"""Every SQL statement of the audit is understood by the database."""

import re

import pytest

from ordino.engine import Statement
from ordino.simulation.audit.scope import SQL
from tests.conftest import TestEngine

PARAMETER = re.compile(rb"%\((\w+)\)s")


@pytest.mark.parametrize("statement", SQL.all(), ids=lambda statement: statement.name)
def test_the_database_plans_the_statement(engine: TestEngine, statement: Statement):
    nothing = {name.decode(): None for name in PARAMETER.findall(statement.text)}

    with engine.connection() as connection:
        plan = connection.execute(b"explain " + statement.text, nothing).fetchall()

    assert plan
