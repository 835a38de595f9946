"""Whatever comes in from outside, nothing but a declared refusal comes out; what was found once is tried for ever."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, try_target

CORPUS = Path(__file__).with_name("corpus")
FOUND = sorted(path.relative_to(CORPUS).as_posix() for path in CORPUS.glob("*/*"))
# Pieces that mean something to one parser or another, so that chance gets further than the first character.
PIECES = (
    b'order,sku,quantity\n', b'1,A,2\n', b'"', b"'", b'\r', b'\n', b'\t', b';', b',', b'\x00', b'\xff\xfe',
    b'\xef\xbb\xbf', b'\x1f\x8b', b'PK\x03\x04', b'{', b'}', b'[', b']', b':',
    b'{"order":"1","sku":"A","quantity":2}', b'insert into orders (order, sku) values (', b'create table orders (',
    b');', b'-1', b'1e999', b'NaN', b"9" * 400, b'true', b'null', b'"\\ud800"', b'"id"', b'"type"', b'[[[[[[[[[[',
    b'<row>', b"<c t='s'><v>", b'</v></c></row>', b"<!DOCTYPE x [<!ENTITY e 'e'>]>", b'&e;', b'=1+1', b'cursor=',
    b'&', b'limit=', b'%00', b'%ff', b'../', b'GB', b'DE123456789', b'+44', b'@', b'W/', b't=', b'v1=',
    b'hmac-sha256-hex=', b'\xe2\x80\xae\xc3\xa9\xc3\x9f', b'(01)04006381333931', b']C1', b'\x1d', b'10.0.0.0/8',
    b'::1', b'field = ', b'[fields]\n',
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)), max_size=14).map(b"".join)


@pytest.mark.parametrize("name", TARGETS)
@settings(
    max_examples=60,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(data=texts)
@example(data=b"")
@example(data=b"[" * 100_000)
def test_a_parser_reads_or_refuses(name: str, data: bytes) -> None:
    try_target(name, data)


@pytest.mark.parametrize("found", FOUND)
def test_what_was_found_once_is_read_or_refused(found: str) -> None:
    try_target(found.partition("/")[0], (CORPUS / found).read_bytes())
