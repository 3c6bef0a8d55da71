-- One row an entity, whatever it is: the document, and the checksum that tells whether it changed.
create table sync_data (
  id text not null primary key,
  user_id text not null,
  entity_type text not null,
  entity_id text not null,
  data json not null,
  checksum text not null check (length(checksum) = 64),
  version integer not null default 1,
  created_at timestamp not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  updated_at timestamp not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  deleted_at timestamp,
  unique (user_id, entity_type, entity_id)
);
