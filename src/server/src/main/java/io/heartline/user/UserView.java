package io.heartline.user;

import java.util.List;

/**
 * The state of a user as shown to an operator.
 *
 * @param epoch empty if nothing is known of the user
 * @param pending the number of messages owed by the mailbox
 */
public record UserView(String epoch, long head, int pending, List<Device> devices) {
    /** The live sessions. */
    public List<LiveSession> sessions() {
        return new Devices(devices).sessions();
    }

    public boolean online() {
        return devices.stream().anyMatch(Device::online);
    }
}
