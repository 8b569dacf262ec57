package io.cdcvault.publish;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.change.Lsn;
import io.cdcvault.change.ServerIdentity;
import io.cdcvault.change.SnapshotCursor;
import io.cdcvault.change.TableSnapshot;
import io.cdcvault.change.TableSnapshots;
import io.cdcvault.change.TransactionStamp;
import io.cdcvault.schema.model.TableName;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The capture's position in its stored form. */
public final class PositionJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PositionJson() {}

    record Stored(
            @JsonProperty("offset") Map<String, Object> offset,
            @JsonProperty("transaction") long transaction,
            @JsonProperty("load_date") long loadDate,
            @JsonProperty("events") long events,
            @JsonProperty("commit_lsn") String commitLsn,
            @JsonProperty("snapshots") @Nullable Snapshots snapshots,
            @JsonProperty("server") @Nullable Server server) {}

    record Server(@JsonProperty("system") String system, @JsonProperty("timeline") long timeline) {}

    /**
     * Of single tables.
     *
     * @param completed 0 for none: they are numbered from 1
     */
    record Snapshots(@JsonProperty("completed") long completed, @JsonProperty("current") @Nullable Cursor current) {

        private static final long NONE = 0;

        static Snapshots of(TableSnapshots snapshots) {
            return new Snapshots(
                    snapshots.completed().orElse(NONE),
                    snapshots.current().map(Cursor::of).orElse(null));
        }

        TableSnapshots toSnapshots() {
            return new TableSnapshots(
                    completed == NONE ? OptionalLong.empty() : OptionalLong.of(completed),
                    Optional.ofNullable(current).map(Cursor::toCursor));
        }
    }

    record Cursor(
            @JsonProperty("number") long number,
            @JsonProperty("schema") String schema,
            @JsonProperty("table") String table,
            @JsonProperty("after") List<@Nullable String> after,
            @JsonProperty("rows") long rows,
            @JsonProperty("partial") boolean isPartial) {

        static Cursor of(SnapshotCursor cursor) {
            TableSnapshot snapshot = cursor.snapshot();
            return new Cursor(
                    snapshot.number(),
                    snapshot.table().schema(),
                    snapshot.table().table(),
                    cursor.after(),
                    cursor.rows(),
                    snapshot.isPartial());
        }

        SnapshotCursor toCursor() {
            return new SnapshotCursor(new TableSnapshot(number, new TableName(schema, table), isPartial), after, rows);
        }
    }

    /** One JSON object. */
    public static byte[] write(CapturePosition position) {
        try {
            return JSON.writeValueAsBytes(new Stored(
                    position.offset(),
                    position.stamp().number().value(),
                    position.stamp().loadDate().micros(),
                    position.events(),
                    position.commitLsn().toString(),
                    Snapshots.of(position.snapshots()),
                    position.server()
                            .map(server -> new Server(server.system(), server.timeline()))
                            .orElse(null)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write a capture position as JSON", e);
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when it is not such an object
     */
    public static CapturePosition read(byte[] json) throws IOException {
        Stored stored = JSON.readValue(json, Stored.class);
        if (!isWhole(stored)) {
            throw new IOException("not a capture position: a part of it is missing");
        }
        try {
            return position(stored);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a capture position: " + e.getMessage(), e);
        }
    }

    /** JSON may leave out any part. */
    private static boolean isWhole(@Nullable Stored stored) {
        return stored != null
                && Objects.nonNull(stored.offset())
                && Objects.nonNull(stored.commitLsn())
                && stored.transaction() >= 0
                && stored.events() >= 0
                && (stored.snapshots() == null || isWhole(stored.snapshots().current()))
                && (stored.server() == null || Objects.nonNull(stored.server().system()));
    }

    private static boolean isWhole(@Nullable Cursor cursor) {
        return cursor == null
                || (Objects.nonNull(cursor.schema())
                        && Objects.nonNull(cursor.table())
                        && Objects.nonNull(cursor.after()));
    }

    private static CapturePosition position(Stored stored) {
        return new CapturePosition(
                stored.offset(),
                new TransactionStamp(stored.transaction(), stored.loadDate()),
                stored.events(),
                Lsn.parse(stored.commitLsn()),
                Optional.ofNullable(stored.snapshots())
                        .map(Snapshots::toSnapshots)
                        .orElse(TableSnapshots.NONE),
                Optional.ofNullable(stored.server())
                        .map(server -> new ServerIdentity(server.system(), server.timeline())));
    }
}
