-- The daily post of each server: which date it waits for, which came due last, which are left out.

-- `last_date` is the latest content date that came due, whatever became of it: none comes twice.
CREATE TABLE daily_schedules (
    guild_id BIGINT PRIMARY KEY REFERENCES guilds (guild_id) ON DELETE CASCADE,
    waiting_date TEXT,
    waiting_at BIGINT,
    last_date TEXT,
    CHECK ((waiting_date IS NULL) = (waiting_at IS NULL))
);

CREATE TABLE daily_left_out (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    content_date TEXT NOT NULL,
    left_out_by_user_id BIGINT,
    left_out_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, content_date)
);

-- Which facts of the day a server has had; `turn` as in facts_shown_in_guilds.
CREATE TABLE daily_facts (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    fact_id TEXT NOT NULL,
    turn BIGINT NOT NULL CHECK (turn > 0),
    posted_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, fact_id)
);
