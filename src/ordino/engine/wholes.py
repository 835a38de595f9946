"""Something with all its parts, asked as one question: each part is a statement, and its rows come as JSON. Decision 0161."""

from typing import Generic, TypeVar

import msgspec

from ordino.engine.reader import Parameter, Reader, as_parameter
from ordino.engine.statements import Statement
from ordino.kernel.messages import Record

T = TypeVar("T", bound=Record)


class Whole(Generic[T]):
    """A record whose fields are lists of rows, and the statement of each; column order is the field order of the rows.

    Raises ValueError where a field has no statement, or a statement no field.
    """

    def __init__(self, shape: type[T], **parts: Statement) -> None:
        self._shape = shape
        self._rows = {field.encode_name: field.type.__args__[0] for field in msgspec.structs.fields(shape)}
        self._statements = parts
        if self._rows.keys() != parts.keys():
            raise ValueError(f"{shape.__name__} has other parts than its statements")
        texts = (_as_json(*part) for part in self.parts())
        self._statement = Statement(shape.__name__, b"select json_build_object(" + b", ".join(texts) + b")::text")
        self._decoder = msgspec.json.Decoder(shape)

    def parts(self) -> list[tuple[str, Statement, type[Record]]]:
        """Each field with its statement and the row that this answers."""
        return [(name, self._statements[name], row) for name, row in self._rows.items()]

    def fetch(self, reader: Reader, /, **parameters: Parameter) -> T:
        """All parts, with the parameters of all their statements."""
        (text,) = reader.fetch_values(self._statement, **parameters)
        return self._decoder.decode(text)

    def fetch_apart(self, reader: Reader, /, **parameters: Parameter) -> T:
        """The same by a statement for each part: where they have many rows, that costs less than making JSON of them."""
        given = {name: as_parameter(name, value) for name, value in parameters.items()}
        asked = [reader.ask(statement, row, **given) for _, statement, row in self.parts()]
        return self._shape(*(answer.rows() for answer in asked))


def _as_json(name: str, statement: Statement, row: type[Record]) -> bytes:
    columns = ", ".join(f'"{field}"' for field in row.__struct_fields__).encode()
    return b"'%b', (select coalesce(json_agg(_row), '[]') from (%b\n) as _row(%b))" % (
        name.encode(),
        statement.text,
        columns,
    )
