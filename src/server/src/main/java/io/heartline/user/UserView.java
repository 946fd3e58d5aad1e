package io.heartline.user;

import java.util.List;

/**
 * What is known of a user, for an operator.
 *
 * @param epoch empty where nothing is known
 * @param pending how many messages the mailbox owes
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
