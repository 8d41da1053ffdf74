INSERT INTO command_syncs (scope_id, fingerprint) VALUES (0, 'abc'), (1001, 'def');

INSERT INTO command_ids (scope_id, name, command_id) VALUES (0, 'fact', 7001), (1001, 'operator', 7002);
