-- Letters of version 0.1.0 mark a value that the change did not touch by a text that a source may hold too.
update cdc_vault.dead_letter
set envelope = convert_to(
  regexp_replace(
    convert_from(envelope, 'LATIN1'),
    '(^|[^\\])"__debezium_unavailable_value"(?!:)', '\1"\\u0000(unchanged)"', 'g'),
  'LATIN1')
where resolved_at is null and operation <> 'UNREADABLE'
  and position('"__debezium_unavailable_value"'::bytea in envelope) > 0;
