create table cdc_vault.lost_history (
  feed text not null,
  source_schema text not null,
  source_table text not null,
  partition text not null,
  first_offset bigint not null,
  next_offset bigint not null,
  after_load_date timestamptz not null,
  until_load_date timestamptz not null,
  skipped_at timestamptz not null default clock_timestamp()
);
comment on table cdc_vault.lost_history is
  'What `cdc-vault skip-lost` passed over: changes of these tables between the two load dates may be missing from the history';
comment on column cdc_vault.lost_history.after_load_date is
  'Of the last transaction loaded before; -infinity when nothing was';
comment on column cdc_vault.lost_history.until_load_date is
  'Of the last transaction skipped, as far as it is known; the table''s snapshot after it shows its rows as they were then';
