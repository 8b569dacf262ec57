package io.cdcvault.servers.kafka;

/**
 * One more port that a broker listens on, for clients that come through a proxy.
 *
 * @param advertisedPort the proxy's, which clients must use
 */
record Detour(int port, int advertisedPort) {

    /** Reads what {@link #toString} wrote. */
    static Detour parse(String text) {
        int colon = text.indexOf(':');
        return new Detour(Integer.parseInt(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return port + ":" + advertisedPort;
    }
}
