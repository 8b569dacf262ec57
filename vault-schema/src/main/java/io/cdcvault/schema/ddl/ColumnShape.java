package io.cdcvault.schema.ddl;

import java.util.List;
import org.jooq.DataType;

/**
 * A column of a vault table.
 *
 * @param type as one writes it in DDL
 * @param allowed the only values that the column may have; empty when any will do
 */
public record ColumnShape(String name, String type, boolean isNullable, String comment, List<String> allowed) {

    public ColumnShape {
        allowed = List.copyOf(allowed);
    }

    static ColumnShape required(String name, String type, String comment) {
        return new ColumnShape(name, type, false, comment, List.of());
    }

    static ColumnShape optional(String name, String type, String comment) {
        return new ColumnShape(name, type, true, comment, List.of());
    }

    /** The type as jOOQ's generator would choose it; an object for a type that jOOQ has no Java class for. */
    public DataType<?> dataType() {
        return TypeNames.dataType(type).nullable(isNullable);
    }

    /** A type whose DDL is the type's text, to the letter. */
    DataType<?> declaredType() {
        return TypeNames.verbatim(type).nullable(isNullable);
    }
}
