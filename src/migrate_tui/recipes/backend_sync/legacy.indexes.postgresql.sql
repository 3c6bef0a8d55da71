create index idx_logbook_user on logbook_entries (user_id, timestamp);
create index idx_goals_user on goals (user_id);
create index idx_practice_user on practice_sessions (user_id, started_at);
