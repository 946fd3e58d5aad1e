package io.heartline.session.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of strangers, made safe for a log and for an error. */
final class Printable {
    private static final int MOST = 200;
    private static final Pattern BEGINNING = Pattern.compile("/(v1/)?[^/]*");

    private Printable() {}

    /** The text, shortened, with a question mark for each character that is not printable ASCII. */
    static String of(String text) {
        String all = text.replaceAll("[^ -~]", "?");
        return all.length() > MOST ? all.substring(0, MOST) + "..." : all;
    }

    /** The beginning of a path; what follows may name a user. */
    static String beginning(String path) {
        Matcher first = BEGINNING.matcher(path);
        return first.lookingAt() && first.end() < path.length() ? of(first.group()) + "/..." : of(path);
    }
}
