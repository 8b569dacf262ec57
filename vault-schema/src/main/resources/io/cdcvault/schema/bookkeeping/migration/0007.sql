-- A row's key may be of any length, and an index holds no more than about 2,700 bytes of it.
drop index cdc_vault.dead_letter_waiting;
create index dead_letter_waiting
  on cdc_vault.dead_letter (vault_schema, source_schema, source_table, hashtextextended(row_key, 0))
  where resolved_at is null;
alter table cdc_vault.suspect drop constraint suspect_pkey;
create unique index suspect_row
  on cdc_vault.suspect (feed, source_schema, source_table, hashtextextended(row_key, 0), load_date);
-- Rows of a snapshot that is under way: a key with parts that are no hashes is remembered by its digest from here on.
update cdc_vault.snapshot_row set row_key = encode(sha256(convert_to(row_key, 'UTF8')), 'hex')
where position(',' in row_key) > 0;
