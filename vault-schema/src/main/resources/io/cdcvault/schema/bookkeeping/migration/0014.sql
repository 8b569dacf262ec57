alter table cdc_vault.column_change drop constraint column_change_change_check;
alter table cdc_vault.column_change
  add constraint column_change_change_check check (change in (
    'added', 'dropped', 'renamed', 'retyped', 'table added', 'table ended', 'table kept'));
