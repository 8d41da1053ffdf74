"""A small Discord on the wire: REST and gateway on 127.0.0.1, in a process of its own.

For what a simulation inside the process cannot show: the bot as a subprocess, killed and started again,
dropped sockets, rate limits, shards, load. It has only the routes the bot uses; a route or a field it
does not know is an error to the bot and a failed test. What Discord enforces and bots get wrong is
enforced here; sources: Discord's documentation and its API description (see `tests/contract.py`).
"""
