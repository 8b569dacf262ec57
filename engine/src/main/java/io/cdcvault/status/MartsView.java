package io.cdcvault.status;

import io.cdcvault.mart.MartCatalog;
import java.util.Map;

/**
 * The marts.
 *
 * @param catalog those that there are
 * @param seen by name, those that were ever tried to refresh
 */
record MartsView(MartCatalog catalog, Map<String, MartView> seen) {}
