create table cdc_vault.column_change (
  number bigint generated always as identity primary key,
  vault_schema text not null,
  source_schema text not null,
  source_table text not null,
  source_column text not null,
  change text not null check (change in ('added', 'dropped', 'renamed')),
  new_name text,
  satellite text,
  attribute text,
  type text,
  lsn pg_lsn,
  noticed_at timestamptz not null default clock_timestamp()
);
create index column_change_schema on cdc_vault.column_change (vault_schema, number);
comment on table cdc_vault.column_change is
  'What became of the source''s columns since the model was written: the vault follows them, in the order of the numbers';
comment on column cdc_vault.column_change.new_name is
  'Of a column that was renamed';
comment on column cdc_vault.column_change.satellite is
  'Of a column that was added: what takes its values, under the name and of the type beside';
comment on column cdc_vault.column_change.lsn is
  'Where the master''s WAL ended when the change was noticed; the change itself is before';
create table cdc_vault.model_version (
  number bigint generated always as identity primary key,
  vault_schema text not null,
  model text not null,
  loaded_lsn pg_lsn,
  used_since timestamptz not null default clock_timestamp()
);
create index model_version_schema on cdc_vault.model_version (vault_schema, number);
comment on table cdc_vault.model_version is
  'The models that services were started with or migrated to; the latest of a vault is in use';
comment on column cdc_vault.model_version.loaded_lsn is
  'How far the vault was loaded by the model before';
