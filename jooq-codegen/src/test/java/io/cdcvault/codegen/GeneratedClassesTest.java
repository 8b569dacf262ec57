package io.cdcvault.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.bookings.Vault;
import io.cdcvault.bookkeeping.schema.CdcVault;
import io.cdcvault.schema.ddl.VaultSchema;
import io.cdcvault.schema.reading.ShippedModels;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Schema;
import org.jooq.Table;
import org.jooq.TableOptions.TableType;
import org.junit.jupiter.api.Test;

class GeneratedClassesTest {

    private final Schema made = VaultSchema.of(ShippedModels.bookings());

    @Test
    void generatedTablesAreThoseMadeFromTheModel() {
        assertThat(described(Vault.VAULT)).isEqualTo(described(made));
    }

    @Test
    void currentViewsAreGeneratedToo() {
        assertThat(Vault.VAULT.SAT_TICKETS_CURRENT.fields())
                .extracting(Field::getName)
                .contains("is_live");
    }

    @Test
    void bookkeepingIsGeneratedAsItsScriptsAndThePresentationDatabaseMakeIt() {
        assertThat(CdcVault.CDC_VAULT.getTables())
                .extracting(Table::getName)
                .contains("migration", "feed_position", "dead_letter", "lost_history", "mart");
        assertThat(CdcVault.CDC_VAULT.DEAD_LETTER.fields())
                .extracting(Field::getName)
                .contains("envelope", "keyless");
    }

    private static List<String> described(Schema schema) {
        return schema.getTables().stream()
                .filter(table -> table.getTableType() == TableType.TABLE)
                .sorted(Comparator.comparing(Table::getName))
                .flatMap(GeneratedClassesTest::described)
                .toList();
    }

    private static Stream<String> described(Table<?> table) {
        String key = Objects.requireNonNull(table.getPrimaryKey()).getFields().toString();
        return Stream.concat(
                Stream.of(table + " " + key),
                table.fieldStream()
                        .map(field -> field + " " + field.getType().getName() + " " + field.getDataType()
                                + (field.getDataType().nullable() ? "" : " not null")));
    }
}
