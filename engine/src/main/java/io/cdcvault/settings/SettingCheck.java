package io.cdcvault.settings;

import io.cdcvault.settings.KnownSettings.Known;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a text is a value that a setting takes. */
final class SettingCheck {

    private static final List<String> TRUTHS =
            List.of("true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "1", "0");
    private static final int SHOWN = 60;

    private SettingCheck() {}

    /** What is wrong with it; empty when nothing is. Shows nothing of a secret. */
    static Optional<String> problem(Known setting, String text) {
        if (text.indexOf('\0') >= 0) {
            return Optional.of("a value cannot hold the character NUL");
        }
        return expected(setting, text.strip())
                .map(expected -> "expected " + expected
                        + (Secrecy.isSecret(setting.name()) ? "" : ", found \"" + shown(text) + "\""));
    }

    /** {@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h} or ISO 8601. */
    static Duration duration(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.endsWith("ms")) {
            return Duration.ofMillis(
                    Long.parseLong(lower.substring(0, lower.length() - 2).strip()));
        }
        return Duration.parse(lower.startsWith("p") ? lower : "pt" + lower);
    }

    private static Optional<String> expected(Known setting, String text) {
        Class<?> type = setting.type();
        if (type == boolean.class) {
            return unless(TRUTHS.contains(text.toLowerCase(Locale.ROOT)), "true or false");
        }
        if (type.isEnum()) {
            List<String> names = Arrays.stream(type.getEnumConstants())
                    .map(each -> each.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .toList();
            String given = text.toLowerCase(Locale.ROOT).replace('_', '-');
            return unless(names.contains(given), "one of " + String.join(", ", names));
        }
        if (type == URI.class) {
            return unless(isWebAddress(text), "an address that begins with http:// or https://");
        }
        if (type == Duration.class || type.isPrimitive()) {
            return number(setting, text);
        }
        return Optional.ofNullable(setting.method().getAnnotation(Matching.class))
                .filter(wanted -> !text.matches(wanted.value()))
                .map(Matching::expected);
    }

    private static Optional<String> number(Known setting, String text) {
        boolean isDuration = setting.type() == Duration.class;
        Within within = setting.method().getAnnotation(Within.class);
        long least = within == null ? least(setting.type()) : Math.max(within.least(), least(setting.type()));
        long most = within == null ? most(setting.type()) : Math.min(within.most(), most(setting.type()));
        try {
            long value = isDuration ? duration(text).toMillis() : Long.parseLong(text);
            String unit = isDuration ? " ms" : "";
            String range =
                    most == Long.MAX_VALUE ? "of " + least + unit + " or more" : "from " + least + " to " + most + unit;
            return unless(value >= least && value <= most, (isDuration ? "a duration " : "a whole number ") + range);
        } catch (NumberFormatException e) {
            return Optional.of(isDuration ? "a duration such as 250ms, 10s, 5m or 1h" : "a whole number");
        } catch (java.time.DateTimeException | ArithmeticException e) {
            return Optional.of("a duration such as 250ms, 10s, 5m or 1h");
        }
    }

    private static long least(Class<?> type) {
        return type == int.class ? Integer.MIN_VALUE : type == short.class ? Short.MIN_VALUE : Long.MIN_VALUE;
    }

    private static long most(Class<?> type) {
        return type == int.class ? Integer.MAX_VALUE : type == short.class ? Short.MAX_VALUE : Long.MAX_VALUE;
    }

    private static boolean isWebAddress(String text) {
        try {
            URI address = URI.create(text);
            return address.getHost() != null
                    && List.of("http", "https")
                            .contains(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<String> unless(boolean isFine, String expected) {
        return isFine ? Optional.empty() : Optional.of(expected);
    }

    /** On one line, and no longer than a line. */
    private static String shown(String text) {
        String line = text.codePoints()
                .limit(SHOWN)
                .mapToObj(letter -> Character.isISOControl(letter) ? "?" : Character.toString(letter))
                .collect(Collectors.joining());
        return line.length() < text.length() ? line + "…" : line;
    }
}
