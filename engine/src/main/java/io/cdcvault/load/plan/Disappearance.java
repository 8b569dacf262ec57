package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

import io.cdcvault.bookkeeping.ShownRows;
import io.cdcvault.database.Identifiers;
import io.cdcvault.schema.model.SourceTable;
import io.cdcvault.schema.model.VaultModel;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Schema;
import org.jooq.Select;
import org.jooq.impl.DSL;

/**
 * What makes rows disappear without a deletion of their own, turned into staged deletions: a truncate takes every row
 * that exists, the end of a snapshot every row that the snapshot did not show. From there they are loaded as all else.
 */
final class Disappearance {

    private final DSLContext renderer;
    private final SourceTable source;
    private final Staging staging;
    private final Select<?> liveRows;
    private final List<String> columns;
    private final String snapshotRows;
    /** By hash keys, which may take no notice of how a business key is spelled. */
    private final String rowKey;

    Disappearance(DSLContext renderer, VaultModel model, Schema schema, SourceTable source, Staging staging) {
        this.renderer = renderer;
        this.source = source;
        this.snapshotRows = renderer.render(ShownRows.table());
        this.staging = staging;
        this.liveRows = new LiveRows(model, schema, source, staging).select();
        List<Field<?>> key = new VaultKeys(model, source, staging).rowKeyExpressions();
        String whole = renderer.renderInlined(DSL.field("row({0})::text", String.class, DSL.list(key)));
        // A part that is no hash may be of any length, and an index holds no more than about 2,700 bytes.
        this.rowKey = key.size() == 1 ? whole : "encode(sha256(convert_to(" + whole + ", 'UTF8')), 'hex')";
        this.columns = liveRows.getSelect().stream().map(Field::getName).toList();
    }

    /** The staged columns that identify a row. */
    List<String> rowKey() {
        return columns;
    }

    /** Parameters: sequence, load date, LSN. */
    String truncateStatement() {
        return stageDeletions("");
    }

    /** Parameters: sequence, load date, LSN, then the feed and the snapshot's number. */
    String closeStatement() {
        return stageDeletions(
                "\nwhere not exists (select 1 from " + snapshotRows + " as s where s.feed = ? and s.source_table = "
                        + renderer.render(DSL.inline(source.table().toString()))
                        + " and s.snapshot = ? and s.row_key = live.\"#row\")");
    }

    /**
     * Remembers staged rows as shown by a snapshot. Parameters: feed, the snapshot's number, the load date from which
     * on, and the sequence after which.
     */
    String rememberStatement() {
        return "insert into " + snapshotRows + " (feed, source_table, snapshot, row_key)\nselect ?, "
                + renderer.render(DSL.inline(source.table().toString())) + ", ?, " + rowKey + "\nfrom "
                + renderer.render(staging.table())
                + "\nwhere \"#live\" and \"#load_date\" >= ?::timestamptz and \"#seq\" > ?\non conflict do nothing";
    }

    /** Of every row that exists in the vault, or does as soon as what is staged so far is loaded. */
    private String stageDeletions(String condition) {
        Select<?> staged = select(columns.stream()
                        .map(column -> field(name(column), Object.class))
                        .toList())
                .from(staging.table());
        // Materialized, or the hashes would be computed again for each row that they are compared with.
        return "with live as materialized (select *, " + rowKey + " as \"#row\" from ("
                + renderer.renderInlined(liveRows) + "\nunion\n" + renderer.renderInlined(staged)
                + ") as known)\ninsert into " + renderer.render(staging.table())
                + " (\"#seq\", " + staging.there() + ", \"#load_date\", \"#lsn\", " + staging.keyColumns(columns)
                + ")\n"
                + "select ?::bigint, false, ?::timestamptz, ?::pg_lsn, " + quotedColumns("live.") + staging.keyIsGiven()
                + "\nfrom live"
                + condition;
    }

    private String quotedColumns(String prefix) {
        return columns.stream()
                .map(column -> prefix + Identifiers.quoted(column))
                .collect(Collectors.joining(", "));
    }
}
