"""What tests that serve the site share."""

import socket

SECRET_KEY = "a key for tests only, never used elsewhere"


def free_port() -> int:
    """A port of the loopback interface on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
