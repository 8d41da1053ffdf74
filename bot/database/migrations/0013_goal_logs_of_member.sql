-- What a member did, answered from the index alone: each log looks it up, and their rows lie far apart.
-- One index instead of two: a log writes a page of each, and no two members' pages are the same.
DROP INDEX goal_logs_lately;
DROP INDEX goal_logs_of_member;
CREATE INDEX goal_logs_of_member ON goal_logs (user_id, logged_at, days_back, goal_id, state, amount);
