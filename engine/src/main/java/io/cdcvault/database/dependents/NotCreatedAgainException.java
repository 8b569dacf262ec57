package io.cdcvault.database.dependents;

import java.sql.SQLException;

/** A view or function does not fit what it depends on any more. */
public final class NotCreatedAgainException extends Exception {

    private static final long serialVersionUID = 1L;

    NotCreatedAgainException(String description, SQLException cause) {
        super(description, cause);
    }
}
