package io.cdcvault.status;

import java.util.Map;
import java.util.Optional;

/**
 * The warehouse.
 *
 * @param isLoaderLocked whether a service has the right to load
 * @param applied empty when nothing was ever loaded
 * @param rows by vault table
 * @param deadLetters that nobody has dealt with
 */
record WarehouseView(boolean isLoaderLocked, Optional<AppliedView> applied, Map<String, Long> rows, long deadLetters) {}
