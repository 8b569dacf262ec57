alter table cdc_vault.dead_letter add column source text not null default '';
comment on column cdc_vault.dead_letter.source is
  'Of several sources that load one vault, the one that the table is in; empty where there is one';
alter table cdc_vault.column_change add column source text not null default '';
comment on column cdc_vault.column_change.source is
  'Of several sources that load one vault, the one that the table is in; empty where there is one';
alter table cdc_vault.vault_element add column source text not null default '';
comment on column cdc_vault.vault_element.source is
  'Of several sources that load one vault, the one whose model had the element; empty where there is one';
alter table cdc_vault.row_filter add column source text not null default '';
alter table cdc_vault.row_filter drop constraint row_filter_pkey;
alter table cdc_vault.row_filter add primary key (vault_schema, source, source_schema, source_table);
comment on column cdc_vault.row_filter.source is
  'Of several sources that load one vault, the one that the table is in; empty where there is one';
