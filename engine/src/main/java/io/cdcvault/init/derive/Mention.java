package io.cdcvault.init.derive;

import io.cdcvault.catalog.ForeignKey;
import io.cdcvault.init.derive.Hubs.Known;

/**
 * A thing that a table's rows refer to.
 *
 * @param role what it is to the row
 */
record Mention(ForeignKey key, Known known, String role) {}
