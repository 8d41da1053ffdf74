INSERT INTO daily_schedules (guild_id, waiting_date, waiting_at, last_date) VALUES
    (1001, '2026-06-13', 1781308800000, '2026-06-12'),
    (1002, NULL, NULL, '2026-06-11');

INSERT INTO daily_left_out (guild_id, content_date, left_out_by_user_id, left_out_at) VALUES
    (1001, '2026-06-14', 2001, 1781265600000);

INSERT INTO daily_facts (guild_id, fact_id, turn, posted_at) VALUES
    (1001, 'debut', 1, 1781265600000);
