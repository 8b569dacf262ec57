package io.cdcvault.settings;

import java.lang.reflect.Method;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a file may say as the value of a setting: what {@link SettingCheck} accepts, or the name of a variable. */
record SettingShape(Method method, Class<?> type) {

    private static final String VARIABLE = "\\$\\{.+\\}";
    private static final String DURATION =
            "\\d+\\s*[mM][sS]|[pP].+|(\\d+[dD])?(\\d+[hH])?(\\d+[mM])?(\\d+(\\.\\d+)?[sS])?";
    private static final List<String> ANY = List.of("string", "number", "boolean", "null");

    Map<String, Object> schema() {
        if (type == boolean.class) {
            return either(
                    shape("type", List.of("boolean", "null")), matching("(?i)yes|no|on|off|true|false|y|n|t|f|[01]"));
        }
        if (type.isEnum()) {
            return oneOf(Arrays.stream(type.getEnumConstants())
                    .map(each -> each.toString().replace('_', '-'))
                    .toList());
        }
        if (type.isPrimitive()) {
            return either(number(), matching("[+-]?\\d+"));
        }
        if (type == Duration.class) {
            return matching(DURATION);
        }
        return type == URI.class ? matching("(?i)https?://.+") : text();
    }

    private Map<String, Object> text() {
        Map<String, Object> text = shape("type", ANY);
        Optional.ofNullable(method.getAnnotation(Matching.class))
                .ifPresent(wanted -> text.put("pattern", pattern(wanted.value())));
        return text;
    }

    private Map<String, Object> number() {
        Map<String, Object> number = shape("type", List.of("integer", "null"));
        Within within = method.getAnnotation(Within.class);
        if (within != null) {
            number.put("minimum", within.least());
        }
        if (within != null && within.most() != Long.MAX_VALUE) {
            number.put("maximum", within.most());
        }
        return number;
    }

    /** Suggested as documented, accepted in any case. */
    private static Map<String, Object> oneOf(List<String> names) {
        String any = String.join("|", names).toLowerCase(Locale.ROOT).replace("-", "[-_]");
        return either(shape("enum", names), matching("(?i)" + any));
    }

    private static Map<String, Object> matching(String expression) {
        Map<String, Object> matching = shape("type", List.of("string", "null"));
        matching.put("pattern", pattern(expression));
        return matching;
    }

    private static Map<String, Object> either(Map<String, Object> one, Map<String, Object> other) {
        return shape("anyOf", List.of(one, other));
    }

    private static Map<String, Object> shape(String key, Object value) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put(key, value);
        return shape;
    }

    /** For the whole text. JSON Schema's expressions have no flags, so each letter stands for both its cases. */
    private static String pattern(String expression) {
        String plain = expression.startsWith("(?i)") ? caseless(expression.substring(4)) : expression;
        return "^(" + plain + "|" + VARIABLE + ")$";
    }

    private static String caseless(String expression) {
        StringBuilder caseless = new StringBuilder();
        expression.chars().mapToObj(Character::toString).forEach(letter -> {
            String upper = letter.toUpperCase(Locale.ROOT);
            caseless.append(upper.equals(letter) ? letter : "[" + letter + upper + "]");
        });
        return caseless.toString();
    }
}
