package io.cdcvault.schema.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.field;

import org.jooq.DataType;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeNamesTest {

    @Test
    void knownTypesAreTheGeneratorsTypes() {
        assertThat(TypeNames.dataType("char(13)")).isEqualTo(SQLDataType.CHAR(13));
        assertThat(TypeNames.dataType("NUMERIC( 10 , 2 )")).isEqualTo(SQLDataType.NUMERIC(10, 2));
        assertThat(TypeNames.dataType("timestamp(3) with time zone")).isEqualTo(SQLDataType.TIMESTAMPWITHTIMEZONE(3));
        assertThat(TypeNames.dataType("double precision")).isEqualTo(SQLDataType.DOUBLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"bit(5)", "char(3)[]", "numeric(12,2)[]", "app.note_kind", "\"Odd\".\"Type\"", "interval(3)"})
    void castsToOtherTypesKeepEveryLetter(String type) {
        DataType<?> other = TypeNames.dataType(type);
        assertThat(Renderer.sql(field("x").cast(other))).isEqualToIgnoringWhitespace("cast(x as " + type + ")");
    }
}
