INSERT INTO limits (guild_id, user_id, command, until_at) VALUES
    (1001, 2001, 'report', 1781265600000),
    (0, 2004, '*', NULL),
    (1002, 0, '*', NULL);
