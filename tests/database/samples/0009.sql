INSERT INTO goals (goal_id, guild_id, name, unit, kind, platform, start_total, target_total, deadline_at, milestones,
    milestone_step, song_millis, mode, begun_at, closed_at, created_by_user_id, organiser_listed, logged) VALUES
    (7001, 1001, 'Dynamite to 2 B', 'streams', 'official', 'Spotify', 1900000000, 2000000000, 1798718400000,
        '[1950000000]', 10000000, 199000, 'capped', 1781265600000, NULL, 2001, 0, 40),
    (7002, 1001, 'Party', 'streams', 'community', '', 0, 10000, NULL, '[]', NULL, NULL, 'open', 1781265600000,
        1781352000000, NULL, 1, 0);

INSERT INTO goal_drafts (draft_id, guild_id, user_id, plan, made_at) VALUES
    (7003, 1001, 2001, '{"name": "Butter", "unit": "streams", "target": 1000000}', 1781265600000);

INSERT INTO goal_readings (reading_id, goal_id, read_at, total, entered_by_user_id, entered_at, note, recount,
    corrects_id, withdrawn_at, withdrawn_by_user_id) VALUES
    (7101, 7001, 1781265600000, 1900100000, 2001, 1781265700000, 'kworb', 0, NULL, NULL, NULL),
    (7102, 7001, 1781352000000, 1901100000, 2001, 1781352100000, '', 0, NULL, NULL, NULL),
    (7103, 7001, 1781352000000, 1901000000, NULL, 1781352200000, '', 0, 7102, 1781352300000, 2001);

INSERT INTO goal_logs (log_id, goal_id, user_id, amount, logged_at, days_back, state, hold, settled_at,
    settled_by_user_id, reason, proof_message_id) VALUES
    (7201, 7001, 2002, 40, 1781265800000, 0, 'counted', NULL, NULL, NULL, NULL, 9101),
    (7202, 7001, 2002, 900, 1781265900000, 1, 'voided', 'beyond_a_day', 1781266000000, 2001, 'more than a day', NULL),
    (7203, 7001, NULL, 700, 1781266100000, 0, 'held', 'beyond_a_day', NULL, NULL, NULL, NULL);

INSERT INTO goal_milestones (goal_id, total, passed_at) VALUES
    (7001, 1900000000, 1781265700000);

INSERT INTO goal_boards (goal_id, channel_id, number, message_id) VALUES
    (7001, 3001, 1, 9102);

INSERT INTO goal_members (guild_id, user_id, name, seen_at) VALUES
    (1001, 2002, 'Minji', 1781265900000);

INSERT INTO goal_unlisted (guild_id, user_id, unlisted_at) VALUES
    (1001, 2001, 1781265600000);
