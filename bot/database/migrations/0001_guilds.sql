-- The servers the bot is in, or was in until lately. Everything that belongs to a server hangs on its row.
CREATE TABLE guilds (
    guild_id BIGINT PRIMARY KEY,
    joined_at BIGINT NOT NULL,
    left_at BIGINT,
    purge_at BIGINT,
    CHECK ((left_at IS NULL) = (purge_at IS NULL)),
    CHECK (purge_at IS NULL OR purge_at >= left_at)
);

CREATE INDEX guilds_by_purge ON guilds (purge_at);
