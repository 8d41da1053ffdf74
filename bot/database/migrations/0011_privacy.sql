-- Who had themselves, or a server, erased: by salted hash, as `erasures.py` writes it into the file beside the
-- database as well. An entry stands here once this database has followed it. And who wants no name kept.

CREATE TABLE erasures (
    entry_id TEXT PRIMARY KEY,
    erased_at BIGINT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('person', 'person-in-server', 'server')),
    salt TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TABLE names_withheld (
    user_id BIGINT PRIMARY KEY,
    withheld_at BIGINT NOT NULL
);
