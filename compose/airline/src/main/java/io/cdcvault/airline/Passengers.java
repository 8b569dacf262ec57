package io.cdcvault.airline;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** People, invented. */
final class Passengers {

    private static final int PHONES = 1_000_000_000;

    private static final List<String> FIRST = List.of(
            "ANNA", "OLGA", "IVAN", "MEHMET", "José", "ZOË", "JÜRGEN", "MARIA", "LI", "AISHA", "PETER", "SOFIA", "NOAH",
            "EMMA", "LIAM", "YUKI", "RAJ", "INGRID", "BJÖRN", "CHLOÉ", "OMAR", "FATIMA", "ŁUKASZ", "ELENA", "PABLO",
            "GRACE", "KWAME", "LEILA", "SVEN", "TOMÁŠ", "NGUYỄN", "ΜΑΡΙΑ");
    private static final List<String> LAST = List.of(
            "IVANOVA",
            "SMITH",
            "MÜLLER",
            "GARCÍA",
            "Strauß",
            "NILSEN",
            "O'BRIEN",
            "KIM",
            "TANAKA",
            "SILVA",
            "ROSSI",
            "DUBOIS",
            "KOWALSKI",
            "NAGY",
            "YILMAZ",
            "HASSAN",
            "PATEL",
            "CHEN",
            "NOVÁK",
            "JANSSEN",
            "ØSTERGAARD",
            "PAPADOPOULOS",
            "MENSAH",
            "COHEN",
            "van der Berg",
            "McDONALD",
            "ŽUKAUSKAS",
            "FERNÁNDEZ",
            "LEFÈVRE",
            "BROWN");

    private final Random random;

    Passengers(Random random) {
        this.random = random;
    }

    String name() {
        return any(FIRST) + " " + any(LAST);
    }

    String identity() {
        return String.format(Locale.ROOT, "%04d %06d", random.nextInt(10_000), random.nextInt(1_000_000));
    }

    /** Ways to reach a person as JSON; some leave none. */
    @Nullable
    String contact() {
        String phone = String.format(Locale.ROOT, "+%d%09d", 30 + random.nextInt(60), random.nextInt(PHONES));
        return switch (random.nextInt(10)) {
            case 0 -> null;
            case 1, 2, 3 -> "{\"phone\": \"" + phone + "\"}";
            default -> "{\"email\": \"p" + random.nextInt(PHONES) + "@example.org\", \"phone\": \"" + phone + "\"}";
        };
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
