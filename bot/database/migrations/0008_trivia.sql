-- Trivia: rounds under way and lately over, what was asked and answered, who did how well.

-- `turns_at`: when the scene is over; of one not shown yet, since when it should be.
CREATE TABLE trivia_rounds (
    round_id BIGINT PRIMARY KEY,
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    channel_id BIGINT NOT NULL,
    message_id BIGINT,
    started_by_user_id BIGINT,
    questions BIGINT NOT NULL CHECK (questions > 0),
    seconds BIGINT NOT NULL CHECK (seconds > 0),
    subject_id TEXT,
    category TEXT,
    difficulty BIGINT,
    phase TEXT NOT NULL CHECK (phase IN ('lobby', 'question', 'reveal', 'closed')),
    number BIGINT NOT NULL CHECK (number BETWEEN 0 AND questions),
    empty BIGINT NOT NULL,
    shown_at BIGINT,
    turns_at BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ending TEXT,
    closed_at BIGINT,
    CHECK ((phase = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((closed_at IS NULL) = (ending IS NULL))
);

CREATE UNIQUE INDEX trivia_rounds_open ON trivia_rounds (channel_id) WHERE phase <> 'closed';
CREATE INDEX trivia_rounds_closed ON trivia_rounds (closed_at) WHERE phase = 'closed';
CREATE INDEX trivia_rounds_of_guild ON trivia_rounds (guild_id);

-- The questions of a round, drawn when it began. `choices` is JSON, in the order shown; `correct` counts from 0.
CREATE TABLE trivia_questions (
    round_id BIGINT NOT NULL REFERENCES trivia_rounds (round_id) ON DELETE CASCADE,
    number BIGINT NOT NULL CHECK (number > 0),
    question_id TEXT NOT NULL,
    fact_id TEXT NOT NULL,
    choices TEXT NOT NULL,
    correct BIGINT NOT NULL CHECK (correct BETWEEN 0 AND 3),
    difficulty BIGINT NOT NULL CHECK (difficulty BETWEEN 1 AND 3),
    PRIMARY KEY (round_id, number)
);

-- The first press of each person; `points` is what they were told it is worth if it is right.
CREATE TABLE trivia_answers (
    round_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    choice BIGINT NOT NULL CHECK (choice BETWEEN 0 AND 3),
    taken_millis BIGINT NOT NULL CHECK (taken_millis >= 0),
    points BIGINT NOT NULL CHECK (points > 0),
    PRIMARY KEY (round_id, number, user_id),
    FOREIGN KEY (round_id, number) REFERENCES trivia_questions (round_id, number) ON DELETE CASCADE
);

-- How people did in rounds that are over: what leaderboards add up.
CREATE TABLE trivia_results (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    round_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    points BIGINT NOT NULL CHECK (points >= 0),
    correct BIGINT NOT NULL CHECK (correct BETWEEN 0 AND answered),
    answered BIGINT NOT NULL CHECK (answered > 0),
    streak BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, round_id, user_id)
);

CREATE INDEX trivia_results_by_time ON trivia_results (guild_id, closed_at);

CREATE TABLE trivia_players (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);

CREATE TABLE trivia_unlisted (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL,
    unlisted_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, user_id)
);

-- Which questions a server has seen; `turn` as in facts_shown_in_guilds.
CREATE TABLE trivia_shown (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    question_id TEXT NOT NULL,
    turn BIGINT NOT NULL CHECK (turn > 0),
    shown_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, question_id)
);

CREATE TABLE trivia_hidden (
    guild_id BIGINT NOT NULL REFERENCES guilds (guild_id) ON DELETE CASCADE,
    question_id TEXT NOT NULL,
    hidden_by_user_id BIGINT,
    hidden_at BIGINT NOT NULL,
    PRIMARY KEY (guild_id, question_id)
);

-- How a question has fared, over all servers: it corrects its difficulty.
CREATE TABLE trivia_tallies (
    question_id TEXT PRIMARY KEY,
    answered BIGINT NOT NULL,
    correct BIGINT NOT NULL CHECK (correct BETWEEN 0 AND answered)
);
