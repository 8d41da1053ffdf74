-- What Discord was told of the commands: scope 0 is everywhere, others are the operator's servers.

CREATE TABLE command_syncs (
    scope_id BIGINT PRIMARY KEY,
    fingerprint TEXT NOT NULL
);

CREATE TABLE command_ids (
    scope_id BIGINT NOT NULL REFERENCES command_syncs (scope_id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    command_id BIGINT NOT NULL,
    PRIMARY KEY (scope_id, name)
);
