package io.cdcvault.load.staging;

import io.cdcvault.change.Operation;
import io.cdcvault.change.Origin;
import io.cdcvault.change.Origin.Place;
import io.cdcvault.change.RowChange;
import io.cdcvault.change.RowImage;
import io.cdcvault.feed.Checkpoint;
import io.cdcvault.schema.model.TableName;
import java.util.Optional;

/** What takes rows away without a change of their own. */
final class Disappeared {

    static final String REASON =
            "An earlier change of the row waits; the row disappeared with a truncate or a snapshot";

    private static final byte[] NOTHING = {};

    private Disappeared() {}

    /** A snapshot's end, which takes all rows that it did not show. */
    static RowChange atEndOf(Checkpoint snapshot, TableName table) {
        return new RowChange(
                table,
                Operation.TRUNCATE,
                RowImage.NONE,
                snapshot.stamp(),
                Optional.of(snapshot.commitLsn()),
                0,
                new Origin(
                        null,
                        NOTHING,
                        new Place("end of snapshot ", snapshot.stamp().number().value())));
    }
}
