package io.cdcvault.cli;

/** For commands that continue until they are stopped: being stopped is no failure. */
final class EndOnSignal {

    private final Thread hook;

    private EndOnSignal(Thread hook) {
        this.hook = hook;
    }

    /** @param last done before the process ends */
    static EndOnSignal with(Runnable last) {
        Thread hook = new Thread(
                () -> {
                    last.run();
                    // A signal's own exit code says "killed".
                    Runtime.getRuntime().halt(0);
                },
                "cdc-vault-end");
        Runtime.getRuntime().addShutdownHook(hook);
        return new EndOnSignal(hook);
    }

    /** The command ended by itself, and its own exit code counts. */
    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The signal came first.
            return;
        }
    }
}
