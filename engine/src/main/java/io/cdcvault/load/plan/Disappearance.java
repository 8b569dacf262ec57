package io.cdcvault.load.plan;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;

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

    private static final String SNAPSHOT_ROWS = "\"cdc_vault\".\"snapshot_row\"";

    private final DSLContext renderer;
    private final SourceTable source;
    private final Staging staging;
    private final Select<?> liveRows;
    private final List<String> columns;

    Disappearance(DSLContext renderer, VaultModel model, Schema schema, SourceTable source, Staging staging) {
        this.renderer = renderer;
        this.source = source;
        this.staging = staging;
        this.liveRows = new LiveRows(model, schema, source, staging).select();
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

    /** Parameters: sequence, load date, LSN, then the feed and the load date again to tell which snapshot. */
    String closeStatement() {
        return stageDeletions(
                "\nwhere not exists (select 1 from " + SNAPSHOT_ROWS + " as s where s.feed = ? and s.source_table = "
                        + renderer.render(DSL.inline(source.table().toString()))
                        + " and s.load_date = ?::timestamptz and s.row_key = " + rowKey("live.") + ")");
    }

    /** Remembers the staged rows as shown by their snapshot. Parameters: feed, load date. */
    String rememberStatement() {
        return "insert into " + SNAPSHOT_ROWS + " (feed, source_table, load_date, row_key)\nselect ?, "
                + renderer.render(DSL.inline(source.table().toString())) + ", \"#load_date\", " + rowKey("")
                + "\nfrom " + renderer.render(staging.table())
                + "\nwhere \"#live\" and \"#load_date\" = ?::timestamptz\non conflict do nothing";
    }

    /** Of every row that exists in the vault, or does as soon as what is staged so far is loaded. */
    private String stageDeletions(String condition) {
        Select<?> staged = select(columns.stream()
                        .map(column -> field(name(column), Object.class))
                        .toList())
                .from(staging.table());
        return "insert into " + renderer.render(staging.table())
                + " (\"#seq\", \"#live\", \"#load_date\", \"#lsn\", " + quotedColumns("") + ")\n"
                + "select ?::bigint, false, ?::timestamptz, ?::pg_lsn, " + quotedColumns("live.") + "\nfrom ("
                + renderer.renderInlined(liveRows) + "\nunion\n" + renderer.renderInlined(staged) + ") as live"
                + condition;
    }

    private String rowKey(String prefix) {
        return "row(" + quotedColumns(prefix) + ")::text";
    }

    private String quotedColumns(String prefix) {
        return columns.stream()
                .map(column -> prefix + renderer.render(name(column)))
                .collect(Collectors.joining(", "));
    }
}
