package io.cdcvault.status;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The master's streaming replica.
 *
 * @param lagBytes of the master's WAL that it has not replayed
 * @param lagSeconds how old the newest transaction is that its queries see; 0 when nothing waits to be replayed
 */
public record ReplicaStatus(ReplicaState state, OptionalLong lagBytes, OptionalDouble lagSeconds) {}
