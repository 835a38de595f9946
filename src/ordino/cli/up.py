"""`ordino up`: database, web server and worker, started together and stopped together."""

import os
import signal
import sys
from threading import Event
from types import FrameType

import typer

from ordino.cli.migrate import run_migrations
from ordino.cli.output import messages
from ordino.cli.serving import refuse_taken_port, server_command
from ordino.cli.supervisor import Child, GaveUp, supervise
from ordino.engine import embedded

app = typer.Typer(rich_markup_mode="markdown")


@app.command()
def up(
    host: str = typer.Option("127.0.0.1", help="The address to listen on; 0.0.0.0 for every network."),
    port: int = typer.Option(8000, min=1, max=65535, help="The port to listen on."),
    worker: bool = typer.Option(True, help="Run a worker beside the web server."),
) -> None:
    """Start everything: the embedded database (unless another is configured), the web server with the API, and a worker.

    Applies waiting migrations first. Ctrl-C or SIGTERM stops all of it within seconds; nothing committed is lost, and a
    part that dies is started again.

    - `ordino up` and open http://127.0.0.1:8000
    - `ordino up --host 0.0.0.0 --port 80` for others on the network; set `ORDINO_HOSTS` to the names it answers to
    - `ORDINO_DATABASE_URL=postgresql://... ordino up --no-worker` for one more web server
    """
    refuse_taken_port(host, port)
    started_here = embedded.is_embedded() and not embedded.is_running()
    stopping = _stop_on_signals()
    url = embedded.ensure_started()
    try:
        run_migrations(url)
        messages.print(f"Ordino runs at [bold]http://{host}:{port}[/] (stop it with Ctrl-C)")
        supervise(_children(url, host, port, worker=worker), stopping, keep_foundation=_keep_database)
    except GaveUp as failure:
        messages.print(f"[bold red]Ordino stopped[/]\n{failure}")
        raise typer.Exit(1) from None
    finally:
        if started_here:
            embedded.stop()
    messages.print("Stopped.")


def _keep_database() -> None:
    if embedded.is_embedded() and not embedded.is_running():
        messages.print("The embedded database ended; it is started again.")
        embedded.start()


def _stop_on_signals() -> Event:
    stopping = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping


def _children(url: str, host: str, port: int, *, worker: bool) -> list[Child]:
    environment = {**os.environ, "ORDINO_DATABASE_URL": url}
    children = [Child("web server", server_command("ordino.site.asgi:application", host, port), environment)]
    if worker:
        children.append(Child("worker", (sys.executable, "-m", "ordino.workers.run"), environment))
    return children
