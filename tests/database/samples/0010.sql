INSERT INTO goal_decisions (log_id, guild_id, user_id, decided_at) VALUES
    (7202, 1001, 2002, 1781266000000);
