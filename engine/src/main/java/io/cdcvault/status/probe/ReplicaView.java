package io.cdcvault.status.probe;

import io.cdcvault.change.Lsn;

/**
 * The master's streaming replica.
 *
 * @param isReceiving whether a receiver is connected to the master
 * @param delaySeconds how old the newest transaction is that queries see; 0 when nothing received waits to be replayed
 */
public record ReplicaView(boolean isInRecovery, boolean isReceiving, Lsn replayed, double delaySeconds) {}
