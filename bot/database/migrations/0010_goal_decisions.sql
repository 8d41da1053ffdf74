-- What moderators decided about members' logs, until those members have been told of it.

CREATE TABLE goal_decisions (
    log_id BIGINT PRIMARY KEY REFERENCES goal_logs (log_id) ON DELETE CASCADE,
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL,
    decided_at BIGINT NOT NULL
);

CREATE INDEX goal_decisions_of_member ON goal_decisions (guild_id, user_id);
