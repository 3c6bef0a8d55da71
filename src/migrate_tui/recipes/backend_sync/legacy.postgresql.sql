-- The backend's tables: times are milliseconds since 1970, lists and objects are JSON in text, and
-- nothing keeps the text from being something else.
create table logbook_entries (
  id text not null primary key,
  user_id text,
  timestamp bigint not null,
  duration integer not null default 0,
  type text not null,
  instrument text not null,
  pieces text,
  techniques text,
  goal_ids text,
  notes text,
  mood text,
  tags text,
  metadata text,
  created_at bigint not null,
  updated_at bigint not null
);

create table goals (
  id text not null primary key,
  user_id text,
  title text not null,
  description text,
  target_date bigint,
  milestones text,
  status text,
  linked_entries text,
  created_at bigint not null,
  updated_at bigint not null
);

create table practice_sessions (
  id text not null primary key,
  user_id text,
  instrument text not null,
  session_type text not null,
  started_at bigint not null,
  completed_at bigint,
  paused_duration integer default 0,
  accuracy_percentage double precision,
  notes_attempted integer default 0,
  notes_correct integer default 0
);
