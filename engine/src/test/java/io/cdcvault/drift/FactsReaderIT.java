package io.cdcvault.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.local.junit.LocalStackExtension;
import io.cdcvault.local.stack.LocalStack;
import io.cdcvault.schema.model.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the catalog says is of one moment, also when a table changes while it is read. */
@ExtendWith(LocalStackExtension.class)
@SuppressWarnings("NullAway.Init") // JUnit calls the set-up.
final class FactsReaderIT {

    private static final List<TableName> TABLES =
            List.of(new TableName("facts", "plain"), new TableName("facts", "split"));

    private LocalStack stack;

    @BeforeEach
    void createTables(LocalStack shared) throws SQLException {
        stack = shared;
        inMaster(
                "drop schema if exists facts cascade",
                "create schema facts",
                "create table facts.plain (id int primary key, v text)",
                "insert into facts.plain values (1, 'x')",
                "create table facts.split (id int primary key, v text) partition by range (id)",
                "create table facts.low partition of facts.split for values from (0) to (10)",
                "create table facts.high partition of facts.split for values from (10) to (20) partition by range (id)",
                "create table facts.higher partition of facts.high for values from (10) to (15)");
    }

    @Test
    void rewriteThatCommitsDuringALookIsSeenWholeByTheNextOne() throws SQLException {
        assertSeenWhole(
                "alter table facts.plain alter column v type text using v || v",
                "alter table facts.split alter column v type text using v || v");
    }

    @Test
    void partitionsThatChangeDuringALookAreSeenWholeByTheNextOne() throws SQLException {
        assertSeenWhole(
                "truncate facts.low",
                "create table facts.middle partition of facts.high for values from (15) to (20)",
                "alter table facts.high detach partition facts.higher");
    }

    @Test
    void partitionsAreThoseOfTheWholeTree() throws SQLException {
        try (Connection connection = connect()) {
            assertThat(partitions(connection, TABLES.get(1)))
                    .containsExactlyInAnyOrder("facts.low", "facts.high", "facts.higher");
            assertThat(partitions(connection, TABLES.get(0))).isEmpty();
        }
    }

    @Test
    void partitionThatIsDetachedAndAttachedAtOnceHasAnotherAttachment() throws SQLException {
        try (Connection connection = connect()) {
            Map<String, Optional<String>> before = attachments(connection);
            inMaster("alter table facts.split detach partition facts.low; alter table facts.split attach partition"
                    + " facts.low for values from (0) to (10)");
            Map<String, Optional<String>> after = attachments(connection);

            assertThat(after.get("facts.low")).isPresent().isNotEqualTo(before.get("facts.low"));
            assertThat(after.get("facts.higher")).isPresent().isEqualTo(before.get("facts.higher"));
        }
    }

    /** Of a partitioned table only the partitions hold it. */
    @Test
    void valuesThatADroppedDefaultHasLeftAreKnown() throws SQLException {
        for (TableName table : TABLES) {
            inMaster("alter table " + table + " add column size int not null default 7, add column bare int;"
                    + " alter table " + table + " alter column size drop default");
        }
        try (Connection connection = connect()) {
            read(connection).forEach((table, facts) -> {
                assertThat(Objects.requireNonNull(facts.columns().get("size")).isFilled())
                        .as("%s", table)
                        .isTrue();
                assertThat(Objects.requireNonNull(facts.columns().get("bare")).isFilled())
                        .as("%s", table)
                        .isFalse();
            });
        }
    }

    private static Map<String, Optional<String>> attachments(Connection connection) throws SQLException {
        return Objects.requireNonNull(read(connection).get(TABLES.get(1))).partitions().values().stream()
                .collect(Collectors.toMap(TableFacts.Partition::name, TableFacts.Partition::attachment));
    }

    private static List<String> partitions(Connection connection, TableName table) throws SQLException {
        return Objects.requireNonNull(read(connection).get(table)).partitions().values().stream()
                .map(TableFacts.Partition::name)
                .toList();
    }

    /** A snapshot stands for a look that began before the commit and reads on after it. */
    private void assertSeenWhole(String... change) throws SQLException {
        try (Connection look = connect()) {
            look.setAutoCommit(false);
            look.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Map<TableName, TableFacts> before = read(look);

            inMaster(change);

            assertThat(read(look)).isEqualTo(before);
        }
    }

    private static Map<TableName, TableFacts> read(Connection connection) throws SQLException {
        return FactsReader.read(connection, "no_publication", TABLES);
    }

    private Connection connect() {
        return stack.master().connect();
    }

    private void inMaster(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // A look that locked a table would wait for itself here.
            statement.execute("set lock_timeout = '10s'");
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
