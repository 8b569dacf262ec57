package io.cdcvault.init.derive;

import io.cdcvault.schema.model.TableName;
import java.util.List;

/**
 * A table whose rows can be known by one of several keys.
 *
 * @param options at least two; the first is the one that is chosen unless a person decides
 */
public record KeyQuestion(TableName table, List<Option> options) {

    public KeyQuestion {
        options = List.copyOf(options);
    }

    /**
     * A key.
     *
     * @param remark what speaks for it or against it; may be empty
     */
    public record Option(List<String> columns, String remark) {

        public Option {
            columns = List.copyOf(columns);
        }

        /** As one names it in a sentence. */
        public String words() {
            return KeyScore.words(columns);
        }
    }
}
