-- What a member did lately for any goal of a server: each log looks it up.
CREATE INDEX goal_logs_lately ON goal_logs (user_id, logged_at);
