alter table cdc_vault.dead_letter add column keyless boolean not null default false;
comment on column cdc_vault.dead_letter.keyless is
  'Whether the row waits because what identifies it in the vault is empty: nothing waits behind it, and its next change ends the letter';
