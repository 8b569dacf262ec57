package io.cdcvault.local.stack;

/** The systems of the stack, in the order in which they can be started. */
public enum StackSystem {
    MASTER("master", 5432),
    REPLICA("replica", 5433),
    DWH("dwh", 5434),
    PRESENTATION("presentation", 5436),
    BROKER("broker", 9092);

    private final String label;
    private final int usualPort;

    StackSystem(String label, int usualPort) {
        this.label = label;
        this.usualPort = usualPort;
    }

    /** The name people see, and the directory's. */
    public String label() {
        return label;
    }

    int usualPort() {
        return usualPort;
    }
}
