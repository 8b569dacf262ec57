package io.cdcvault.chronicle;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What an installation did in a minute, or on average in several; what is not known is empty.
 *
 * @param captured row changes a second
 * @param loaded row changes a second
 * @param lagSeconds from the commit to the vault, at most
 */
public record Minute(
        Instant at, OptionalDouble captured, OptionalDouble loaded, OptionalDouble lagSeconds, String health) {}
