create table cdc_vault.source_table (
  feed text not null,
  source_schema text not null,
  source_table text not null,
  facts jsonb not null,
  obstacle text,
  remedy text,
  obstructed_at timestamptz,
  gap text,
  gap_at timestamptz,
  repair bigint,
  primary key (feed, source_schema, source_table)
);
comment on table cdc_vault.source_table is
  'How each table of the model is published, as last seen; what keeps its changes away; and changes that were not sent';
comment on column cdc_vault.source_table.facts is 'What the master''s catalog said of the table';
comment on column cdc_vault.source_table.obstacle is 'What keeps changes from arriving now; NULL when nothing does';
comment on column cdc_vault.source_table.gap is
  'Why changes may be missing that were made before; NULL once a snapshot of the table has brought them';
comment on column cdc_vault.source_table.repair is 'The number of the snapshot that repairs the table';
