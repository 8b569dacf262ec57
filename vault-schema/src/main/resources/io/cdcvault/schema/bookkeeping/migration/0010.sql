alter table cdc_vault.dead_letter add column snapshot bigint;
comment on column cdc_vault.dead_letter.snapshot is
  'Of the source table, which was under way when the change was made; null when none was';
