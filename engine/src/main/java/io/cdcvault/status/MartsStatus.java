package io.cdcvault.status;

import java.util.List;

/**
 * The last part of the road: from the vault to the marts.
 *
 * @param state the worst of any mart's
 */
public record MartsStatus(MartState state, List<MartStatus> marts) {}
