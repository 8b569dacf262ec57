create table cdc_vault.left_out_table (
  feed text not null,
  source_schema text not null,
  source_table text not null,
  reason text not null,
  remedy text not null,
  noticed_at timestamptz not null default clock_timestamp(),
  primary key (feed, source_schema, source_table)
);
comment on table cdc_vault.left_out_table is
  'Tables of the source that have come and are neither loaded nor in the model, as long as that is so';
comment on column cdc_vault.left_out_table.reason is
  'Why, in the words that follow the table''s name';

create table cdc_vault.source_notice (
  number bigint generated always as identity primary key,
  vault_schema text not null,
  source text not null default '',
  source_schema text not null,
  source_table text not null,
  notice text not null,
  lsn pg_lsn not null,
  noticed_at timestamptz not null default clock_timestamp()
);
create index on cdc_vault.source_notice (vault_schema, source, source_schema, source_table, number);
comment on table cdc_vault.source_notice is
  'What was noticed of the source''s tables besides what the vault follows; the newest 200 of each table are kept';
comment on column cdc_vault.source_notice.notice is
  'In the words that follow the table''s name';
comment on column cdc_vault.source_notice.lsn is
  'Where the master''s WAL ended when it was noticed';

create table cdc_vault.compared_model (
  vault_schema text not null,
  source text not null default '',
  number bigint not null,
  primary key (vault_schema, source)
);
insert into cdc_vault.compared_model (vault_schema, number)
  select vault_schema, max(number) from cdc_vault.model_version group by vault_schema;
comment on table cdc_vault.compared_model is
  'The model version that each vault was loaded by last: what the next one feeds otherwise is read again';
