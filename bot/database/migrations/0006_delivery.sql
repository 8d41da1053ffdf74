-- What is due when, what is posted unasked, and what keeps it from being posted.

-- Work by kind; server 0 is the bot's own work. A row goes when its work is done, or moves to the next time.
CREATE TABLE due_work (
    kind TEXT NOT NULL CHECK (kind <> ''),
    guild_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    failures BIGINT NOT NULL DEFAULT 0 CHECK (failures >= 0),
    PRIMARY KEY (kind, guild_id, key)
);

CREATE INDEX due_work_due ON due_work (kind, due_at, guild_id, key);

-- One row a post, never twice for the same key. `arguments` is JSON for its renderer, not what is sent.
-- `in_doubt`: a request may have reached Discord whose answer was not recorded.
CREATE TABLE posts (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind <> ''),
    key TEXT NOT NULL CHECK (key <> ''),
    channel_id BIGINT NOT NULL,
    arguments TEXT NOT NULL,
    ping_role_id BIGINT,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    in_doubt BIGINT NOT NULL DEFAULT 1 CHECK (in_doubt IN (0, 1)),
    outcome TEXT CHECK (outcome IN ('sent', 'late', 'missed', 'paused', 'unknown', 'failed')),
    reason TEXT,
    message_id BIGINT,
    settled_at BIGINT,
    PRIMARY KEY (guild_id, kind, key),
    CHECK ((message_id IS NOT NULL) = (outcome IS NOT NULL AND outcome IN ('sent', 'late')))
);

CREATE INDEX posts_paused ON posts (guild_id) WHERE outcome = 'paused';

-- What is done to a post once it stands.
CREATE TABLE post_steps (
    guild_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('publish', 'thread', 'pin', 'unpin', 'notice')),
    outcome TEXT CHECK (outcome IN ('done', 'failed', 'undone')),
    reason TEXT,
    PRIMARY KEY (guild_id, kind, key, step),
    FOREIGN KEY (guild_id, kind, key) REFERENCES posts (guild_id, kind, key) ON DELETE CASCADE
);

-- Why nothing of a kind can be posted in a server at present; moderators were told of it.
CREATE TABLE post_pauses (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    channel_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    paused_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, kind)
);
