"""Keys of things of another channel, asked for at every address of the API that takes one: answered as if nothing were there."""

import re
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from ordino.api.app import create_api
from ordino.api.limits import Limits
from ordino.api.reads.all import READS
from ordino.flows.wiring import load_handlers
from tests.security.life import Life

load_handlers()
NOTHING = 999_999_999
BASE = "/api/v1"


class Stranger:
    """A program that may do everything, in the channel `market` only; all that has happened belongs to `shop`."""

    def __init__(self, life: Life, client: TestClient[Litestar]) -> None:
        ((channel_id,),) = life.rows("select id from network_channel where code = 'market'")
        self.life = life
        self._client = client
        self._headers = {"Authorization": f"Bearer {life.issue('stranger', '*', channel_id=channel_id)}"}

    def get(self, path: str) -> Response:
        return self._client.get(BASE + path, headers=self._headers)


@pytest.fixture(scope="module")
def stranger(life: Life) -> Iterator[Stranger]:
    app = create_api(lambda: nullcontext(life.engine), secret=b"a secret of the tests", limits=Limits())
    with TestClient(app) as client:
        yield Stranger(life, client)


def told(answer: Response, keys: dict[str, int]) -> tuple[int, str]:
    """An answer without the keys that were asked for; its own status is told once, since a key may be 404, too."""
    text = answer.text.replace(f'"status":{answer.status_code}', '"status":STATUS')
    for key in keys.values():
        text = re.sub(rf"\b{key}\b", "KEY", text)
    return answer.status_code, text


def test_what_belongs_to_another_channel_reads_like_what_does_not_exist(stranger: Stranger) -> None:
    keys = stranger.life.keys()
    asked = [read for read in READS if read.keys]
    assert len(asked) > 10
    for read in asked:
        own = {key: keys.get(key, 1) for key in read.keys}
        absent = dict.fromkeys(read.keys, NOTHING)
        answer = stranger.get(read.path.format(**own))
        assert answer.status_code in (403, 404), read.path
        assert told(answer, own) == told(stranger.get(read.path.format(**absent)), absent), read.path


def test_no_list_shows_what_belongs_to_another_channel(stranger: Stranger) -> None:
    for read in READS:
        if not read.keys:
            answer = stranger.get(read.path)
            assert answer.status_code in (200, 400, 403), read.path
            assert "Ada Byron" not in answer.text, read.path
            assert '"R-1"' not in answer.text, read.path
