package io.cdcvault.bookkeeping;

import static io.cdcvault.bookkeeping.schema.Tables.DEAD_LETTER;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import io.cdcvault.feed.LoadedVault;
import io.cdcvault.schema.model.TableName;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;

/** What is asked of {@code dead_letter}, in the forms that its index serves. */
final class LetterColumns {

    /** What a {@link DeadLetter} is read from. */
    static final List<Field<?>> ALL = List.of(
            DEAD_LETTER.ID,
            DEAD_LETTER.SOURCE_SCHEMA,
            DEAD_LETTER.SOURCE_TABLE,
            DEAD_LETTER.ROW_KEY,
            DEAD_LETTER.OPERATION,
            DEAD_LETTER.PLACE,
            DEAD_LETTER.REASON,
            DEAD_LETTER.LSN,
            DEAD_LETTER.LOAD_DATE,
            DEAD_LETTER.PARKED_AT,
            DEAD_LETTER.RESOLUTION);

    static final Condition WAITS = DEAD_LETTER.RESOLVED_AT.isNull();

    static final Condition IS_KEYLESS = condition(DEAD_LETTER.KEYLESS);

    private LetterColumns() {}

    static DeadLetter letter(Record row) {
        return new DeadLetter(
                row.get(DEAD_LETTER.ID),
                new TableName(row.get(DEAD_LETTER.SOURCE_SCHEMA), row.get(DEAD_LETTER.SOURCE_TABLE)),
                Optional.ofNullable(row.get(DEAD_LETTER.ROW_KEY)),
                row.get(DEAD_LETTER.OPERATION),
                row.get(DEAD_LETTER.PLACE),
                row.get(DEAD_LETTER.REASON),
                row.get(DEAD_LETTER.LSN),
                row.get(DEAD_LETTER.LOAD_DATE).toInstant(),
                row.get(DEAD_LETTER.PARKED_AT).toInstant(),
                Optional.ofNullable(row.get(DEAD_LETTER.RESOLUTION)));
    }

    /** Letters of what one source loads. */
    static Condition isOf(LoadedVault vault) {
        return DEAD_LETTER.VAULT_SCHEMA.eq(vault.schema()).and(isOf(vault.source()));
    }

    /** Letters of one of several sources; where there is one, all are. */
    static Condition isOf(String source) {
        return source.isEmpty() ? noCondition() : DEAD_LETTER.SOURCE.eq(source);
    }

    /** Letters of one vault and source table. */
    static Condition isOf(LoadedVault vault, TableName table) {
        return isOf(vault)
                .and(DEAD_LETTER.SOURCE_SCHEMA.eq(table.schema()))
                .and(DEAD_LETTER.SOURCE_TABLE.eq(table.table()));
    }

    /** A key is looked up by its digest, for an index holds no key of any length. */
    static Condition hasKey(Field<String> column, String key) {
        return digest(column).eq(digest(val(key))).and(column.eq(key));
    }

    private static Field<Long> digest(Field<String> key) {
        return field("hashtextextended({0}, 0)", Long.class, key);
    }
}
