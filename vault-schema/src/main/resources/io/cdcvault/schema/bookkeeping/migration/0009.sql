create table cdc_vault.vault_element (
  vault_schema text not null,
  element text not null,
  attributes text[] not null,
  used_since timestamptz not null default clock_timestamp()
);
-- Each set of attributes once; as many names as a table may have columns fit into no index.
create index vault_element_name on cdc_vault.vault_element (vault_schema, element);
comment on table cdc_vault.vault_element is
  'Hubs, links and satellites of the models that the vault was loaded by';
comment on column cdc_vault.vault_element.attributes is
  'Of a satellite, sorted: what the hashdiffs were made of that were written while this was the model';
comment on column cdc_vault.vault_element.used_since is
  'The latest of an element is the present one';
