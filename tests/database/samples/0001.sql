INSERT INTO guilds (guild_id, joined_at, left_at, purge_at) VALUES
    (1001, 1781265600000, NULL, NULL),
    (1002, 1781265600000, 1781352000000, 1783944000000);

INSERT INTO settings (guild_id, key, value, change_id, set_by_user_id, set_at) VALUES
    (1001, 'general.language', '"ko"', 5001, 2001, 1781265700000),
    (1001, 'general.quiet_channels', '["3001", "3002"]', 5002, NULL, 1781265800000),
    (1002, 'general.zone', '"Asia/Manila"', 5003, 2002, 1781265900000);

INSERT INTO setting_changes
    (guild_id, change_id, key, old_value, new_value, way, changed_by_user_id, changed_at) VALUES
    (1001, 5001, 'general.language', NULL, '"ko"', 'set', 2001, 1781265700000),
    (1001, 5002, 'general.quiet_channels', NULL, '["3001", "3002"]', 'import', NULL, 1781265800000),
    (1002, 5003, 'general.zone', '"Asia/Seoul"', '"Asia/Manila"', 'undo', 2002, 1781265900000);

INSERT INTO import_drafts (guild_id, draft_id, content, plan, made_by_user_id, made_at) VALUES
    (1001, 5004, '{"format": "borahae-settings", "version": 1, "settings": {}}', 'e3b0c442', 2001, 1781266000000);
