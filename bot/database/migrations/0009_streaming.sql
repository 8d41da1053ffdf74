-- Streaming goals: what is to be reached, the two ledgers, what was announced, where goals are shown live.

-- `milestones` is JSON: totals named one by one. `logged` is what of the goal's logs counts, kept in step with them.
CREATE TABLE goals (
    goal_id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('official', 'community')),
    platform TEXT NOT NULL,
    start_total BIGINT NOT NULL CHECK (start_total >= 0),
    target_total BIGINT NOT NULL CHECK (target_total > start_total),
    deadline_at BIGINT,
    milestones TEXT NOT NULL,
    milestone_step BIGINT CHECK (milestone_step > 0),
    song_millis BIGINT CHECK (song_millis > 0),
    mode TEXT NOT NULL CHECK (mode IN ('open', 'capped', 'reviewed')),
    begun_at BIGINT NOT NULL,
    closed_at BIGINT,
    created_by_user_id BIGINT,
    organiser_listed BIGINT NOT NULL CHECK (organiser_listed IN (0, 1)),
    logged BIGINT NOT NULL DEFAULT 0 CHECK (logged >= 0)
);

CREATE INDEX goals_of_guild ON goals (guild_id);

-- A goal between its preview and its creation; `plan` is JSON.
CREATE TABLE goal_drafts (
    draft_id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL,
    plan TEXT NOT NULL,
    made_at BIGINT NOT NULL
);

CREATE INDEX goal_drafts_of_guild ON goal_drafts (guild_id);

-- Nothing in it is changed but to withdraw it: a correction is a row of its own.
CREATE TABLE goal_readings (
    reading_id BIGINT PRIMARY KEY,
    goal_id BIGINT NOT NULL REFERENCES goals (goal_id) ON DELETE CASCADE,
    read_at BIGINT NOT NULL,
    total BIGINT NOT NULL CHECK (total >= 0),
    entered_by_user_id BIGINT,
    entered_at BIGINT NOT NULL,
    note TEXT NOT NULL,
    recount BIGINT NOT NULL CHECK (recount IN (0, 1)),
    corrects_id BIGINT REFERENCES goal_readings (reading_id) ON DELETE CASCADE,
    withdrawn_at BIGINT,
    withdrawn_by_user_id BIGINT
);

CREATE INDEX goal_readings_of_goal ON goal_readings (goal_id, read_at);
CREATE UNIQUE INDEX goal_readings_corrected ON goal_readings (corrects_id) WHERE corrects_id IS NOT NULL;

-- `log_id` is the interaction's. The day is `logged_at` on the server's calendar, less `days_back`.
CREATE TABLE goal_logs (
    log_id BIGINT PRIMARY KEY,
    goal_id BIGINT NOT NULL REFERENCES goals (goal_id) ON DELETE CASCADE,
    user_id BIGINT,
    amount BIGINT NOT NULL CHECK (amount > 0),
    logged_at BIGINT NOT NULL,
    days_back BIGINT NOT NULL CHECK (days_back BETWEEN 0 AND 7),
    state TEXT NOT NULL CHECK (state IN ('counted', 'held', 'declined', 'undone', 'voided')),
    hold TEXT,
    settled_at BIGINT,
    settled_by_user_id BIGINT,
    reason TEXT,
    proof_message_id BIGINT
);

CREATE INDEX goal_logs_counted ON goal_logs (goal_id, logged_at, days_back, amount, user_id)
    WHERE state = 'counted';
CREATE INDEX goal_logs_of_member ON goal_logs (user_id, goal_id, logged_at);
CREATE INDEX goal_logs_of_goal ON goal_logs (goal_id, logged_at);
CREATE INDEX goal_logs_held ON goal_logs (goal_id) WHERE state = 'held';

-- Totals a goal has come to, each once, whatever becomes of the readings that said so.
CREATE TABLE goal_milestones (
    goal_id BIGINT NOT NULL REFERENCES goals (goal_id) ON DELETE CASCADE,
    total BIGINT NOT NULL,
    passed_at BIGINT NOT NULL,
    PRIMARY KEY (goal_id, total)
);

-- `number` counts the messages that were made for it: a deleted one is made anew.
CREATE TABLE goal_boards (
    goal_id BIGINT PRIMARY KEY REFERENCES goals (goal_id) ON DELETE CASCADE,
    channel_id BIGINT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    message_id BIGINT
);

CREATE TABLE goal_members (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);

CREATE TABLE goal_unlisted (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL,
    unlisted_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);
