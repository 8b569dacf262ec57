package io.cdcvault.capture.text;

import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/**
 * Writes the values of every column, so that none is rounded, shifted or made up. The connector makes it by its name.
 */
public final class ColumnConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

    /** With schemas beside the values: whether the column may be NULL. */
    public static final String NULLABLE = "nullable";

    @Override
    public void configure(Properties properties) {}

    @Override
    public void converterFor(RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        ColumnForm form = ColumnForm.of(column.nativeType());
        SchemaBuilder schema = form.schema().parameter(NULLABLE, Boolean.toString(column.isOptional()));
        registration.register(schema, form::write);
    }
}
