package io.cdcvault.capture.engine;

import io.cdcvault.change.Envelope;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.Origin;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.TransactionStamp;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** The envelopes of what the engine handed over: written as JSON when the JSON is needed, and read without it. */
final class CapturedEnvelopes {

    private final EnvelopeJson json;
    private final StructRows rows = new StructRows();

    CapturedEnvelopes(EnvelopeJson json) {
        this.json = json;
    }

    byte @Nullable [] key(SourceRecord record) {
        return json.key(record);
    }

    /** Null for a tombstone. */
    @Nullable
    Envelope envelope(SourceRecord record) {
        return record.value() instanceof Struct value
                ? new Captured(record.topic(), record.valueSchema(), value)
                : null;
    }

    /** Holds nothing of the record but its value. */
    private final class Captured implements Envelope {

        private final String topic;
        private final @Nullable Schema schema;
        private final Struct value;
        /** 0 before it is known. */
        private int size;

        Captured(String topic, @Nullable Schema schema, Struct value) {
            this.topic = topic;
            this.schema = schema;
            this.value = value;
        }

        @Override
        public byte[] json() {
            return json.value(topic, schema, value);
        }

        /** Debezium's structs take several times the room of what they say. */
        @Override
        public Envelope written() {
            return RowEnvelope.of(json(), rows, value);
        }

        @Override
        public long size() {
            if (size == 0) {
                size = rows.size(value);
            }
            return size;
        }

        @Override
        public Optional<RowChange> row(Origin origin, TransactionStamp stamp, Optional<Lsn> commitLsn) {
            return rows.row(value, origin, stamp, commitLsn);
        }
    }
}
