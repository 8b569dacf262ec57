package io.cdcvault.capture;

import io.cdcvault.capture.connector.CaptureScope;
import io.cdcvault.capture.connector.ConnectorProperties;
import io.cdcvault.capture.engine.DebeziumCapture;
import io.cdcvault.change.CapturePosition;
import io.cdcvault.settings.Settings;
import java.util.Properties;

/**
 * The capture's own connector properties, for a benchmark of the engine without the capture. It lives in the capture's
 * package because no other package needs them: a copy of them would drift.
 */
public final class EngineProperties {

    private EngineProperties() {}

    /** What {@link DebeziumCapture} gives to the engine, for the same arguments and no tombstones. */
    public static Properties of(Settings settings, CaptureScope scope, CapturePosition from) {
        return new ConnectorProperties(settings).properties(scope, false, from);
    }
}
