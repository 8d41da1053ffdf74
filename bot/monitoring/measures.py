"""What is measured. No label holds an id or anything a person typed, and each has few values."""

from __future__ import annotations

import sys

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

_SHORT = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds of what people wait for; Discord takes no answer after three."""
_LONG = (0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0)
_SIZES = (1, 2, 4, 8, 16, 32, 64)


class Measures:
    """All measures of one bot, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.interactions = Counter(
            "borahae_interactions",
            "Interactions by what was asked and what came of it; twice where it failed after its answer.",
            ["asked", "outcome"],
            registry=registry,
        )
        self.acknowledged = Histogram(
            "borahae_acknowledge_seconds",
            "From an interaction's arrival to Discord's answer to ours.",
            buckets=_SHORT,
            registry=registry,
        )
        self.loop_lag = Histogram(
            "borahae_loop_lag_seconds",
            "How late the event loop came to a timer.",
            buckets=_SHORT,
            registry=registry,
        )
        self.tasks = Gauge("borahae_tasks", "Tasks of the event loop under way.", registry=registry)
        self.due_depth = Gauge(
            "borahae_due_work", "Work that waits, due or to come.", ["kind"], registry=registry
        )
        self.due_overdue = Gauge(
            "borahae_due_overdue_seconds", "How long the oldest due work has waited.", registry=registry
        )
        self.due_late = Histogram(
            "borahae_due_late_seconds",
            "How late due work was taken up.",
            ["kind"],
            buckets=_LONG,
            registry=registry,
        )
        self.posts = Counter("borahae_posts", "Posts by what came of them.", ["outcome"], registry=registry)
        self.http = Counter(
            "borahae_http_requests",
            "Requests to Discord's API by route and status; `error` without an answer.",
            ["method", "route", "status"],
            registry=registry,
        )
        self.rate_limit_wait = Counter(
            "borahae_rate_limit_wait_seconds", "What Discord told us to wait, in all.", registry=registry
        )
        self.turn_wait = Histogram(
            "borahae_turn_wait_seconds",
            "How long a request waited for its turn.",
            ["priority"],
            buckets=_LONG,
            registry=registry,
        )
        self.shards = Gauge("borahae_shards", "Shards by state.", ["state"], registry=registry)
        self.heartbeat = Gauge(
            "borahae_heartbeat_seconds", "The slowest shard's heartbeat.", registry=registry
        )
        self.guilds = Gauge("borahae_guilds", "Servers the bot is in.", registry=registry)
        self.write_wait = Histogram(
            "borahae_write_wait_seconds",
            "From asking for a write to its being durable.",
            buckets=_SHORT,
            registry=registry,
        )
        self.group_size = Histogram(
            "borahae_write_group_size", "How many writes shared a commit.", buckets=_SIZES, registry=registry
        )
        PlatformCollector(registry=registry)
        if sys.platform == "linux":
            ProcessCollector(registry=registry)
