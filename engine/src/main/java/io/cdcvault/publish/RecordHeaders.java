package io.cdcvault.publish;

import io.cdcvault.change.ChangeRecord;
import io.cdcvault.change.ChangeRecord.Kind;
import io.cdcvault.change.TransactionStamp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Our stamp on a record, beside Debezium's envelope and not inside it, as decimal text: consumers that know nothing of
 * it see the envelope unchanged.
 */
public final class RecordHeaders {

    static final String TRANSACTION = "cdc-vault-transaction";
    static final String LOAD_DATE = "cdc-vault-load-date";
    static final String EVENTS = "cdc-vault-events";
    static final String KIND = "cdc-vault-kind";

    private RecordHeaders() {}

    static List<Header> of(ChangeRecord record) {
        Header transaction = header(TRANSACTION, Long.toString(record.stamp().number()));
        Header loadDate = header(LOAD_DATE, Long.toString(record.stamp().loadDate()));
        if (record.kind() == Kind.ROW) {
            return List.of(transaction, loadDate);
        }
        return List.of(
                transaction,
                loadDate,
                header(EVENTS, Long.toString(record.events())),
                header(KIND, record.kind().name()));
    }

    /**
     * The transaction that a record belongs to.
     *
     * @throws IllegalArgumentException when the record was not written by this service
     */
    public static TransactionStamp stamp(Headers headers) {
        return new TransactionStamp(
                Long.parseLong(text(headers, TRANSACTION)), Long.parseLong(text(headers, LOAD_DATE)));
    }

    /** Whether this service wrote the record. */
    public static boolean isStamped(Headers headers) {
        return headers.lastHeader(TRANSACTION) != null && headers.lastHeader(LOAD_DATE) != null;
    }

    /** What a record of the transaction topic tells. */
    public static Kind kind(Headers headers) {
        return Kind.valueOf(text(headers, KIND));
    }

    /** Row changes captured up to and with this record's transaction. */
    public static long events(Headers headers) {
        return Long.parseLong(text(headers, EVENTS));
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null) {
            throw new IllegalArgumentException("no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
