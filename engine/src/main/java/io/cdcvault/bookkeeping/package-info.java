/**
 * The warehouse's own record of the work: its connection, migrations, feed positions, pauses, snapshot requests and
 * owners of vaults. The loader's room for every ledger beside the vault.
 *
 * <p>Not its job: what the vault holds.
 */
@NullMarked
package io.cdcvault.bookkeeping;

import org.jspecify.annotations.NullMarked;
