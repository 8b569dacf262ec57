package io.cdcvault.capture.engine;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's envelopes as row changes, the same as reading their JSON gives, without the JSON. Leaves to the JSON what
 * is rare: values that are no scalars, and rows that nothing but their key shows. Thread-safe.
 *
 * <p>Why: docs/decisions/0027-what-is-captured-here-is-not-read-back.md
 */
final class StructRows {

    /** More than are in use; with it, those of tables that were altered are forgotten. */
    private static final int MOST_SCHEMAS = 10_000;

    /** What an envelope has beside its images, in JSON. */
    private static final int FRAME = 560;

    /** By identity: comparing schemas would take longer than reading a row. Empty for those that only JSON shows. */
    private final IdentityHashMap<Schema, Optional<Form>> forms = new IdentityHashMap<>();

    /**
     * The row change that an envelope means; empty when only its JSON shows it.
     *
     * @throws IllegalArgumentException when it is no row's envelope
     */
    Optional<RowChange> row(Struct envelope, Origin origin, TransactionStamp stamp, Optional<Lsn> commitLsn) {
        return form(envelope.schema()).flatMap(form -> form.row(envelope, origin, stamp, commitLsn));
    }

    /** About as many bytes as its JSON has. */
    int size(Struct envelope) {
        return FRAME + form(envelope.schema()).map(form -> form.size(envelope)).orElse(FRAME);
    }

    private synchronized Optional<Form> form(Schema schema) {
        Optional<Form> known = forms.get(schema);
        if (known == null) {
            if (forms.size() >= MOST_SCHEMAS) {
                forms.clear();
            }
            known = Form.of(schema);
            forms.put(schema, known);
        }
        return known;
    }

    /** Where an envelope of one schema has what. */
    private record Form(
            Field operation,
            Field source,
            Field schema,
            Field table,
            @Nullable Field snapshot,
            @Nullable Image before,
            @Nullable Image after,
            @Nullable Field transaction,
            @Nullable Field order) {

        static Optional<Form> of(Schema envelope) {
            Field operation = text(envelope, "op");
            Field source = struct(envelope, "source");
            if (operation == null || source == null || envelope.field("payload") != null) {
                return Optional.empty();
            }
            Field schema = text(source.schema(), "schema");
            Field table = text(source.schema(), "table");
            Optional<Image> before = Image.of(envelope.field("before"));
            Optional<Image> after = Image.of(envelope.field("after"));
            Field transaction = struct(envelope, "transaction");
            Field order = transaction == null ? null : transaction.schema().field("total_order");
            return schema == null
                            || table == null
                            || isOther(envelope, "before", before)
                            || isOther(envelope, "after", after)
                            || (transaction == null) != (envelope.field("transaction") == null)
                            || (order != null && order.schema().type() != Schema.Type.INT64)
                    ? Optional.empty()
                    : Optional.of(new Form(
                            operation,
                            source,
                            schema,
                            table,
                            text(source.schema(), "snapshot"),
                            before.orElse(null),
                            after.orElse(null),
                            transaction,
                            order));
        }

        private static boolean isOther(Schema envelope, String name, Optional<Image> image) {
            return envelope.field(name) != null && image.isEmpty();
        }

        private static @Nullable Field text(Schema struct, String name) {
            Field field = struct.field(name);
            return field == null || field.schema().type() != Schema.Type.STRING ? null : field;
        }

        private static @Nullable Field struct(Schema struct, String name) {
            Field field = struct.field(name);
            return field == null || field.schema().type() != Schema.Type.STRUCT ? null : field;
        }

        Optional<RowChange> row(Struct envelope, Origin origin, TransactionStamp stamp, Optional<Lsn> commitLsn) {
            Struct from = (Struct) envelope.get(source);
            Object letter = envelope.get(operation);
            Object schemaName = from == null ? null : from.get(schema);
            Object tableName = from == null ? null : from.get(table);
            if (letter == null || schemaName == null || tableName == null) {
                return Optional.empty();
            }
            Operation means = means(Operation.ofLetter(letter.toString()), from);
            Struct later = struct(envelope, after);
            Struct earlier = struct(envelope, before);
            RowImage known =
                    image(later, after).orElseGet(() -> image(earlier, before).orElse(null));
            boolean isLeftOut = known == null && (later != null || earlier != null || origin.key() != null);
            if (isLeftOut) {
                return Optional.empty();
            }
            RowChange change = new RowChange(
                    new TableName(schemaName.toString(), tableName.toString()),
                    means,
                    known == null ? RowImage.NONE : known,
                    stamp,
                    commitLsn,
                    order(envelope),
                    origin);
            if (means != Operation.UPDATE || earlier == null) {
                return Optional.of(change);
            }
            return image(earlier, before)
                    .map(image ->
                            change.with(change.image().completedFrom(image)).after(image));
        }

        private Operation means(Operation operation, Struct from) {
            return operation == Operation.DELETE && snapshot != null && RowChange.INCREMENTAL.equals(from.get(snapshot))
                    ? Operation.ABSENCE
                    : operation;
        }

        int size(Struct envelope) {
            return size(envelope, before) + size(envelope, after);
        }

        private static int size(Struct envelope, @Nullable Image image) {
            Struct row = struct(envelope, image);
            return image == null || row == null ? 0 : image.size(row);
        }

        private static @Nullable Struct struct(Struct envelope, @Nullable Image image) {
            return image == null ? null : (Struct) envelope.get(image.field());
        }

        private static Optional<RowImage> image(@Nullable Struct row, @Nullable Image image) {
            return row == null || image == null ? Optional.empty() : image.read(row);
        }

        private long order(Struct envelope) {
            Struct ofTransaction = transaction == null ? null : (Struct) envelope.get(transaction);
            Object known = ofTransaction == null || order == null ? null : ofTransaction.get(order);
            return known instanceof Long number ? number : 0;
        }
    }
}
