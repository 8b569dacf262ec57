package io.cdcvault.schema.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessKeyIndexTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"integer", "bigint", "char(13)", "varchar(500)", "uuid", "date", "timestamptz", "numeric(10,2)"})
    void valuesOfAGreatestLengthAreInABtree(String type) {
        assertThat(of(type)).containsExactly(IndexShape.of(List.of("c0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "varchar", "varchar(501)"})
    void textOfAnyLengthIsInAHashIndex(String type) {
        assertThat(of(type)).containsExactly(new IndexShape(List.of("c0"), IndexShape.Method.HASH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"numeric", "json", "jsonb", "bytea", "xml", "app.kind", "integer[]", "citext"})
    void otherTypesAreInNone(String type) {
        assertThat(of(type)).isEmpty();
    }

    @Test
    void ofACompositeKeyTheBoundedColumnsAreInIt() {
        assertThat(of("text", "integer", "jsonb", "date")).containsExactly(IndexShape.of(List.of("c1", "c3")));
        assertThat(of("varchar(400)", "varchar(400)", "integer")).containsExactly(IndexShape.of(List.of("c0", "c2")));
        assertThat(of("jsonb", "text", "text")).containsExactly(new IndexShape(List.of("c1"), IndexShape.Method.HASH));
    }

    private static List<IndexShape> of(String... types) {
        List<Column> key = new ArrayList<>();
        for (String type : types) {
            key.add(new Column("c" + key.size(), type));
        }
        return BusinessKeyIndex.of(new Hub("hub", key));
    }
}
