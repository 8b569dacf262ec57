package io.cdcvault.init.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.catalog.Catalog;
import io.cdcvault.catalog.CatalogColumn;
import io.cdcvault.catalog.CatalogColumn.Generation;
import io.cdcvault.catalog.CatalogTable;
import io.cdcvault.catalog.CatalogTable.Kind;
import io.cdcvault.catalog.CatalogTable.ReplicaIdentity;
import io.cdcvault.catalog.CatalogType;
import io.cdcvault.catalog.UniqueKey;
import io.cdcvault.init.write.ModelText;
import io.cdcvault.load.plan.LoadPlan;
import io.cdcvault.load.plan.LoadPlanCompiler;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.schema.model.VaultModel;
import io.cdcvault.schema.reading.ModelReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Catalogs of any kind, with names that were chosen to do harm: always a model that is accepted. */
final class RandomCatalogTest {

    private static final int CATALOGS = 80;
    private static final int LONGEST = 63;

    private static final List<String> WORDS = List.of(
            "order",
            "orders",
            "hub_order",
            "sat_order",
            "sat_order_current",
            "lnk_order",
            "ref_order",
            "order_history",
            "order_hk",
            "load_dts",
            "rec_src",
            "hash_diff",
            "src_lsn",
            "status",
            "is_active",
            "is_live",
            "load_end_dts",
            "id",
            "ID_",
            "code",
            "name",
            "parent_id",
            "order_id",
            " ",
            "  x",
            "null",
            "~",
            "yes",
            "on",
            "<<",
            "=",
            "1",
            "2) x",
            "a as b",
            "a of b",
            "say \"hi\"",
            "\"quoted\"",
            "it's",
            "f(x)",
            "a::b",
            "a||b",
            "!x",
            "#x",
            "x: y",
            "- x",
            "{x}",
            "[x]",
            "a, b",
            "a.b",
            ".",
            "%s",
            "$1",
            "?",
            "{0}",
            "\\",
            "\t",
            "line\nbreak",
            "\u2028",
            "\u0085",
            "\ufeff",
            "\u200b",
            "Straße",
            "İ",
            "заказ",
            "顧客",
            "🙂",
            "é",
            "²",
            "ñandú",
            "_",
            "__",
            "Ünï",
            "x".repeat(63),
            "ü".repeat(31),
            "o".repeat(50) + "s");
    private static final List<String> TYPES = List.of(
            "integer", "bigint", "text", "uuid", "jsonb", "varchar(10)", "numeric(10,2)", "timestamptz", "text[]");

    @Test
    void everyModelIsAcceptedAndItsRowsAreIdentified() {
        for (int seed = 0; seed < CATALOGS; seed++) {
            Catalog catalog = new Sketcher(new Random(seed)).catalog();
            DerivedModel derived = Derivation.of(catalog, seed % 4 == 0 ? "automate-dv" : "exact");

            assertThat(derived.model().sources().size() + derived.leftOut().size())
                    .as("seed " + seed)
                    .isEqualTo(catalog.tables().size());
            if (!derived.model().sources().isEmpty()) {
                VaultModel read = ModelReader.read(ModelText.of(derived), "seed " + seed);
                assertThat(read).as("seed " + seed).isEqualTo(derived.model());
                new LoadPlanCompiler(read, VaultSchema.of(read))
                        .compileAll()
                        .forEach(plan -> assertIdentified(plan, catalog));
            }
        }
    }

    @Test
    void sameCatalogGivesTheSameText() {
        Catalog catalog = new Sketcher(new Random(1)).catalog();

        assertThat(ModelText.of(Derivation.of(catalog, "exact")))
                .isEqualTo(ModelText.of(Derivation.of(catalog, "exact")));
    }

    /** As the service checks it before it captures a table. */
    private static void assertIdentified(LoadPlan plan, Catalog catalog) {
        CatalogTable table = catalog.tables().stream()
                .filter(each -> each.name().equals(plan.table()))
                .findFirst()
                .orElseThrow();
        assertThat(new UsableKeys(catalog.publishesStored()).of(table))
                .as("%s by %s", table.name(), plan.identity().columns())
                .anyMatch(key -> plan.identity().columns().containsAll(key.columns()));
        if (!table.identifyingColumns().isEmpty()) {
            assertThat(plan.followsRowsBy(Set.copyOf(table.identifyingColumns())))
                    .as("%s is followed by %s: %s", table.name(), table.identifyingColumns(), table)
                    .isTrue();
        }
        Stream<String> held = plan.staging().sourceColumns().stream().map(column -> column.name());
        Set<String> all = new HashSet<>(held.toList());
        all.addAll(plan.ignored());
        assertThat(all)
                .as("columns of %s", table.name())
                .containsAll(table.columns().stream().map(CatalogColumn::name).toList());
    }

