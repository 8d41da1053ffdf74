INSERT INTO facts_shown_in_guilds (guild_id, fact_id, turn, shown_at) VALUES
    (1001, 'debut', 1, 1781265600000),
    (1001, 'dynamite-release', 2, 1781265600001);

INSERT INTO facts_shown_to_users (user_id, fact_id, turn, shown_at) VALUES
    (2001, 'debut', 1, 1781265600000);

INSERT INTO hidden_facts (guild_id, fact_id, hidden_by_user_id, hidden_at) VALUES
    (1001, 'debut', 2001, 1781265600000),
    (1002, 'debut', NULL, 1781265600000);

INSERT INTO fact_corrections
    (guild_id, fact_id, fact_text, remarks, forwarded_by_user_id, forwarded_at) VALUES
    (1001, 'debut', 'They debuted.', '["the date is off"]', 2001, 1781265600000);
