-- What a device asks for: all of a user, all of a kind, all since.
create index idx_sync_data_user_type on sync_data (user_id, entity_type);
create index idx_sync_data_user_updated on sync_data (user_id, updated_at);
