"""Let the merchant's own words stand in for those that are built in."""

from collections.abc import Sequence

from ordino.engine import Unit, handles
from ordino.kernel.messages import Decision, Done, Record, Refused, StreamEvent
from ordino.kernel.problems import Problem
from ordino.kernel.registration import check_text
from ordino.notifications.commands import MessageTemplateSet, SetMessageTemplate
from ordino.notifications.events import MessageTemplateChanged
from ordino.notifications.facts import SQL
from ordino.notifications.own_texts import wrong_words
from ordino.notifications.rows import OwnWords


class _Row(Record, frozen=True):
    occasion: str
    language: str
    subject: str
    text: str


@handles(SetMessageTemplate)
def set_message_templates(unit: Unit, commands: Sequence[SetMessageTemplate]) -> list[Decision]:
    """The last of several commands for one occasion and language counts."""
    problems = [_problem(command) for command in commands]
    sound = [command for command, problem in zip(commands, problems, strict=True) if problem is None]
    rows = {
        (one.occasion, one.language): _Row(one.occasion, one.language, one.subject.strip(), one.text.strip())
        for one in sound
    }
    unit.write(SQL.delete_templates, [row for row in rows.values() if not row.text])
    unit.write(SQL.upsert_templates, [row for row in rows.values() if row.text])
    return [
        _done(command) if problem is None else Refused(problem)
        for command, problem in zip(commands, problems, strict=True)
    ]


def _problem(command: SetMessageTemplate) -> Problem | None:
    if not command.subject.strip() and not command.text.strip():
        return None
    words = OwnWords(command.subject.strip(), command.text.strip())
    return wrong_words(command.occasion, words) or check_text(command)


def _done(command: SetMessageTemplate) -> Done:
    event = MessageTemplateChanged(
        occasion=command.occasion, language=command.language, subject=command.subject.strip(), text=command.text.strip()
    )
    result = MessageTemplateSet(occasion=command.occasion, language=command.language, own=bool(command.text.strip()))
    return Done(result, (StreamEvent("notifications/templates", event),))
