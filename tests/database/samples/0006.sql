INSERT INTO due_work (kind, guild_id, key, due_at, failures) VALUES
    ('sweep', 0, '', 1781352000000, 0),
    ('post', 1001, 'probe 2026-06-13', 1781352000000, 2);

INSERT INTO posts
    (guild_id, kind, key, channel_id, arguments, ping_role_id, made_at, due_at, ends_at, in_doubt, outcome,
     reason, message_id, settled_at) VALUES
    (1001, 'probe', '2026-06-12', 3001, '{}', 4001, 1781265600000, 1781265600000, 1781287200000, 0, 'sent',
     NULL, 6001, 1781265601000),
    (1001, 'probe', '2026-06-13', 3001, '{"date": "2026-06-13"}', NULL, 1781352000000, 1781352000000,
     1781373600000, 0, 'paused', 'channel gone', NULL, NULL);

INSERT INTO post_steps (guild_id, kind, key, step, outcome, reason) VALUES
    (1001, 'probe', '2026-06-12', 'pin', 'done', NULL),
    (1001, 'probe', '2026-06-13', 'pin', NULL, NULL);

INSERT INTO post_pauses (guild_id, kind, channel_id, reason, paused_at) VALUES
    (1001, 'probe', 3001, 'channel gone', 1781352000000);
