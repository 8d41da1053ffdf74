-- What random facts a server or a person has seen, and which facts a server does not want to see.
-- `turn` counts how often all facts had been shown: a fact of an earlier turn comes first.

CREATE TABLE facts_shown_in_guilds (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    fact_id TEXT NOT NULL,
    turn BIGINT NOT NULL CHECK (turn > 0),
    shown_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, fact_id)
);

CREATE TABLE facts_shown_to_users (
    user_id BIGINT NOT NULL,
    fact_id TEXT NOT NULL,
    turn BIGINT NOT NULL CHECK (turn > 0),
    shown_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, fact_id)
);

CREATE TABLE hidden_facts (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    fact_id TEXT NOT NULL,
    hidden_by_user_id BIGINT,
    hidden_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, fact_id)
);

-- What moderators hand on to the editors of the fact base; `fact_text` tells whether it is mended since.
CREATE TABLE fact_corrections (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    fact_id TEXT NOT NULL,
    fact_text TEXT NOT NULL,
    remarks TEXT NOT NULL,
    forwarded_by_user_id BIGINT,
    forwarded_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, fact_id)
);
