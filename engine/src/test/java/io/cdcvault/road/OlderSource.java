package io.cdcvault.road;

import java.util.List;

/** Tables that every supported version can have, and what happens to their rows. */
final class OlderSource {

    static final String MODEL = model("");

    /** As {@link #MODEL}, but of the stored generated column, too. */
    static final String GENERATED = model(", gross: 'numeric(10,2)'");

    static final List<Comparison> COMPARISONS = List.of(
            new Comparison("kind", "id, amount, ratio, at, tags, numbers, payload, mood, bytes, span, days, ref"),
            new Comparison("document", "id, body, note"),
            new Comparison("part", "id, day, note"),
            new Comparison("invoice", "id, net"),
            new Comparison("receipt", "id, net"),
            new Comparison("scrap", "id, note"));

    private OlderSource() {}

    private static String model(String generated) {
        return """
            model: shop
            vault: {schema: vault, record_source: shop}
            hubs:
              hub_kind:     {business_key: {id: integer}}
              hub_document: {business_key: {id: integer}}
              hub_part:     {business_key: {id: integer}}
              hub_invoice:  {business_key: {id: integer}}
              hub_receipt:  {business_key: {id: integer}}
              hub_scrap:    {business_key: {id: integer}}
            links:
              lnk_invoice_document:  {hubs: {invoice: hub_invoice, document: hub_document}, driving: [invoice]}
            satellites:
              sat_kind:
                of: hub_kind
                attributes:
                  {amount: 'numeric(12,2)', ratio: numeric, at: timestamptz, tags: 'text[]', numbers: 'integer[]',
                   payload: jsonb, mood: text, bytes: bytea, span: interval, days: daterange, ref: uuid}
              sat_document: {of: hub_document, attributes: {body: text, note: text}}
              sat_part:     {of: hub_part, attributes: {day: date, note: text}}
              sat_invoice:  {of: hub_invoice, attributes: {net: 'numeric(10,2)'%s}}
              sat_receipt:  {of: hub_receipt, attributes: {net: 'numeric(10,2)'}}
              sat_scrap:    {of: hub_scrap, attributes: {note: text}}
            sources:
              public.kind:     {hubs: {hub_kind: {id: id}}, satellites: [sat_kind]}
              public.document: {hubs: {hub_document: {id: id}}, satellites: [sat_document]}
              public.part:     {hubs: {hub_part: {id: id}}, satellites: [sat_part]}
              public.invoice:
                hubs: {hub_invoice: {id: id}, hub_document: {id: document_id}}
                links: [lnk_invoice_document]
                satellites: [sat_invoice]
                %s
              public.receipt:  {hubs: {hub_receipt: {id: id}}, satellites: [sat_receipt], ignore: [gross]}
              public.scrap:    {hubs: {hub_scrap: {id: id}}, satellites: [sat_scrap]}
            """
                .formatted(generated, generated.isEmpty() ? "ignore: [gross]" : "");
    }

    static String[] creation() {
        return new String[] {
            "create type mood as enum ('sad', 'Very \"happy\", indeed')",
            """
            create table kind (id integer primary key, amount numeric(12,2), ratio numeric, at timestamptz, tags text[],
              numbers integer[], payload jsonb, mood mood, bytes bytea, span interval, days daterange, ref uuid)""",
            "alter table kind replica identity full",
            "create table document (id integer primary key, body text, note text)",
            "create table part (id integer, day date, note text, primary key (id, day)) partition by range (day)",
            "create table part_early partition of part for values from (minvalue) to ('2024-01-01')",
            "create table part_late partition of part for values from ('2024-01-01') to (maxvalue)",
            """
            create table invoice (id integer primary key, net numeric(10,2), document_id integer references document,
              gross numeric(10,2) generated always as (net * 1.2) stored)""",
            """
            create table receipt (id integer primary key, net numeric(10,2),
              gross numeric(10,2) generated always as (net * 1.2) stored)""",
            "alter table receipt replica identity full",
            "create table scrap (id integer primary key, note text)",
            kind(1, "sad"),
            kind(2, "Very \"happy\", indeed"),
            "insert into kind (id) values (3)",
            "insert into document select i, " + large("i") + ", 'first' from generate_series(1, 4) i",
            "insert into part values (1, '2023-01-01', 'early'), (2, '2025-01-01', 'late')",
            "insert into invoice (id, net, document_id) values (1, 10, 1), (2, 20.5, 2), (3, null, 3)",
            "insert into receipt (id, net) values (1, 10), (2, 20.5)",
            "insert into scrap select i, 'scrap ' || i from generate_series(1, 20) i"
        };
    }

    /** Every operation, on a row of every kind. */
    static String[] streamed() {
        return new String[] {
            kind(4, "sad"),
            "update kind set amount = -0.01, ratio = 'NaN', at = 'infinity', tags = '{}', mood = 'sad', span = '-1 mon'",
            "update kind set id = 30 where id = 3",
            "delete from kind where id = 2",
            "update document set note = 'body untouched' where id <= 2",
            "update document set body = " + large("id + 100") + " where id = 3",
            "update part set note = 'updated' where id = 2",
            "update part set day = '2024-06-01', note = 'moved' where id = 1",
            "insert into part values (3, '2022-01-01', null)",
            "insert into invoice (id, net, document_id) values (4, 1, 4)",
            "update invoice set net = net + 1, document_id = 4 where id = 2",
            "update invoice set id = 33 where id = 3",
            "delete from invoice where id = 1",
            "update receipt set net = net + 1 where id = 1",
            "update receipt set id = 22 where id = 2",
            "truncate scrap",
            "insert into scrap values (5, 'after the truncate')"
        };
    }

    /** What is written while no service runs. */
    static String[] meanwhile() {
        return new String[] {
            "update document set note = note || ', and again' where id <= 2",
            "insert into document select i, " + large("i") + ", 'meanwhile' from generate_series(1000, 1050) i",
            "update kind set payload = '{\"a\": [1, null]}', numbers = '{{1,2},{3,4}}' where id = 1",
            "update kind set id = 31 where id = 30",
            "delete from part where id = 2",
            "truncate scrap",
            "insert into scrap values (1, 'after another')"
        };
    }

    private static String kind(int id, String mood) {
        return "insert into kind values (" + id + ", 1234567890.50, 1e-30, '1969-12-31 23:59:59.999999+00',"
                + " '{\"a,b\",NULL,\"\"}', '[0:1]={1,2}', '{\"b\": [1.10, null], \"ü\": {}}', '" + mood
                + "', '\\x00ff5c', '1 year -2 mons 3 days -04:05:06.789', '[2024-01-01,infinity)',"
                + " 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')";
    }

    /** Too large for its row, and hardly compressible: PostgreSQL stores it apart. */
    private static String large(String seed) {
        return "(select string_agg(md5((" + seed + ")::text || n::text), '') from generate_series(1, 300) n)";
    }

    /** A table whose live rows in the vault must be those of the source. */
    record Comparison(String table, String columns) {

        String inSource() {
            return select(table);
        }

        String inVault() {
            return select("(select * from vault.sat_%1$s_current join vault.hub_%1$s using (%1$s_hk) where is_live) v"
                    .formatted(table));
        }

        private String select(String from) {
            return "select row(" + columns + ")::text from " + from + " order by id";
        }
    }
}
