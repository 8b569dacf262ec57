package io.cdcvault.status;

import io.cdcvault.change.CapturePosition;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The first half of the road: from the master to the topics.
 *
 * @param slotName as configured
 * @param slot empty when it does not exist or the master does not answer
 * @param lagBytes of WAL that the slot has not confirmed; on an idle master it shrinks with each heartbeat
 * @param lagSeconds 0 when all WAL was handed to the capture; otherwise the age of the newest published transaction,
 *     which is at least how far the capture is behind
 * @param published the position in the topics; empty when they hold none or the brokers do not answer
 */
public record CaptureStatus(
        CaptureState state,
        String slotName,
        Optional<SlotView> slot,
        OptionalLong lagBytes,
        OptionalDouble lagSeconds,
        Optional<CapturePosition> published) {}
