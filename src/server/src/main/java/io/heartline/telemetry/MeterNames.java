package io.heartline.telemetry;

/**
 * The names of all meters: {@code heartline.<room>.<thing>}. No meter is labelled by user, device or session. {@link
 * MeterDescriptions} has a description for each.
 */
public final class MeterNames {
    /** Live sessions (gauge). */
    public static final String SESSIONS = "heartline.session.live";
    /** Sessions opened (counter, tag {@code transport}). */
    public static final String SESSIONS_OPENED = "heartline.session.opened";
    /** Sessions closed, by close code (counter, tag {@code code}). */
    public static final String SESSIONS_CLOSED = "heartline.session.closed";
    /**
     * Connections refused or cut before they carried a session (counter, tag {@code reason}: {@code late}, {@code stalled},
     * {@code malformed}, {@code full} (another connection took its place), or the HTTP status).
     */
    public static final String CONNECTIONS_REFUSED = "heartline.session.refused";
    /** Bytes held for connections without a session (gauge). */
    public static final String STRANGERS_BYTES = "heartline.session.held.bytes";
    /** Bytes held of WebSocket messages and frames whose end has not come (gauge). */
    public static final String UNFINISHED_BYTES = "heartline.session.unfinished.bytes";
    /** Texts of plain clients that were not forwarded, because too many were on their way (counter). */
    public static final String TEXTS_DROPPED = "heartline.session.texts.dropped";
    /** Pulls, by their reason (counter, tag {@code reason}). */
    public static final String PULLS = "heartline.session.pulls";
    /** The delay with which the event loop runs its timers (timer). */
    public static final String LOOP_LAG = "heartline.session.loop.lag";
    /** From accepted, on any node, to written, for live sessions (timer). */
    public static final String ACCEPTED_TO_SENT = "heartline.session.sent";
    /** From written to acknowledged (timer). */
    public static final String SENT_TO_ACKED = "heartline.session.acked";
    /** Keys, tokens and origins that were refused (counter, tags {@code kind} and {@code reason}). */
    public static final String REFUSED = "heartline.auth.refused";
    /** Operations that need the scope {@code admin} (counter, tag {@code status}). */
    public static final String ADMINISTERED = "heartline.auth.administered";
    /** Pushes over HTTP, by the name of the publisher's API key (counter, tag {@code key}). */
    public static final String API_PUSHES = "heartline.api.pushes";
    /** Pushes, by result (counter, tag {@code result}). */
    public static final String PUSHES = "heartline.delivery.pushes";
    /** From accepted to stored (timer). */
    public static final String ACCEPTED_TO_STORED = "heartline.delivery.stored";
    /** Hints, by their fate (counter, tag {@code result}). */
    public static final String HINTS = "heartline.delivery.hints";
    /** Batches of hints that could not be read (counter). */
    public static final String HINT_BATCHES_MALFORMED = "heartline.delivery.hints.malformed";
    /** Gaps in the numbered batches of a peer (counter). */
    public static final String HINT_GAPS = "heartline.delivery.hints.gaps";
    /** Sessions that an entry held and no gateway did (counter). */
    public static final String GHOSTS = "heartline.delivery.ghosts";
    /** Owed messages in the mailboxes this node owns (gauge). */
    public static final String MAILBOX_MESSAGES = "heartline.store.mailbox.messages";
    /** Owed bytes in the mailboxes this node owns (gauge). */
    public static final String MAILBOX_BYTES = "heartline.store.mailbox.bytes";
    /** The estimated heap of all entries on this node, replicas included, in bytes (gauge). */
    public static final String HELD_BYTES = "heartline.store.held.bytes";
    /** The part of it for ids that are only remembered, so that a repeated push is recognised (gauge). */
    public static final String REMEMBERED_BYTES = "heartline.store.remembered.bytes";
    /** The heap of this node that entries and sessions may fill, in bytes (gauge). */
    public static final String CAPACITY_BYTES = "heartline.store.capacity.bytes";
    /** The estimated heap of all entries of the cluster, each counted once, as this node knows it (gauge). */
    public static final String ACCEPTED_BYTES = "heartline.store.accepted.bytes";
    /** The most of it that fits after the loss of as many nodes as there are backups; beyond it pushes are refused (gauge). */
    public static final String LIMIT_BYTES = "heartline.store.limit.bytes";
    /** Commands that wait for their outcome (gauge). */
    public static final String STORE_WAITING = "heartline.store.waiting";
    /** Commands in a batch (summary). */
    public static final String STORE_BATCH = "heartline.store.batch";
    /** From a batch sent to its answer (timer). */
    public static final String STORE_ROUND = "heartline.store.round";
    /** Attempts that ended without an answer and were repeated (counter, tag {@code reason}). */
    public static final String STORE_RETRIES = "heartline.store.retries";
    /** Commands refused before they were tried (counter, tag {@code reason}). */
    public static final String STORE_REFUSED = "heartline.store.refused";
    /** Users with an entry that this node owns (gauge). */
    public static final String USERS = "heartline.store.users";
    /** Sessions of lost nodes that were detached (counter). */
    public static final String REAPED = "heartline.cluster.reaped";
    /** Nodes in sight that hold data (gauge). */
    public static final String NODES = "heartline.cluster.nodes";
    /** Lite members in sight: services on the event bus (gauge). */
    public static final String GUESTS = "heartline.cluster.guests";
    /** Members that joined after this node, lite members too (counter). */
    public static final String MEMBERS_JOINED = "heartline.cluster.joined";
    /** Members that left or were lost, lite members too (counter). */
    public static final String MEMBERS_LEFT = "heartline.cluster.left";
    /** 1 if this node sees as many nodes as {@code --min-nodes} asks for; 0 if it refuses (gauge). */
    public static final String QUORUM = "heartline.cluster.quorum";
    /** 1 if all entries have all their replicas on other nodes, as known at the last scrape; else 0 (gauge). */
    public static final String SAFE = "heartline.cluster.safe";

    private MeterNames() {}
}
