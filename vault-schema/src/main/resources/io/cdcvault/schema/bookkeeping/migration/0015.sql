alter table cdc_vault.table_snapshot add column key_columns text[];
comment on column cdc_vault.table_snapshot.key_columns is
  'Of a snapshot of some rows, the columns of the source by whose values they are found; NULL where the whole table is read';

create table cdc_vault.snapshot_key (
  number bigint not null references cdc_vault.table_snapshot on delete cascade,
  nth bigint not null,
  key text[] not null,
  primary key (number, nth)
);
comment on table cdc_vault.snapshot_key is
  'The keys of the rows that a snapshot of some rows reads, until it is finished';
comment on column cdc_vault.snapshot_key.nth is
  'From 1, in the order in which they are read';
comment on column cdc_vault.snapshot_key.key is
  'Values as text, in the order of the snapshot''s key_columns';

create table cdc_vault.row_filter (
  vault_schema text not null,
  source_schema text not null,
  source_table text not null,
  condition text not null,
  primary key (vault_schema, source_schema, source_table)
);
comment on table cdc_vault.row_filter is
  'The row filter that each source table has in the latest model, if it has one: with another one the table is read again';
