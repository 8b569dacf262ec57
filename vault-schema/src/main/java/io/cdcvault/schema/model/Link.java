package io.cdcvault.schema.model;

import java.util.List;

/**
 * A relationship between two hubs or more, or between two roles of one hub.
 *
 * @param roles in hashing order
 * @param drivingRoles the roles that identify a relationship's owner: for one driving key at most one link is open. A
 *     subset of the role names, in the order of {@code roles}
 */
public record Link(String name, List<Role> roles, List<String> drivingRoles) {

    public Link {
        roles = List.copyOf(roles);
        drivingRoles = List.copyOf(drivingRoles);
    }

    public boolean isDriving(Role role) {
        return drivingRoles.contains(role.name());
    }

    /** One end of a link: the part that a hub plays in it. */
    public record Role(String name, String hub) {}
}
