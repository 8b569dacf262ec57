package io.cdcvault.status.probe;

import io.cdcvault.mart.MartCatalog;
import java.util.Map;

/**
 * The marts.
 *
 * @param catalog those that there are
 * @param seen by name, those that were ever tried to refresh
 */
public record MartsView(MartCatalog catalog, Map<String, MartView> seen) {}
