create table cdc_vault.feed_position (
  feed text primary key,
  vault_schema text not null,
  position jsonb not null,
  transaction_number bigint not null,
  load_date timestamptz not null,
  applied_lsn pg_lsn not null,
  first_load_date timestamptz not null,
  transactions bigint not null,
  events bigint not null,
  rows bigint not null,
  updated_at timestamptz not null default clock_timestamp()
);
comment on table cdc_vault.feed_position is
  'Where each feed stands; moved in the same transaction as the rows it covers, by compare-and-set';
comment on column cdc_vault.feed_position.events is 'Row changes captured at the source up to here';
comment on column cdc_vault.feed_position.rows is 'Row changes loaded into the vault up to here';

create table cdc_vault.partition_position (
  feed text not null,
  vault_schema text not null,
  partition text not null,
  position jsonb not null,
  transaction_number bigint not null,
  load_date timestamptz,
  applied_lsn pg_lsn not null,
  first_load_date timestamptz,
  events bigint not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (feed, partition)
);
comment on table cdc_vault.partition_position is
  'Where each partition stands while a group of loaders shares a feed, which then has no feed_position';

create table cdc_vault.vault_table (
  vault_schema text not null,
  table_name text not null,
  rows bigint not null,
  loaded_at timestamptz not null default clock_timestamp(),
  primary key (vault_schema, table_name)
);
comment on table cdc_vault.vault_table is 'Rows of each vault table, counted as they are loaded';

create table cdc_vault.load_history (
  feed text not null,
  minute timestamptz not null,
  batches bigint not null,
  transactions bigint not null,
  rows bigint not null,
  vault_rows bigint not null,
  busy_seconds double precision not null,
  primary key (feed, minute)
);
comment on table cdc_vault.load_history is 'What was loaded in each minute';

create table cdc_vault.snapshot_row (
  feed text not null,
  source_table text not null,
  snapshot bigint not null,
  row_key text not null,
  primary key (feed, source_table, snapshot, row_key)
);
comment on table cdc_vault.snapshot_row is
  'Rows shown by a snapshot that is under way, so that its end can tell which have disappeared';
comment on column cdc_vault.snapshot_row.snapshot is
  'The number of a single table''s snapshot; of a snapshot of all tables its load date in microseconds since 1970';

create table cdc_vault.table_snapshot (
  number bigint primary key,
  feed text not null,
  source_schema text not null,
  source_table text not null,
  requested_at timestamptz not null default clock_timestamp(),
  rows bigint not null default 0,
  finished_at timestamptz
);
comment on table cdc_vault.table_snapshot is
  'Snapshots of single tables that somebody asked for; those under way, and of each table the last that was finished';
comment on column cdc_vault.table_snapshot.rows is 'Loaded so far';

create table cdc_vault.pause (
  installation text not null,
  stage text not null,
  since timestamptz not null default clock_timestamp(),
  primary key (installation, stage)
);
comment on table cdc_vault.pause is 'What somebody paused, until it is resumed';

create table cdc_vault.dead_letter (
  id bigint generated always as identity primary key,
  feed text not null,
  vault_schema text not null,
  source_schema text not null,
  source_table text not null,
  row_key text,
  operation text not null,
  record_key bytea,
  envelope bytea,
  place text not null,
  reason text not null,
  transaction_number bigint not null,
  lsn pg_lsn not null,
  load_date timestamptz not null,
  parked_at timestamptz not null default clock_timestamp(),
  resolved_at timestamptz,
  resolution text
);
create index dead_letter_waiting 
  on cdc_vault.dead_letter (vault_schema, source_schema, source_table, row_key) where resolved_at is null;
comment on table cdc_vault.dead_letter is 'Changes that could not be loaded, each with its reason, and the later changes of the same rows';
comment on column cdc_vault.dead_letter.row_key is 'What tells the row from others, as JSON; NULL when the record does not tell';
comment on column cdc_vault.dead_letter.envelope is
  'The record''s value as it came; NULL when the row disappeared with a truncate or was not shown by a snapshot';

create table cdc_vault.suspect (
  feed text not null,
  source_schema text not null,
  source_table text not null,
  row_key text not null,
  load_date timestamptz not null,
  reason text not null,
  primary key (feed, source_schema, source_table, row_key, load_date)
);
comment on table cdc_vault.suspect is
  'Changes found unloadable among all that was staged; they become dead letters when their batch is loaded again';