    /** Draws tables. */
    private static final class Sketcher {

        private final Random random;
        private final List<CatalogTable> tables = new ArrayList<>();

        Sketcher(Random random) {
            this.random = random;
        }

        Catalog catalog() {
            Set<TableName> names = new HashSet<>();
            int wanted = 1 + random.nextInt(9);
            while (names.size() < wanted) {
                names.add(new TableName(random.nextInt(3) == 0 ? name() : "public", name()));
            }
            List<TableName> ordered = new ArrayList<>(names);
            Collections.sort(ordered);
            ordered.forEach(this::add);
            List<CatalogTable> sorted = new ArrayList<>(tables);
            sorted.sort(Comparator.comparing(CatalogTable::name));
            return new Catalog(name(), random.nextBoolean(), sorted);
        }

        private void add(TableName name) {
            TableSketch sketch = TableSketch.table(name);
            Set<String> taken = new HashSet<>();
            int wanted = 1 + random.nextInt(random.nextInt(8) == 0 ? 45 : 7);
            while (sketch.columns().size() < wanted) {
                String column = random.nextInt(6) == 0 ? cut(sketch.columns().size() + name()) : name();
                if (taken.add(column.toLowerCase(Locale.ROOT))) {
                    sketch.column(column(column));
                }
            }
            List<String> columns = sketch.columns().stream()
                    .map(CatalogColumn::name)
                    .distinct()
                    .toList();
            if (random.nextInt(10) > 0) {
                sketch.key(key("pk", columns, true));
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                sketch.key(key("k" + i, columns, false));
            }
            references(sketch, columns);
            sketch.identity(pick(List.of(
                    ReplicaIdentity.DEFAULT,
                    ReplicaIdentity.DEFAULT,
                    ReplicaIdentity.DEFAULT,
                    ReplicaIdentity.FULL,
                    ReplicaIdentity.INDEX,
                    ReplicaIdentity.NOTHING)));
            sketch.of(pick(List.of(Kind.TABLE, Kind.TABLE, Kind.TABLE, Kind.PARTITIONED_TABLE, Kind.VIEW)));
            tables.add(sketch.build());
        }

        /** To a key of any table so far, or of the table itself. */
        private void references(TableSketch sketch, List<String> columns) {
            List<CatalogTable> targets = new ArrayList<>(tables);
            targets.add(sketch.build());
            for (int i = random.nextInt(5); i > 0; i--) {
                CatalogTable target = pick(targets);
                if (!target.keys().isEmpty()) {
                    UniqueKey key = pick(target.keys());
                    List<String> shuffled = shuffled(columns);
                    List<String> own =
                            random.nextBoolean() && !sketch.build().keys().isEmpty()
                                    ? shuffledFirst(sketch.build().keys().get(0).columns(), shuffled)
                                    : shuffled;
                    if (own.size() >= key.columns().size()) {
                        sketch.refers(own.subList(0, key.columns().size()), target.name(), key.columns());
                    }
                }
            }
        }

        private List<String> shuffledFirst(List<String> first, List<String> others) {
            return Stream.concat(shuffled(first).stream(), others.stream())
                    .distinct()
                    .toList();
        }

        private UniqueKey key(String name, List<String> columns, boolean isPrimary) {
            List<String> of = shuffled(columns).subList(0, 1 + random.nextInt(Math.min(3, columns.size())));
            boolean isImmediate = random.nextInt(8) > 0;
            // PostgreSQL makes primary keys and replica identities of nothing else.
            boolean isWhole = isPrimary || random.nextInt(8) > 0;
            return new UniqueKey(
                    name, of, isPrimary, isImmediate, isWhole, isImmediate && isWhole && random.nextInt(3) == 0);
        }

        private CatalogColumn column(String name) {
            Generation generation =
                    random.nextInt(12) == 0 ? pick(List.of(Generation.STORED, Generation.VIRTUAL)) : Generation.NONE;
            return new CatalogColumn(
                    name, CatalogType.builtIn(pick(TYPES)), random.nextInt(4) > 0, generation, random.nextInt(4) == 0);
        }

        private String name() {
            return cut(pick(WORDS) + (random.nextInt(3) == 0 ? pick(WORDS) : ""));
        }

        private static String cut(String name) {
            int[] letters = name.codePoints().toArray();
            int end = letters.length;
            while (new String(letters, 0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST) {
                end--;
            }
            return new String(letters, 0, end);
        }

        private List<String> shuffled(List<String> all) {
            List<String> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, random);
            return shuffled;
        }

        private <T> T pick(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }
    }
}
