package io.cdcvault.road;

import static io.cdcvault.database.Identifiers.literal;
import static io.cdcvault.database.Identifiers.quoted;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The audit at the source. Triggers write what each statement did: first the rows that are no more, then the rows that
 * are, so that a statement that moves every key to its neighbour reads right from top to bottom. The audit is part of
 * each transaction: what the master committed when it was killed in a commit, the audit says too.
 */
final class AuditSchema {

    private static final List<String> AUDIT = List.of(
            "create schema audit",
            "create sequence audit.number",
            // Captured: its rows in the vault say which load date and position each audited transaction has.
            "create table audit.transaction (number bigint primary key, what text)",
            """
            create table audit.change (
              id bigint generated always as identity primary key, number bigint not null,
              transaction_id xid8 not null default pg_current_xact_id(),
              relation text not null, key text not null, is_gone boolean not null, owner text, image text)""",
            "create table audit.tampering (fault text, relation text, from_number bigint, to_number bigint)");

    private AuditSchema() {}

    /** Also puts the tables into the publication. */
    static void create(Connection master) throws SQLException {
        List<String> statements = new ArrayList<>(AUDIT);
        for (AuditedTable table : AuditedTable.values()) {
            statements.addAll(definition(table));
        }
        statements.add("alter publication cdc_vault set (publish_via_partition_root = true)");
        statements.add("alter publication cdc_vault add table audit.transaction, "
                + Arrays.stream(AuditedTable.values())
                        .map(AuditedTable::relation)
                        .collect(Collectors.joining(", ")));
        execute(master, statements);
    }

    /** What creates one table with its triggers. */
    static List<String> definition(AuditedTable table) {
        List<String> statements = new ArrayList<>(table.definition());
        statements.add("create or replace function audit.note_" + table.word()
                + "() returns trigger language plpgsql as $note$ begin\nif tg_op in ('UPDATE', 'DELETE') then "
                + note(table, true, "before_rows", "true") + "; end if;\nif tg_op in ('INSERT', 'UPDATE') then "
                + note(table, false, "after_rows", "true") + "; end if;\nif tg_op = 'TRUNCATE' then "
                + note(table, true, table.relation(), "true") + "; end if;\nreturn null; end $note$");
        statements.add(trigger(table, "after insert", " referencing new table as after_rows"));
        statements.add(trigger(table, "after update", " referencing old table as before_rows new table as after_rows"));
        statements.add(trigger(table, "after delete", " referencing old table as before_rows"));
        statements.add(trigger(table, "before truncate", ""));
        return statements;
    }

    /** Notes that rows of the audited table are gone, or are there. */
    static String note(AuditedTable table, boolean isGone, String rows, String condition) {
        return "insert into audit.change (number, relation, key, is_gone, owner, image)"
                + " select current_setting('audit.number')::bigint, " + literal(table.word()) + ", " + table.keyText()
                + ", " + isGone + ", t.owner::text, md5(row(t.note, t.big, t.n)::text) from " + rows + " t where "
                + condition;
    }

    static void execute(Connection master, List<String> statements) throws SQLException {
        try (Statement statement = master.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String trigger(AuditedTable table, String when, String referencing) {
        return "create trigger " + quoted("audit " + when) + " " + when + " on " + table.relation() + referencing
                + " for each statement execute function audit.note_" + table.word() + "()";
    }
}
