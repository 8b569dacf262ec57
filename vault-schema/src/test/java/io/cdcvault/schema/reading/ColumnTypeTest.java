package io.cdcvault.schema.reading;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text",
                "char(13)",
                "numeric(12, 2)[]",
                "timestamp(3) with time zone",
                "double precision",
                "interval day to second(3)",
                "public.my_enum",
                "\"Odd.schema\".\"Größe\"[]",
                "geometry(Point,4326)",
                "numeric(5,-2)",
                "int4range",
                "größe"
            })
    void typesThatPostgresTakesAreTaken(String type) {
        assertThat(ColumnType.complaint(type)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"serial", "text not null", "varchar(", "text; drop table x", "int -- no", "12", "a.b.c.d", ")"})
    void otherTextsAreNot(String type) {
        assertThat(ColumnType.complaint(type)).isPresent();
    }
}
