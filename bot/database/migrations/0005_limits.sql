-- Until when somebody may not do something. 0 stands for every server or every person, '*' for every
-- command, NULL for ever: a cooldown is a row with an end, an operator's block one without.

CREATE TABLE limits (
    guild_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    command TEXT NOT NULL CHECK (command <> ''),
    until_at BIGINT,
    PRIMARY KEY (guild_id, user_id, command),
    CHECK (guild_id <> 0 OR user_id <> 0)
);

CREATE INDEX limits_over ON limits (until_at) WHERE until_at IS NOT NULL;
