-- The unified schema: one row per person, one per session with all it knows, its steps, its trail.
create table students (
  student_id uuid primary key default gen_random_uuid(),
  student_email text not null unique,
  student_name text,
  github_username text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table sessions (
  session_token text primary key check (session_token <> ''),
  student_id uuid not null references students (student_id),
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
  tools jsonb,
  voice_settings jsonb,
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
  exercises jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table step_progress (
  session_token text not null references sessions (session_token) on delete cascade,
  step_number integer not null check (step_number between 0 and 9),
  part text not null,
  completed boolean not null default false,
  completed_at timestamptz,
  primary key (session_token, step_number, part)
);

create table events (
  event_id uuid primary key default gen_random_uuid(),
  session_token text not null references sessions (session_token) on delete cascade,
  event_type text not null,
  event_data jsonb,
  created_at timestamptz not null default now()
);

create function set_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create trigger students_updated_at before update on students
  for each row execute function set_updated_at();
create trigger sessions_updated_at before update on sessions
  for each row execute function set_updated_at();

-- Brings current_step and completion_rate of one session up to its flags; returns the new rate,
-- or NULL where there is no such session. A step once reached is never taken back.
create function update_session_progress(token text) returns integer language plpgsql as $$
declare
  rate integer;
begin
  update sessions s set
    completion_rate = round(100.0 * (
      s.twilio_connected::integer
      + s.openai_connected::integer
      + s.call_direction_chosen::integer
      + s.services_ready::integer
      + s.step4_code_validated::integer
      + s.step4_committed::integer
      + s.step4_deployed::integer
      + s.step5_code_validated::integer
      + s.step5_committed::integer
      + s.step5_deployed::integer
      + s.step6_code_validated::integer
      + s.step6_committed::integer
      + s.step6_deployed::integer
      + s.system_prompt_saved::integer
      + s.step7_committed::integer
      + s.step7_deployed::integer
      + s.tools_configured::integer
      + s.step8_code_validated::integer
      + s.step8_committed::integer
      + s.step8_deployed::integer
      + s.project_deployed::integer
    ) / 21),
    current_step = greatest(s.current_step, case
      when s.project_deployed then 9
      when s.step8_code_validated or s.step8_committed or s.step8_deployed then 8
      when s.system_prompt_saved or s.step7_committed or s.step7_deployed or s.tools_configured then 7
      when s.step6_code_validated or s.step6_committed or s.step6_deployed then 6
      when s.step5_code_validated or s.step5_committed or s.step5_deployed then 5
      when s.step4_code_validated or s.step4_committed or s.step4_deployed then 4
      when s.services_ready then 3
      when s.call_direction_chosen then 2
      when s.twilio_connected or s.openai_connected then 1
      else 0 end)
  where s.session_token = token
  returning s.completion_rate into rate;
  return rate;
end
$$;
