package io.cdcvault.schema.bookkeeping;

import java.util.List;

/** The bookkeeping of marts: {@code cdc_vault.mart} in the presentation database. */
public final class PresentationTables {

    /** What makes it, as statements that may run again; the schema comes before. */
    public static final List<String> STATEMENTS = List.of(
            """
            create table if not exists cdc_vault.mart (
              installation text not null,
              mart text not null,
              target_schema text not null,
              target_table text not null,
              refreshed_at timestamptz,
              lsn pg_lsn,
              load_date timestamptz,
              transaction_number bigint,
              rows bigint,
              inserted bigint,
              updated bigint,
              deleted bigint,
              seconds double precision,
              failed_at timestamptz,
              failure text,
              primary key (installation, mart)
            )""",
            """
            comment on table cdc_vault.mart is
              'The last refresh of each mart, written in the same transaction as its rows, and what failed since'""",
            "comment on column cdc_vault.mart.refreshed_at is 'When the vault was read'",
            "comment on column cdc_vault.mart.lsn is 'The vault''s position that the mart shows'",
            "comment on column cdc_vault.mart.load_date is 'Of the newest transaction that the mart shows'");

    private PresentationTables() {}
}
