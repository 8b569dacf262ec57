package io.cdcvault.schema.bookkeeping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The scripts that make the bookkeeping in the warehouse. Each runs once, in the order of their numbers. */
public final class Migrations {

    /** The schema that all tables of the bookkeeping are in; it comes before the scripts. */
    public static final String SCHEMA = "cdc_vault";

    /** Makes the table that holds which scripts ran; may run again. */
    public static final String TABLE = "create table if not exists cdc_vault.migration"
            + " (version int primary key, applied_at timestamptz not null default clock_timestamp())";

    private Migrations() {}

    /** The number of the newest script. */
    public static int newest() {
        return Scripts.ALL.size();
    }

    /**
     * The statements of one script.
     *
     * @param version from 1 to {@link #newest}
     */
    public static String script(int version) {
        return Scripts.ALL.get(version - 1);
    }

    /** All of them as statements that may run again; the schema comes before. */
    public static List<String> statements() {
        List<String> statements = new ArrayList<>(List.of(TABLE));
        IntStream.rangeClosed(1, newest()).mapToObj(Migrations::guarded).forEach(statements::add);
        return statements;
    }

    private static String guarded(int version) {
        return "do $cdc_vault$ begin if not exists (select from cdc_vault.migration where version = " + version
                + ") then\n" + script(version) + "insert into cdc_vault.migration (version) values (" + version
                + ");\nend if; end $cdc_vault$";
    }

    /** Read when they are first asked for. */
    private static final class Scripts {

        static final List<String> ALL = read();

        private static List<String> read() {
            List<String> scripts = new ArrayList<>();
            for (String script = read(1); script != null; script = read(scripts.size() + 1)) {
                scripts.add(script);
            }
            return List.copyOf(scripts);
        }

        private static @Nullable String read(int version) {
            String name = String.format(Locale.ROOT, "migration/%04d.sql", version);
            try (InputStream file = Migrations.class.getResourceAsStream(name)) {
                return file == null ? null : new String(file.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException("Cannot read " + name + " from the jar", e);
            }
        }
    }
}
