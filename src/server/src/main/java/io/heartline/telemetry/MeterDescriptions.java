package io.heartline.telemetry;

import static java.util.Map.entry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Map;

/**
 * Gives each meter of Heartline its description, which Prometheus shows as {@code # HELP}. A description that a meter brings
 * itself stays.
 */
public final class MeterDescriptions implements MeterFilter {
    private static final Map<String, String> BY_NAME = Map.ofEntries(
            entry(MeterNames.SESSIONS, "Live sessions of this node"),
            entry(MeterNames.SESSIONS_OPENED, "Sessions opened, by transport"),
            entry(MeterNames.SESSIONS_CLOSED, "Sessions closed, by close code; 1006 if the client left"),
            entry(
                    MeterNames.CONNECTIONS_REFUSED,
                    "Connections refused or cut before they carried a session, by reason or HTTP status"),
            entry(MeterNames.STRANGERS_BYTES, "Bytes held for connections that have no session"),
            entry(MeterNames.UNFINISHED_BYTES, "Bytes held of WebSocket messages and frames whose end has not come"),
            entry(MeterNames.TEXTS_DROPPED, "Texts of plain clients dropped because too many were being forwarded"),
            entry(MeterNames.PULLS, "Reads of messages from a user's entry, by reason"),
            entry(MeterNames.LOOP_LAG, "Delay with which event loops run their timers"),
            entry(
                    MeterNames.ACCEPTED_TO_SENT,
                    "Time from accepting a message on any node to writing it to a live session"),
            entry(MeterNames.SENT_TO_ACKED, "Time from writing a message to its acknowledgement"),
            entry(MeterNames.REFUSED, "Keys, tokens and origins that were refused, by kind and reason"),
            entry(MeterNames.ADMINISTERED, "Operations that need the scope admin, by the status of their answer"),
            entry(MeterNames.API_PUSHES, "Pushes that came over HTTP, one for each user, by the name of the API key"),
            entry(MeterNames.PUSHES, "Pushes carried out, one for each user, by result"),
            entry(MeterNames.ACCEPTED_TO_STORED, "Time from accepting a push to storing it with its replicas"),
            entry(MeterNames.HINTS, "Hints to gateways that a message is stored, by result"),
            entry(MeterNames.HINT_BATCHES_MALFORMED, "Batches of hints that could not be read"),
            entry(MeterNames.HINT_GAPS, "Gaps in the numbered batches of hints of another gateway"),
            entry(MeterNames.GHOSTS, "Sessions removed from entries because no gateway held them"),
            entry(MeterNames.MAILBOX_MESSAGES, "Messages owed in the mailboxes that this node owns"),
            entry(MeterNames.MAILBOX_BYTES, "Bytes of the bodies owed in the mailboxes that this node owns"),
            entry(MeterNames.HELD_BYTES, "Estimated heap of all entries on this node, replicas included"),
            entry(MeterNames.REMEMBERED_BYTES, "The part of it for ids that are only remembered"),
            entry(MeterNames.CAPACITY_BYTES, "Heap of this node that entries and sessions may fill"),
            entry(MeterNames.ACCEPTED_BYTES, "Estimated heap of all entries of the cluster, each counted once"),
            entry(
                    MeterNames.LIMIT_BYTES,
                    "The most of it that fits after the loss of nodes; beyond it pushes are refused"),
            entry(MeterNames.STORE_WAITING, "Commands that wait for their outcome"),
            entry(MeterNames.STORE_BATCH, "Commands in a batch to the owner of a partition"),
            entry(MeterNames.STORE_ROUND, "Time from sending a batch of commands to its answer"),
            entry(MeterNames.STORE_RETRIES, "Attempts repeated because they ended without an answer, by reason"),
            entry(MeterNames.STORE_REFUSED, "Commands refused before they were tried, by reason"),
            entry(MeterNames.USERS, "Users with an entry that this node owns"),
            entry(MeterNames.REAPED, "Sessions of lost nodes that were removed from entries"),
            entry(MeterNames.NODES, "Nodes that hold data, as this node sees them"),
            entry(MeterNames.GUESTS, "Lite members, which hold no data, as this node sees them"),
            entry(MeterNames.MEMBERS_JOINED, "Members that joined, nodes and lite members"),
            entry(MeterNames.MEMBERS_LEFT, "Members that left or were lost, nodes and lite members"),
            entry(MeterNames.QUORUM, "1 if this node sees at least --min-nodes nodes, 0 if it refuses commands"),
            entry(MeterNames.SAFE, "1 if every entry has all its replicas on other nodes, else 0"));

    @Override
    public Meter.Id map(Meter.Id id) {
        String description = BY_NAME.get(id.getName());
        return id.getDescription() != null || description == null
                ? id
                : new Meter.Id(
                        id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), description, id.getType());
    }
}
