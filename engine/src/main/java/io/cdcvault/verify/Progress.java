package io.cdcvault.verify;

/** Follows what a verification does. */
public interface Progress {

    /**
     * A phase of several steps begins.
     *
     * @param phase such as {@code Comparing 12 tables}
     */
    default void begin(String phase) {}

    /**
     * A step begins.
     *
     * @param done steps behind
     * @param steps in all
     * @param what the step is about
     */
    void at(int done, int steps, String what);
}
