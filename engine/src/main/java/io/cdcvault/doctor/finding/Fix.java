package io.cdcvault.doctor.finding;

/**
 * A statement or a command that can be pasted.
 *
 * @param place where
 * @param text one SQL statement with its semicolon, or one command
 * @param needsRestart whether the database server must be restarted before it counts
 */
public record Fix(Place place, String text, boolean needsRestart) {

    /** Where a fix is pasted. */
    public enum Place {
        MASTER("on the master"),
        REPLICA("on the replica"),
        WAREHOUSE("on the warehouse"),
        PRESENTATION("on the presentation database"),
        SHELL("in a shell");

        private final String words;

        Place(String words) {
            this.words = words;
        }

        /** As one says it in a sentence. */
        public String words() {
            return words;
        }
    }

    /** One statement, without its semicolon. */
    public static Fix sql(Place place, String statement) {
        return new Fix(place, statement + ";", false);
    }

    /** One command line. */
    public static Fix command(String command) {
        return new Fix(Place.SHELL, command, false);
    }

    public Fix afterRestart() {
        return new Fix(place, text, true);
    }
}
