package io.cdcvault.bookkeeping;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.Param;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.impl.DSL;

/** Statements that read better as SQL than in jOOQ's words: texts whose parameters go by names, {@code :feed}. */
final class NamedText {

    private static final Pattern NAME = Pattern.compile("(?<![:\\w]):([a-z_]+)");

    private NamedText() {}

    /** @throws IllegalArgumentException when the text has other names than the parameters */
    static Query query(String text, Param<?>... parameters) {
        return DSL.query(numbered(text, parameters), parameters);
    }

    /** The same, of a statement that returns rows; let the columns be coerced, or the server is asked what they are. */
    static ResultQuery<Record> resultQuery(String text, Param<?>... parameters) {
        return DSL.resultQuery(numbered(text, parameters), parameters);
    }

    private static String numbered(String text, Param<?>[] parameters) {
        List<String> names = new ArrayList<>();
        for (Param<?> parameter : parameters) {
            names.add(parameter.getParamName());
        }
        List<String> unused = new ArrayList<>(names);
        String numbered = NAME.matcher(text).replaceAll(match -> {
            unused.remove(match.group(1));
            return Matcher.quoteReplacement("{" + index(names, match.group(1)) + "}");
        });
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException("The statement lacks " + unused);
        }
        return numbered;
    }

    private static int index(List<String> names, String name) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException("The statement's parameter " + name + " has no value");
        }
        return names.indexOf(name);
    }
}
