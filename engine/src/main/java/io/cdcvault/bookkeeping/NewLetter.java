package io.cdcvault.bookkeeping;

import io.cdcvault.change.Lsn;
import io.cdcvault.change.TransactionStamp;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A change that is set aside.
 *
 * @param rowKey what distinguishes the row from others, as JSON; empty when the change does not say
 * @param recordKey null when the record had none
 * @param envelope null when the row disappeared without a record of its own
 * @param place where it stood
 * @param lsn where its transaction committed; empty as long as the end of the transaction has not come
 * @param snapshot of the source table, which was under way
 * @param isKeyless whether what identifies the row in the vault is empty
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record NewLetter(
        String sourceSchema,
        String sourceTable,
        Optional<String> rowKey,
        String operation,
        byte @Nullable [] recordKey,
        byte @Nullable [] envelope,
        String place,
        String reason,
        TransactionStamp stamp,
        Optional<Lsn> lsn,
        OptionalLong snapshot,
        boolean isKeyless) {}
