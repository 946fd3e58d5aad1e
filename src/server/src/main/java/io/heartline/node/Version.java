package io.heartline.node;

/** Which Heartline this is. */
public final class Version {
    /** As the manifest of the jar says. */
    public static final String CURRENT = current();

    private Version() {}

    private static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version != null ? version : "development";
    }
}
