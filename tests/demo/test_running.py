"""The demo as a program: it starts, says what keeps it from starting, and ends all it started."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT

PATIENT = 120
_WITHOUT = "import runpy, sys; sys.modules['simcord'] = None; runpy.run_module('demo', run_name='__main__')"


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"TMPDIR": str(folder)}


@contextmanager
def _running(folder: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A demo that is ready, and its address: it says so by a line of its own."""
    demo = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-m", "demo", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        assert demo.stdout is not None
        said = iter(demo.stdout.readline, "")
        address = next(line.strip() for line in said if line.strip().startswith("http"))
        yield demo, address
    finally:
        demo.kill()
        demo.communicate()


def _start(*options: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(["-c", code] if code else ["-m", "demo"]), *options]
    return subprocess.run(  # noqa: S603  # our own program
        command, capture_output=True, text=True, cwd=ROOT, timeout=PATIENT, check=False
    )


def _left_in_session(leader: int) -> list[str]:
    """The processes that were started by one and have not ended."""
    told = subprocess.run(["ps", "-eo", "sid,pid,stat,args"], capture_output=True, text=True, check=True)  # noqa: S607
    lines = [line.split(None, 3) for line in told.stdout.splitlines()[1:]]
    return [line[3] for line in lines if line[0] == str(leader) and "Z" not in line[2]]


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks at processes as Unix has them")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_all_it_started(tmp_path: Path, by: signal.Signals) -> None:
    with _running(tmp_path) as (demo, address):
        with urlopen(f"{address}news") as channel:  # noqa: S310  # our own page
            assert channel.status == 200
        assert any(folder.name.startswith("borahae-") for folder in tmp_path.iterdir())
        assert any("bot.drawing.worker" in args for args in _left_in_session(demo.pid)), "it drew a chart"

        os.killpg(demo.pid, by)
        _, err = demo.communicate(timeout=PATIENT)

    assert demo.returncode == 0
    assert err == ""
    assert _left_in_session(demo.pid) == []
    assert list(tmp_path.iterdir()) == []
    port = int(address.split(":")[2].strip("/"))
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


def test_a_second_demo_leads_to_the_first(tmp_path: Path) -> None:
    with _running(tmp_path) as (_, address):
        port = int(address.split(":")[2].strip("/"))

        second = _start("--port", str(port))

    assert second.returncode == 2
    assert second.stdout == ""
    assert second.stderr == f"A demo is running already: {address}. For a second one: --port {port + 10}\n"


def _two_free_ports() -> int:
    """The first of two: below those that systems give to connections, which come and go meanwhile."""
    for first in range(21_000, 32_000, 2):
        with socket.socket() as one, socket.socket() as next_one, suppress(OSError):
            one.bind(("127.0.0.1", first))
            next_one.bind(("127.0.0.1", first + 1))
            return first
    raise OSError("no two ports are free")


@pytest.mark.parametrize("taken", [0, 1])
def test_a_port_in_use_is_named(taken: int) -> None:
    first = _two_free_ports()
    port = first + taken
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        refused = _start("--port", str(first))

    assert refused.returncode == 2
    assert refused.stderr == (
        f"Port {port} is taken by another program. Choose one that is free: --port {port + 10}\n"
    )


def test_packages_that_are_missing_are_said_to_be() -> None:
    refused = _start(code=_WITHOUT)

    assert refused.returncode == 2
    assert refused.stderr == "The demo's packages are missing; `make venv` installs them.\n"


@pytest.mark.parametrize("port", ["-1", "65535", "soon"])
def test_what_is_no_port_is_refused(port: str) -> None:
    refused = _start("--port", port)

    assert refused.returncode == 2
    assert re.search(rf"a port is a number from 0 to 65534, not '{port}'", refused.stderr)
