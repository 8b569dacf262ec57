package io.cdcvault.capture.connector;

import io.cdcvault.change.CapturePosition;
import io.cdcvault.schema.model.TableName;
import io.cdcvault.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What the connector is configured with, to be shown. */
public final class ConnectorConfiguration {

    private static final Pattern SECRET = Pattern.compile(
            "password|passphrase|secret|token|credential|jaas|private|(^|[.])key$|api.?key|user.?info"
                    + "|certificate.chain",
            Pattern.CASE_INSENSITIVE);

    /** A key in PEM, or a password in a URL, under any property name. */
    private static final Pattern SECRET_VALUE = Pattern.compile("-----BEGIN|://[^/@\\s]*:[^/@\\s]*@");

    private ConnectorConfiguration() {}

    /** Property to value; secrets are masked, and the position that it resumes from is left out. */
    public static Map<String, String> of(Settings settings, List<TableName> tables) {
        CaptureScope scope = CaptureScope.of(tables, Map.of());
        Properties properties = new ConnectorProperties(settings).properties(scope, false, CapturePosition.START);
        Map<String, String> shown = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> !name.equals(StoredPosition.PROPERTY))
                .forEach(name -> shown.put(name, masked(name, properties.getProperty(name))));
        return shown;
    }

    private static String masked(String name, String value) {
        boolean isSecret =
                SECRET.matcher(name).find() || SECRET_VALUE.matcher(value).find();
        return isSecret ? "******" : value;
    }
}
