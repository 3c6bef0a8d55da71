-- The unified schema: one row per person, one per session with all it knows, its steps, its trail.
-- SQLite keeps what a column is declared as: ids as text, timestamps as ISO-8601 text in UTC.
create table students (
  student_id text not null primary key,
  student_email text not null unique,
  student_name text,
  github_username text,
  created_at timestamp not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated_at timestamp not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

create table sessions (
  session_token text not null primary key check (session_token <> ''),
  student_id text not null references students (student_id),
  -- configuration
  selected_phone_number text,
  selected_voice text,
  tts_provider text,
  call_direction text,
  use_case_description text,
  -- AI; the application encrypts the key
  openai_api_key text,
  system_prompt text,
  ivr_greeting text,
  tools json,
  voice_settings json,
  -- deployment
  websocket_url text,
  codespace_url text,
  github_repo_url text,
  railway_url text,
  demo_mode boolean not null default false,
  -- progress
  twilio_connected boolean not null default false,
  openai_connected boolean not null default false,
  call_direction_chosen boolean not null default false,
  services_ready boolean not null default false,
  step4_code_validated boolean not null default false,
  step4_committed boolean not null default false,
  step4_deployed boolean not null default false,
  step5_code_validated boolean not null default false,
  step5_committed boolean not null default false,
  step5_deployed boolean not null default false,
  step6_code_validated boolean not null default false,
  step6_committed boolean not null default false,
  step6_deployed boolean not null default false,
  system_prompt_saved boolean not null default false,
  step7_committed boolean not null default false,
  step7_deployed boolean not null default false,
  tools_configured boolean not null default false,
  step8_code_validated boolean not null default false,
  step8_committed boolean not null default false,
  step8_deployed boolean not null default false,
  project_deployed boolean not null default false,
  -- computed from the progress
  current_step integer not null default 0 check (current_step between 0 and 9),
  completion_rate integer not null default 0 check (completion_rate between 0 and 100),
  total_time_spent integer not null default 0 check (total_time_spent >= 0),
  -- what the old application still reads
  exercises json,
  created_at timestamp not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated_at timestamp not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

create table step_progress (
  session_token text not null references sessions (session_token) on delete cascade,
  step_number integer not null check (step_number between 0 and 9),
  part text not null,
  completed boolean not null default false,
  completed_at timestamp,
  primary key (session_token, step_number, part)
);

create table events (
  event_id text not null primary key,
  session_token text not null references sessions (session_token) on delete cascade,
  event_type text not null,
  event_data json,
  created_at timestamp not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
);

create trigger students_updated_at after update on students
for each row when new.updated_at is not strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
begin
  update students set updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where student_id = new.student_id;
end;

create trigger sessions_updated_at after update on sessions
for each row when new.updated_at is not strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
begin
  update sessions set updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') where session_token = new.session_token;
end;
