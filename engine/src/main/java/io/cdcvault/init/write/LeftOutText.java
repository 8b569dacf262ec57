package io.cdcvault.init.write;

import io.cdcvault.init.derive.LeftOut;
import java.util.List;

/** What a model leaves out, as comments. */
final class LeftOutText {

    private LeftOutText() {}

    static void write(List<LeftOut> leftOut, Lines lines) {
        if (leftOut.isEmpty()) {
            return;
        }
        lines.blank();
        lines.comment(0, "Left out, each with what to do if it shall be loaded; then run `cdc-vault init` again:");
        lines.comment(0, "");
        for (LeftOut each : leftOut) {
            lines.comment(0, each.table() + " " + each.reason() + ".");
            lines.comment(0, "    ", each.remedy());
        }
    }
}
