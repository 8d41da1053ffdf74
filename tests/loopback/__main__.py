"""`python -m tests.loopback`: serve until standard input closes; the first line printed says where."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from aiohttp import web
from uvloop import new_event_loop

from tests.contract import Contract
from tests.loopback.chat import Chat
from tests.loopback.control import Control
from tests.loopback.crowd import Crowd
from tests.loopback.faults import Faults
from tests.loopback.gateway import HEARTBEAT_INTERVAL, Gateway
from tests.loopback.interactions import Interactions
from tests.loopback.limits import Limits
from tests.loopback.load import Load
from tests.loopback.rest import PREFIX, Rest
from tests.loopback.store import Store
from tests.loopback.world_time import WorldTime


async def serve(options: argparse.Namespace) -> None:
    """One small Discord, until whoever started it goes away."""
    contract = Contract.load() if options.contract else None
    store = Store(WorldTime(options.time_file), options.token, options.shards)
    faults = Faults()
    gateway = Gateway(
        store,
        faults,
        max_concurrency=options.max_concurrency,
        identify_window=options.identify_window,
        privileged=options.privileged,
        heartbeat=options.heartbeat,
    )
    interactions = Interactions(store, gateway)
    limits = Limits(enforced=options.limits)
    rest = Rest(store, gateway, interactions, faults, limits, contract)
    control = Control(store, gateway, interactions, faults, rest.log)
    load = Load(store, interactions, rest)
    crowd = Crowd(store, gateway, interactions, rest)
    chat = Chat(store, gateway, rest)

    app = web.Application()
    app.router.add_get("/gateway/", gateway.serve)
    app.router.add_post("/control/{verb}", control.serve)
    app.router.add_post("/load/{verb}", load.serve)
    app.router.add_post("/crowd/{verb}", crowd.serve)
    app.router.add_post("/chat/{verb}", chat.serve)
    app.router.add_routes(rest.routes())
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = f"127.0.0.1:{runner.addresses[0][1]}"
    gateway.url = f"ws://{address}/gateway/"
    print(json.dumps({"api": f"http://{address}{PREFIX}", "origin": f"http://{address}"}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--token", required=True)
    parser.add_argument("--time-file", type=Path, required=True)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--max-concurrency", type=int, default=1)
    parser.add_argument(
        "--identify-window", type=float, default=5.0, help="seconds for each of max-concurrency identifies"
    )
    parser.add_argument("--privileged", action="store_true", help="the bot may have privileged intents")
    parser.add_argument(
        "--heartbeat", type=float, default=HEARTBEAT_INTERVAL, help="milliseconds between two"
    )
    parser.add_argument("--no-contract", dest="contract", action="store_false")
    parser.add_argument("--no-limits", dest="limits", action="store_false")
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
