-- The backend's tables: times are milliseconds since 1970, lists and objects are JSON in text, and
-- nothing keeps either from being something else.
create table logbook_entries (
  id text not null primary key,
  user_id text,
  timestamp integer not null,
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
  created_at integer not null,
  updated_at integer not null
);

create table goals (
  id text not null primary key,
  user_id text,
  title text not null,
  description text,
  target_date integer,
  milestones text,
  status text,
  linked_entries text,
  created_at integer not null,
  updated_at integer not null
);

create table practice_sessions (
  id text not null primary key,
  user_id text,
  instrument text not null,
  session_type text not null,
  started_at integer not null,
  completed_at integer,
  paused_duration integer default 0,
  accuracy_percentage real,
  notes_attempted integer default 0,
  notes_correct integer default 0
);
