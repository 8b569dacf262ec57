package io.cdcvault.init.derive;

import io.cdcvault.catalog.CatalogType;
import java.util.ArrayList;
import java.util.List;

/** Divides the attributes of a table among satellites: what is large or much stands apart from what changes often. */
final class Split {

    /** So many attributes are easy to look over. */
    private static final int MOST = 30;

    private static final int TEXTS = 6;
    private static final int WIDE = 8;
    private static final int NARROW = 3;

    private Split() {}

    /**
     * A satellite's share.
     *
     * @param suffix of its name; empty for the first
     */
    record Share(String suffix, List<Attribute> attributes, String remark) {

        Share {
            attributes = List.copyOf(attributes);
        }
    }

    /** None without attributes. */
    static List<Share> of(List<Attribute> attributes) {
        List<Attribute> large = large(attributes);
        List<Attribute> others =
                attributes.stream().filter(each -> !large.contains(each)).toList();
        boolean isWorthwhile =
                (large.size() > 1 && others.size() >= NARROW) || (!large.isEmpty() && others.size() >= WIDE);
        List<Attribute> small = isWorthwhile ? others : attributes;
        List<Share> shares = new ArrayList<>(byNumber(small));
        if (isWorthwhile) {
            shares.add(new Share(
                    "_details",
                    large,
                    "Large values, apart: a change of the others does not write them again."
                            + " Alternative: list them in the satellite before."));
        }
        return shares;
    }

    private static List<Share> byNumber(List<Attribute> attributes) {
        if (attributes.isEmpty()) {
            return List.of();
        }
        if (attributes.size() <= MOST) {
            return List.of(new Share("", attributes, ""));
        }
        List<Attribute> first =
                new ArrayList<>(attributes.stream().filter(Attribute::isFixed).toList());
        attributes.stream()
                .filter(each -> !each.isFixed())
                .limit(Math.max(0, MOST - first.size()))
                .forEach(first::add);
        List<Attribute> ordered = attributes.stream().filter(first::contains).toList();
        List<Attribute> rest =
                attributes.stream().filter(each -> !first.contains(each)).toList();
        return List.of(
                new Share("", ordered, ""),
                new Share(
                        "_more",
                        rest,
                        "The columns behind the first " + ordered.size()
                                + ". Better: a satellite for those that change together."));
    }

    private static List<Attribute> large(List<Attribute> attributes) {
        List<Attribute> large = new ArrayList<>();
        int texts = 0;
        for (Attribute attribute : attributes) {
            CatalogType type = attribute.source().type();
            boolean isLarge = type.isDocument() || (isText(attribute) && ++texts > TEXTS);
            if (isLarge && !attribute.isFixed()) {
                large.add(attribute);
            }
        }
        return large;
    }

    /** Texts that were words of an enumeration are short. */
    private static boolean isText(Attribute attribute) {
        return attribute.source().type().isUnlimited()
                && attribute.source().type().origin() == CatalogType.Origin.BUILT_IN;
    }
}
