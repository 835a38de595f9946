"""How web servers are started and refused: the command line of granian, and a port that is taken."""

import socket
import sys

from ordino.cli.output import stop_with


def server_command(application: str, host: str, port: int) -> tuple[str, ...]:
    """The command line that serves an ASGI application in one process, and ends within three seconds."""
    serve = [sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws", "--host", host, "--port", str(port)]
    return (*serve, "--workers-kill-timeout", "3", "--log-level", "warning", application)


def refuse_taken_port(host: str, port: int) -> None:
    """Leave with a sentence where nothing can listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as failure:
            stop_with(f"Cannot listen on {host}:{port}", f"{failure.strerror}; choose another with --host and --port.")
