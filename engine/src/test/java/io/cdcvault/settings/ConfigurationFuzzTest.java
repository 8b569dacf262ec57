package io.cdcvault.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcvault.failure.CdcVaultException;
import io.cdcvault.failure.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the configuration holds, it is read or refused in our words. {@code -Dcdcvault.fuzz=…} tries more. */
final class ConfigurationFuzzTest {

    private static final int CASES = Integer.getInteger("cdcvault.fuzz", 1500);
    private static final String GOOD =
            """
            cdc-vault:
              name: sales
              model: bookings
              source: {url: "jdbc:postgresql://m/sales", user: cdc, slot: own}
              warehouse:
                url: "jdbc:postgresql://w/dwh"
                user: loader
                password: "${WORD:none}"
              kafka: {bootstrap-servers: "k:9092", properties: {security.protocol: SSL}}
              load: {batch-rows: 5, unknown-tables: park}
              capture: {poll-interval: 20ms, max-batch-size: 10}
              admin: {port: 0}
            """;
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ": ",
            "\n",
            "\n  ",
            "- ",
            "&a ",
            "*a",
            "<<: ",
            "!!set ",
            "|\n",
            "? ",
            "\"",
            "'",
            "${",
            "${X}",
            "${cdc-vault.name}",
            "${cdc-vault.model}",
            "$",
            "\\",
            "#",
            "%dev",
            "\u0000",
            "\ud800",
            "é",
            "null",
            "~",
            "1e9",
            "-1",
            "99999999999999999999",
            "0x10",
            "12ms",
            "pt1s",
            "replica: ",
            "mart: {schedule: x}",
            "properties: ",
            "tls: maybe",
            "tls-ca: /",
            "password-file: /",
            "[".repeat(200),
            "{a: ".repeat(200),
            "${".repeat(100),
            "x".repeat(5000),
            "a.".repeat(3000));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    private Path folder;

    @Test
    void everyFileIsReadOrRefusedWithTheKeyAndNoLibrarysCode() throws Exception {
        Path file = folder.resolve("fuzz.yaml");
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            String yaml = mutated(GOOD, random);
            byte[] bytes = yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            if (random.nextInt(20) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            read(file, Map.of(), "Seed " + seed + ":\n" + yaml);
        }
    }

    @Test
    void everyFlagIsTakenOrRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("good.yaml"), GOOD);
        List<String> names = KnownSettings.ALL.names().stream()
                .filter(name -> !name.endsWith("-command"))
                .toList();
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            String name = names.get(random.nextInt(names.size()));
            String key = random.nextInt(4) == 0 ? mutated(name, random).replace("-command", "") : name;
            String value = mutated("5", random);
            read(file, Map.of("cdc-vault." + key, value), "Seed " + seed + ": " + key + "=" + value);
        }
    }

    private static void read(Path file, Map<String, String> flags, String what) {
        try {
            Settings settings = SettingsReader.read(Optional.of(file), flags);
            assertThat(settings.name()).as(what).isNotEmpty();
            SettingsReader.list(Optional.of(file), flags);
        } catch (CdcVaultException refused) {
            assertThat(refused.kind()).as(what).isEqualTo(FailureKind.CONFIGURATION_INVALID);
            assertThat(refused.getMessage()).as(what).doesNotContain("SRCFG").doesNotContain("Exception");
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(what, e);
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        int edits = 1 + random.nextInt(4);
        for (int edit = 0; edit < edits; edit++) {
            int from = random.nextInt(mutated.length() + 1);
            int to = Math.min(mutated.length(), from + random.nextInt(20));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(from, to);
                case 1 -> mutated.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> mutated.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
                default -> mutated.insert(random.nextInt(mutated.length() + 1), mutated.substring(from, to));
            }
        }
        return mutated.toString();
    }
}
