package io.cdcvault.admin;

import io.cdcvault.database.ServerMessage;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a change was set aside, without the values that a server's message quotes. */
final class MaskedReason {

    private static final Pattern COLUMN = Pattern.compile("\\(column ([^)]+)\\)$|\\bcolumn (\\S+?),? which");

    private MaskedReason() {}

    static String of(String reason) {
        return ServerMessage.masked(reason);
    }

    /** The column at fault, where the reason names one. */
    static Optional<String> column(String reason) {
        Matcher found = COLUMN.matcher(reason);
        if (!found.find()) {
            return Optional.empty();
        }
        return Optional.ofNullable(found.group(1)).or(() -> Optional.ofNullable(found.group(2)));
    }
}
