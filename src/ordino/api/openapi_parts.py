"""What parts of the OpenAPI document have in common: words, keys, answers, and refusals that stand once."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from inspect import cleandoc
from typing import Any

import msgspec

from ordino.api.answers import PROBLEM_TYPE
from ordino.api.declared import problem_name, problem_schema
from ordino.api.examples import example_of, example_of_problem
from ordino.kernel.ids import LARGEST_KEY
from ordino.kernel.problems import Problem

Json = dict[str, Any]
REFERENCE = "#/components/schemas/{name}"


def words(name: str, context: str, permission: str, doc: str | None) -> Json:
    """What an operation is called, does and needs."""
    text = cleandoc(doc or "")
    scope = permission.replace(".", ":", 1)
    return {
        "operationId": f"{name[0].lower()}{name[1:]}",
        "tags": [context],
        "summary": text.partition("\n")[0].rstrip("."),
        "description": f"{text}\n\nNeeds the scope `{scope}` or `{context}:write`.",
        "security": [{"apiKey": []}, {"oauth2": [scope]}],
    }


def keys(names: Sequence[str]) -> list[Json]:
    """The keys in a path."""
    schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_KEY}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema, "description": f"The {_thing(name)}'s number."}
        for name in names
    ]


def responses(result: Any, headers: Json, refused: Iterable[type[Problem]]) -> Json:
    """The answer, and each status that refuses."""
    by_status: dict[int, list[type[Problem]]] = {}
    for problem in dict.fromkeys(refused):
        by_status.setdefault(problem.status, []).append(problem)
    told = {"schema": reference(result), "example": example_of(result)}
    answers: Json = {"200": {"description": "Done.", "headers": headers, "content": {"application/json": told}}}
    for status, found in sorted(by_status.items()):
        answers[str(status)] = {"$ref": f"#/components/responses/{_refused(status, tuple(found))}"}
    return answers


_refusals: dict[str, Json] = {}
_declared: dict[str, type[Problem]] = {}


def _refused(status: int, found: tuple[type[Problem], ...]) -> str:
    """The name of the response that declares these problems of one status."""
    _declared.update({problem_name(problem): problem for problem in found})
    one_of = [{"$ref": REFERENCE.format(name=problem_name(problem))} for problem in found]
    examples = {problem.code(): {"value": example_of_problem(problem)} for problem in found}
    codes = " ".join(problem.code() for problem in found)
    name = f"Refused{status}.{sha256(codes.encode()).hexdigest()[:8]}"
    _refusals[name] = {
        "description": f"{' / '.join(problem.title for problem in found)}.",
        "content": {
            PROBLEM_TYPE: {"schema": one_of[0] if len(one_of) == 1 else {"oneOf": one_of}, "examples": examples}
        },
    }
    return name


def shared_responses() -> Json:
    """What many operations refuse in the same way; ask after the operations were described."""
    return dict(sorted(_refusals.items()))


def shared_problems() -> Json:
    """The schemas of all problems that some operation refuses with."""
    return {name: problem_schema(problem) for name, problem in sorted(_declared.items())}


def reference(kind: Any) -> Json:
    (found,), _ = msgspec.json.schema_components([kind], ref_template=REFERENCE)
    return found


def _thing(key: str) -> str:
    return key.removesuffix("_id").replace("_", " ")
