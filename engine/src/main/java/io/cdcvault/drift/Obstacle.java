package io.cdcvault.drift;

/**
 * What keeps a table's changes from arriving, or from arriving right.
 *
 * @param reason what is wrong, after the table's name
 * @param remedy a statement for the master, or what to do where no statement helps
 * @param losesChanges whether changes are missing that were made meanwhile
 */
public record Obstacle(String reason, String remedy, boolean losesChanges) {}
