-- Every column the dashboard and the API search by; emails and tokens have their unique index already.
create index idx_students_created_at on students (created_at);
create index idx_sessions_student_id on sessions (student_id);
create index idx_sessions_current_step on sessions (current_step);
create index idx_sessions_completion_rate on sessions (completion_rate);
create index idx_sessions_updated_at on sessions (updated_at);
create index idx_step_progress_step on step_progress (step_number, part);
create index idx_events_session_token on events (session_token);
create index idx_events_type on events (event_type);
create index idx_events_created_at on events (created_at);
