INSERT INTO trivia_rounds (round_id, guild_id, channel_id, message_id, started_by_user_id, questions, seconds,
    subject_id, category, difficulty, phase, number, empty, shown_at, turns_at, started_at, ending, closed_at) VALUES
    (8001, 1001, 3001, 9001, 2001, 10, 20, 'dynamite', NULL, 2, 'question', 1, 0, 1781265600000, 1781265621000,
        1781265580000, NULL, NULL),
    (8002, 1001, 3001, 9002, NULL, 5, 30, NULL, 'award', NULL, 'closed', 5, 0, NULL, 1781265500000,
        1781265000000, 'finished', 1781265500000);

INSERT INTO trivia_questions (round_id, number, question_id, fact_id, choices, correct, difficulty) VALUES
    (8001, 1, 'year.dynamite-release', 'dynamite-release', '["2018", "2019", "2020", "2021"]', 2, 1);

INSERT INTO trivia_answers (round_id, number, user_id, choice, taken_millis, points) VALUES
    (8001, 1, 2002, 2, 1800, 150);

INSERT INTO trivia_results (guild_id, round_id, user_id, points, correct, answered, streak, closed_at) VALUES
    (1001, 8002, 2002, 450, 3, 5, 2, 1781265500000);

INSERT INTO trivia_players (guild_id, user_id, name, seen_at) VALUES
    (1001, 2002, 'Minji', 1781265600000);

INSERT INTO trivia_unlisted (guild_id, user_id, unlisted_at) VALUES
    (1001, 2001, 1781265600000);

INSERT INTO trivia_shown (guild_id, question_id, turn, shown_at) VALUES
    (1001, 'year.dynamite-release', 1, 1781265600000);

INSERT INTO trivia_hidden (guild_id, question_id, hidden_by_user_id, hidden_at) VALUES
    (1001, 'q-v-role', 2001, 1781265600000);

INSERT INTO trivia_tallies (question_id, answered, correct) VALUES
    ('year.dynamite-release', 40, 31);
