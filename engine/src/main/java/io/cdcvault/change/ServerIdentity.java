package io.cdcvault.change;

/**
 * Which server changes come from. Two servers with the same identity have the same history; a promoted standby has a
 * timeline of its own.
 *
 * @param system PostgreSQL's system identifier, given when the cluster was made, and kept by every copy of it
 * @param timeline the branch of the cluster's history, from 1
 */
public record ServerIdentity(String system, long timeline) {}
