package io.cdcvault.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/** How a value's text in Debezium's envelope becomes PostgreSQL's input for a column's type. */
interface InputForm {

    ObjectMapper JSON = new ObjectMapper();

    /** Types that Debezium hands over as the bytes of their text form. */
    Set<String> AS_BYTES = Set.of(
            "box",
            "circle",
            "line",
            "lseg",
            "path",
            "polygon",
            "int4multirange",
            "int8multirange",
            "nummultirange",
            "tsmultirange",
            "tstzmultirange",
            "datemultirange");

    Set<String> TEMPORAL =
            Set.of("date", "timestamp", "timestamptz", "timestamp with time zone", "timestamp without time zone");

    String of(String text);

    /**
     * The form that a type takes.
     *
     * @param type as the model writes it
     */
    static InputForm of(TypeText type) {
        if (type.isArray()) {
            InputForm element = of(type.element());
            return text -> array(json(text), element);
        }
        String base = type.base();
        if (AS_BYTES.contains(base)) {
            return text -> new String(HexFormat.of().parseHex(text), StandardCharsets.UTF_8);
        }
        if (TEMPORAL.contains(base)) {
            return InputForm::temporal;
        }
        return switch (base) {
            case "bytea" -> text -> "\\x" + text;
            case "bit", "bit varying", "varbit" -> InputForm::bits;
            case "point" ->
                text -> "(" + json(text).path("x") + "," + json(text).path("y") + ")";
            default -> text -> text;
        };
    }

    /** A type's parts, as a model writes them. */
    record TypeText(String text) {

        boolean isArray() {
            return text.endsWith("]");
        }

        /** Of whatever number of dimensions. */
        TypeText element() {
            return new TypeText(text.substring(0, text.indexOf('[')).strip());
        }

        /** Without length, precision or case. */
        String base() {
            return text.replaceAll("\\(.*?\\)", "").strip().toLowerCase(Locale.ROOT);
        }
    }

    private static String array(JsonNode array, InputForm element) {
        StringJoiner literal = new StringJoiner(",", "{", "}");
        for (JsonNode item : array) {
            if (item.isNull()) {
                literal.add("NULL");
            } else if (item.isArray()) {
                literal.add(array(item, element));
            } else {
                literal.add(quoted(element.of(item.isValueNode() ? item.asText() : item.toString())));
            }
        }
        return literal.toString();
    }

    /** An element of an array literal. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** ISO 8601 counts a year 0 and writes years before as negative; PostgreSQL writes BC. */
    private static String temporal(String text) {
        if (text.length() < 6 || text.charAt(0) != '-' || text.charAt(1) == 'i') {
            return text;
        }
        int yearEnd = text.indexOf('-', 1);
        int year = Integer.parseInt(text.substring(1, yearEnd)) + 1;
        return String.format(Locale.ROOT, "%04d", year) + text.substring(yearEnd) + " BC";
    }

    /** One bit comes as a truth value, more as bytes with the lowest first. */
    private static String bits(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true") ? "1" : "0";
        }
        byte[] bytes = Base64.getDecoder().decode(text);
        StringBuilder bits = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--) {
            String eight = BigInteger.valueOf(bytes[i] & 0xFF).toString(2);
            bits.append("0".repeat(8 - eight.length())).append(eight);
        }
        return bits.toString();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }
}
