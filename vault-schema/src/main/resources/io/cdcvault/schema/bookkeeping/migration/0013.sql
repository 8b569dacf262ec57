create table cdc_vault.accepted_loss (
  number bigint generated always as identity primary key,
  feed text not null,
  system_identifier text not null,
  old_timeline bigint not null,
  new_timeline bigint not null,
  after_lsn pg_lsn not null,
  until_lsn pg_lsn not null,
  transactions bigint,
  vault_rows bigint,
  reason text not null,
  accepted_by text not null default session_user,
  accepted_at timestamptz not null default clock_timestamp(),
  unique (feed, new_timeline, after_lsn, until_lsn)
);
comment on table cdc_vault.accepted_loss is
  'What was captured from a master that died and its successor never had, accepted by `run --accept-lost`: closed in the vault, its history stays';
comment on column cdc_vault.accepted_loss.after_lsn is
  'Where the successor left the history of the master before';
comment on column cdc_vault.accepted_loss.until_lsn is
  'How far that master was captured';
comment on column cdc_vault.accepted_loss.transactions is
  'That the vault showed of this range when it was accepted; NULL when they could not be counted';
comment on column cdc_vault.accepted_loss.vault_rows is
  'Versions, states and keys that the vault held of them; NULL when they could not be counted';
