alter table cdc_vault.column_change add column former_type text;
comment on column cdc_vault.column_change.former_type is
  'Of a column whose type became wider: what the vault has for the type before; the present one is beside';
alter table cdc_vault.column_change add column retried_at timestamptz;
comment on column cdc_vault.column_change.retried_at is
  'Of a column whose type became wider: when the dead letters of its table were retried; null as long as they were not';
alter table cdc_vault.column_change drop constraint column_change_change_check;
alter table cdc_vault.column_change
  add constraint column_change_change_check check (change in ('added', 'dropped', 'renamed', 'retyped', 'table added'));
alter table cdc_vault.column_change add column model text;
comment on column cdc_vault.column_change.model is
  'Of a table that was added: how the vault has it, in the language of models';
