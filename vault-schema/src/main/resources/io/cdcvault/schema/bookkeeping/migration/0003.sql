create table cdc_vault.vault_owner (
  vault_schema text primary key,
  installation text not null,
  claimed_at timestamptz not null default clock_timestamp()
);
comment on table cdc_vault.vault_owner is 'The one installation that loads each vault schema';
