-- Servers, what their moderators set, and how it came to be so.

CREATE TABLE guilds (
    guild_id BIGINT PRIMARY KEY,
    joined_at BIGINT NOT NULL,
    left_at BIGINT,
    purge_at BIGINT,
    CHECK ((left_at IS NULL) = (purge_at IS NULL)),
    CHECK (purge_at >= left_at)
);

CREATE INDEX guilds_to_purge ON guilds (purge_at) WHERE purge_at IS NOT NULL;

-- One row a setting that is not at its default; the value is JSON, as its declaration reads it.
CREATE TABLE settings (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    key TEXT NOT NULL CHECK (key <> ''),
    value TEXT NOT NULL,
    change_id BIGINT NOT NULL,
    set_by_user_id BIGINT,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, key)
);

-- What changed, from what to what (NULL: the default). Changes of one moment share the interaction's id.
CREATE TABLE setting_changes (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    change_id BIGINT NOT NULL,
    key TEXT NOT NULL CHECK (key <> ''),
    old_value TEXT,
    new_value TEXT,
    way TEXT NOT NULL CHECK (way IN ('set', 'undo', 'import')),
    changed_by_user_id BIGINT,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, change_id, key)
);

-- A file somebody wants to import, until they have looked at what it would change; `plan` is a fingerprint
-- of what they were shown.
CREATE TABLE import_drafts (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    draft_id BIGINT NOT NULL,
    content TEXT NOT NULL,
    plan TEXT NOT NULL,
    made_by_user_id BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, draft_id)
);
