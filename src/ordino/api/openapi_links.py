"""Links in the OpenAPI document: from the answer that names a new thing to what may be asked of it."""

from functools import cache

from msgspec.structs import fields

from ordino.api.openapi_parts import Json
from ordino.api.operations import CommandOperation, operations
from ordino.api.reads.all import READS

_VERSION = "version"


def links_of(operation: CommandOperation) -> Json:
    """The links from the answer of a command to all that may be asked of the thing it names: its reads and commands.

    Commands on a thing that is known already have none, as the thing's own links stand where it began.
    """
    result = [field.name for field in fields(operation.result)]
    keys = [name for name in result if name.endswith("_id") and name not in operation.path.keys]
    suffix = ".versioned" if _VERSION in result else ""
    found = {name: f"{name}{suffix}" for key in keys for name in _asked_by(key)}
    return {name: {"$ref": f"#/components/links/{link}"} for name, link in sorted(found.items())}


def shared_links() -> Json:
    """Every link once; the versioned ones take what `If-Match` takes, too."""
    links: Json = {}
    keys = {key for one in operations() for key in one.path.keys} | {key for read in READS for key in read.keys}
    for key in sorted(keys):
        for name, versioned in _asked_by(key).items():
            found = {key: f"$response.body#/{key}"}
            matching = {"If-Match": "$response.header.ETag"} if versioned else {}
            links[name] = {"operationId": name, "parameters": found}
            links[f"{name}.versioned"] = {"operationId": name, "parameters": found | matching}
    used = {link["$ref"].rpartition("/")[2] for operation in operations() for link in links_of(operation).values()}
    return {name: link for name, link in sorted(links.items()) if name in used}


@cache
def _asked_by(key: str) -> dict[str, bool]:
    """The operations whose only key in the path is this one, and whether each takes a version."""
    commands = {_id(one.name): one.versioned for one in operations() if one.path.keys == (key,)}
    return commands | {_id(read.name): False for read in READS if read.keys == (key,)}


def _id(name: str) -> str:
    return f"{name[0].lower()}{name[1:]}"
