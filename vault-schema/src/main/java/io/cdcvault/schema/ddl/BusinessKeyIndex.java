package io.cdcvault.schema.ddl;

import io.cdcvault.schema.model.Column;
import io.cdcvault.schema.model.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jooq.DataType;

/**
 * The index by which a business key is found. A value that does not fit into it would be refused by PostgreSQL, and its
 * row would be lost to the vault: so only columns whose values have a greatest length are in a b-tree.
 */
final class BusinessKeyIndex {

    /** Less than a third of a page, which is the most of a b-tree's row: 2,704 bytes. */
    private static final int MOST_BYTES = 2_000;

    private static final int BYTES_OF_A_LETTER = 4;
    private static final int BYTES_OF_A_NUMBER = 16;

    private BusinessKeyIndex() {}

    /** None when no column can be in one. */
    static List<IndexShape> of(Hub hub) {
        return of(hub.businessKey());
    }

    /** The same for any columns that rows are looked up by. */
    static List<IndexShape> of(List<Column> columns) {
        List<String> bounded = new ArrayList<>();
        int bytes = 0;
        for (Column column : columns) {
            OptionalInt most = mostBytes(TypeNames.dataType(column.type()));
            if (most.isPresent() && bytes + most.getAsInt() <= MOST_BYTES) {
                bounded.add(column.name());
                bytes += most.getAsInt();
            }
        }
        if (!bounded.isEmpty()) {
            return List.of(IndexShape.of(bounded));
        }
        return columns.stream()
                .filter(column -> TypeNames.dataType(column.type()).isString())
                .limit(1)
                .map(column -> new IndexShape(List.of(column.name()), IndexShape.Method.HASH))
                .toList();
    }

    /** Of a value; empty when there is no such number, or the type is not known. */
    private static OptionalInt mostBytes(DataType<?> type) {
        if (type.isString()) {
            return type.length() > 0 ? OptionalInt.of(type.length() * BYTES_OF_A_LETTER) : OptionalInt.empty();
        }
        if (type.isDecimal()) {
            return type.precision() > 0 ? OptionalInt.of(type.precision()) : OptionalInt.empty();
        }
        return type.isNumeric() || type.isDateTime() || type.isUUID() || type.isBoolean()
                ? OptionalInt.of(BYTES_OF_A_NUMBER)
                : OptionalInt.empty();
    }
}
