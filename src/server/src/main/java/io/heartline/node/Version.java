package io.heartline.node;

/** The version of Heartline. */
public final class Version {
    /** From the manifest of the jar. */
    public static final String CURRENT = current();

    private Version() {}

    private static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version != null ? version : "development";
    }
}
