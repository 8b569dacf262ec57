package io.cdcvault.road;

import io.cdcvault.schema.reading.ShippedModels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The model of the airline, and of the audited tables beside it: for each a hub with status, a satellite and a link.
 */
final class AuditedModel {

    private AuditedModel() {}

    static String yaml() {
        String yaml = airline();
        yaml = with(
                yaml,
                "hubs",
                """
                  hub_audit_transaction: {business_key: {number: bigint}}
                  hub_owner: {business_key: {owner: integer}}
                """
                        + each(AuditedModel::hub));
        yaml = with(yaml, "links", each(AuditedModel::link));
        yaml = with(
                yaml,
                "satellites",
                """
                  sat_audit_transaction: {of: hub_audit_transaction, attributes: {what: text}}
                """
                        + each(AuditedModel::satellite));
        return with(
                yaml,
                "sources",
                """
                  audit.transaction:
                    hubs: {hub_audit_transaction: {number: number}}
                    satellites: [sat_audit_transaction]
                """
                        + each(AuditedModel::source));
    }

    private static String hub(AuditedTable table) {
        String columns = IntStream.rangeClosed(1, table.keys().size())
                .mapToObj(
                        i -> "key_" + i + ": " + table.keys().get(i - 1).type().replace(" not null", ""))
                .collect(Collectors.joining(", "));
        return "  hub_" + table.word() + ": {business_key: {" + columns + "}}\n";
    }

    private static String link(AuditedTable table) {
        return "  lnk_" + table.word() + "_owner: {hubs: {item: hub_" + table.word()
                + ", owner: hub_owner}, driving: [item]}\n";
    }

    private static String satellite(AuditedTable table) {
        return "  sat_" + table.word() + ": {of: hub_" + table.word()
                + ", attributes: {note: text, big: text, n: integer}}\n";
    }

    private static String source(AuditedTable table) {
        String keys = IntStream.rangeClosed(1, table.keys().size())
                .mapToObj(
                        i -> "key_" + i + ": " + scalar(table.keys().get(i - 1).column()))
                .collect(Collectors.joining(", "));
        return "  " + scalar(table.relation()) + ":\n    hubs: {hub_" + table.word() + ": {" + keys
                + "}, hub_owner: {owner: owner}}\n    links: [lnk_" + table.word() + "_owner]\n    satellites: [sat_"
                + table.word() + "]\n";
    }

    private static String scalar(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String each(Function<AuditedTable, String> part) {
        return Arrays.stream(AuditedTable.values()).map(part).collect(Collectors.joining());
    }

    private static String with(String yaml, String section, String more) {
        return yaml.replace("\n" + section + ":\n", "\n" + section + ":\n" + more);
    }

    private static String airline() {
        try (InputStream yaml = ShippedModels.class.getResourceAsStream("/io/cdcvault/schema/models/bookings.yaml")) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
