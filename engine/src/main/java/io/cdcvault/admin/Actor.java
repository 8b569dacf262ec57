package io.cdcvault.admin;

import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who asked for something over HTTP, as far as is known: the name that was given, and the address. */
record Actor(String name) {

    private static final Logger LOG = LoggerFactory.getLogger(Actor.class);
    private static final String HEADER = "X-Actor";
    private static final int LONGEST = 60;

    static Actor of(Context context) {
        String given =
                Optional.ofNullable(context.header(HEADER)).map(Actor::decoded).orElse("");
        String from = "from " + context.ip();
        return new Actor(given.isEmpty() ? from : given + ", " + from);
    }

    /** Leaves a line of what was done, and has it kept for later; after it was done. */
    void did(String what, Controls controls) {
        LOG.info("{}, asked by {}", what, name);
        controls.note(what, name);
    }

    /** Nothing in it may look like a line of the log. */
    private static String decoded(String header) {
        try {
            String text = URLDecoder.decode(header, StandardCharsets.UTF_8)
                    .replaceAll("\\p{Cntrl}", " ")
                    .strip();
            return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
