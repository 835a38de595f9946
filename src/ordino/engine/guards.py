"""Migration helper: tables that refuse any change outside a command."""

from django.db.migrations import RunSQL


def guard_tables(*tables: str) -> RunSQL:
    """Refuse INSERT, UPDATE and DELETE on the tables unless the transaction runs a command (`ordino.command` is set)."""
    return RunSQL(
        [
            f"create trigger refuse_change_outside_command before insert or update or delete on {table} "
            "for each statement execute function engine_refuse_change_outside_command()"
            for table in tables
        ],
        [f"drop trigger refuse_change_outside_command on {table}" for table in tables],
    )
