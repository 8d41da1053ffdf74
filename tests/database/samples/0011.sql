INSERT INTO erasures (entry_id, erased_at, scope, salt, digest) VALUES
    ('00f1', 1781265600000, 'person', '000102030405060708090a0b0c0d0e0f', 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00'),
    ('00f2', 1781265700000, 'server', '000102030405060708090a0b0c0d0e0f', 'decade00decade00decade00decade00decade00');

INSERT INTO names_withheld (user_id, withheld_at) VALUES (2003, 1781265600000);
