package io.cdcvault.cli;

import picocli.CommandLine.IVersionProvider;

/** The version, as the jar's manifest says. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = VersionProvider.class.getPackage().getImplementationVersion();
        return new String[] {"cdc-vault " + (version == null ? "(not packaged)" : version)};
    }
}
