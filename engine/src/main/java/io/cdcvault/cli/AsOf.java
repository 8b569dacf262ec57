package io.cdcvault.cli;

import io.cdcvault.change.LoadDate;
import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** A moment of the vault, as an option says it. */
final class AsOf {

    private AsOf() {}

    /** @throws CdcVaultException when it is no moment with its distance from UTC */
    static LoadDate parse(String text) {
        try {
            return LoadDate.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new CdcVaultException(
                    FailureKind.CONFIGURATION_INVALID,
                    "Expected a moment such as 2026-05-01T12:00:00.5Z, found " + text,
                    e);
        }
    }
}
