INSERT INTO review_items
    (guild_id, kind, item_id, opened_at, decision, decided_by_user_id, decided_at) VALUES
    (1001, 'fact', 'debut', 1781265600000, NULL, NULL, NULL),
    (1001, 'fact', 'dynamite-release', 1781265600000, 'dismiss', 2001, 1781265700000);

INSERT INTO reports (guild_id, kind, item_id, user_id, remark, reported_at) VALUES
    (1001, 'fact', 'debut', 2002, 'the date is off', 1781265600000),
    (1001, 'fact', 'debut', 2003, '날짜가 달라요', 1781265600001);
