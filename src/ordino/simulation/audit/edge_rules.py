"""Rules about what works at the edges: jobs, API keys and tokens."""

from collections.abc import Iterable

from ordino.jobs.lifecycle import JOB
from ordino.simulation.audit.checks import AtOnce, Rule, at_once
from ordino.simulation.audit.report import Finding
from ordino.simulation.audit.scope import SQL
from ordino.simulation.audit.snapshot import Snapshot


def _keys(snapshot: Snapshot) -> Iterable[Finding]:
    return snapshot.reader.fetch(SQL.e6_keys_as_their_events, Finding, now=snapshot.now)


EDGE_RULES = (
    Rule(
        "S1",
        "Jobs are in a declared state, and one that is done says what it did",
        "jobs",
        "a job's state with its life cycle and its report, and an import's file total with what was captured, listed and refused",
        at_once(SQL.s1_jobs_in_their_states, states=list(JOB.states)),
    ),
    Rule(
        "E6",
        "The journal gives back the jobs",
        "jobs",
        "jobs with the fold of their events, and reports with the commands that ended them",
        at_once(SQL.e6_jobs_as_their_events),
    ),
    Rule(
        "S1",
        "Nothing was done under a key after its end",
        "API keys",
        "commands in the name of a key with when it was revoked or expired, and a minute for what had begun",
        at_once(SQL.s1_nothing_by_revoked_keys),
    ),
    Rule(
        "E6",
        "The journal gives back the keys and the revoked tokens",
        "API keys",
        "keys with the fold of their events, and tokens that are refused with the events that revoked them",
        lambda: AtOnce(_keys),
    ),
)
