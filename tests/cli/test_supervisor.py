import os
import sys
import time
from pathlib import Path
from threading import Event, Timer

import pytest

from ordino.cli.supervisor import STOP_SECONDS, Child, GaveUp, supervise


def _child(program: str) -> Child:
    return Child("child", (sys.executable, "-c", program), dict(os.environ))


def _nothing() -> None:
    pass


def test_what_dies_is_started_again_until_it_died_six_times_within_a_minute(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    dying = _child(f"open({str(lives)!r}, 'a').write('x'); raise SystemExit(3)")

    with pytest.raises(GaveUp, match="The child died 6 times within a minute, last with code 3"):
        supervise([dying], Event(), keep_foundation=_nothing)

    assert lives.read_text() == "xxxxxx"


def test_what_does_not_stop_when_asked_is_ended_all_the_same(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    deaf = _child(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        f"open({str(ready)!r}, 'w').write(str(__import__('os').getpid())); time.sleep(60)"
    )
    stopping = Event()
    Timer(2.0, stopping.set).start()

    began = time.monotonic()
    supervise([deaf], stopping, keep_foundation=_nothing)

    assert time.monotonic() - began < 2.0 + STOP_SECONDS + 2.0
    with pytest.raises(ProcessLookupError):
        os.kill(int(ready.read_text()), 0)
