-- The moderators' queue: what awaits a decision, and who asked for one.

CREATE TABLE review_items (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind <> ''),
    item_id TEXT NOT NULL CHECK (item_id <> ''),
    opened_at BIGINT NOT NULL,
    decision TEXT,
    decided_by_user_id BIGINT,
    decided_at BIGINT,
    PRIMARY KEY (guild_id, kind, item_id),
    CHECK ((decision IS NULL) = (decided_at IS NULL))
);

CREATE INDEX review_items_open ON review_items (guild_id, opened_at) WHERE decision IS NULL;

CREATE TABLE reports (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    item_id TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    remark TEXT NOT NULL,
    reported_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, kind, item_id, user_id),
    FOREIGN KEY (guild_id, kind, item_id)
        REFERENCES review_items (guild_id, kind, item_id) ON DELETE CASCADE
);
