package io.cdcvault.road;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A role whose settings would end each of its sessions, or change what its values and statements mean. */
final class WorstRole {

    static final String NAME = "worst";

    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("statement_timeout", "'500ms'"),
            Map.entry("lock_timeout", "'1ms'"),
            Map.entry("idle_session_timeout", "'1s'"),
            Map.entry("idle_in_transaction_session_timeout", "'200ms'"),
            Map.entry("transaction_timeout", "'500ms'"),
            Map.entry("wal_sender_timeout", "'1s'"),
            Map.entry("TimeZone", "'Asia/Kolkata'"),
            Map.entry("timezone_abbreviations", "'India'"),
            Map.entry("DateStyle", "'SQL, DMY'"),
            Map.entry("IntervalStyle", "'sql_standard'"),
            Map.entry("bytea_output", "'escape'"),
            Map.entry("extra_float_digits", "-15"),
            Map.entry("array_nulls", "off"),
            Map.entry("xmloption", "document"),
            Map.entry("xmlbinary", "hex"),
            Map.entry("quote_all_identifiers", "on"),
            Map.entry("standard_conforming_strings", "off"),
            Map.entry("backslash_quote", "off"),
            Map.entry("transform_null_equals", "on"),
            Map.entry("exit_on_error", "on"),
            Map.entry("default_transaction_isolation", "'serializable'"),
            Map.entry("default_transaction_deferrable", "on"),
            Map.entry("restrict_nonsystem_relation_kind", "'view'"),
            Map.entry("search_path", "shadow, public, pg_catalog")));

    /** Where the role finds functions of its own before those of PostgreSQL. */
    private static final List<String> SHADOW = List.of(
            "create schema shadow",
            "create function shadow.upper(text) returns text immutable language sql as $$select 'shadow'$$",
            "create function shadow.md5(bytea) returns text immutable language sql as $$select repeat('0', 32)$$",
            "create function shadow.md5(text) returns text immutable language sql as $$select repeat('0', 32)$$",
            "create function shadow.hashtext(text) returns integer immutable language sql as $$select 1$$",
            "create function shadow.pg_backend_pid() returns integer language sql as $$select 1$$",
            "create role " + NAME + " superuser login");

    private WorstRole() {}

    /** What creates it, on a server of any kind. */
    static List<String> creation() {
        return Stream.concat(
                        SHADOW.stream(),
                        SETTINGS.entrySet().stream()
                                .map(setting ->
                                        "alter role " + NAME + " set " + setting.getKey() + " = " + setting.getValue()))
                .toList();
    }
}
