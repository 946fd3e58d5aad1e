package io.heartline.torture.workload;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** All devices of all users. Owned by the run's event loop. */
final class Devices {
    /** The approximate number of first connections a second. */
    private static final int ARRIVALS = 500;

    private static final int DIALLED_WITHIN_MILLIS = 3_000;

    private final Dialer dialer;
    private final List<Device> devices = new ArrayList<>();

    Devices(WorkloadContext run) {
        this.dialer = new Dialer(run.vertx(), DIALLED_WITHIN_MILLIS);
        SplittableRandom random = new SplittableRandom(run.config().seed());
        WorkloadConfig.Crowd crowd = run.config().crowd();
        for (int i = 1; i <= crowd.users(); i++) {
            int many = 1 + random.nextInt(crowd.devices());
            for (int j = 1; j <= many; j++) {
                SplittableRandom own = random.split();
                Device.Who who = new Device.Who(user(i), "d" + j, DeviceBehaviour.of(own));
                devices.add(new Device(run, dialer, who, own));
            }
        }
    }

    /** The name of the n-th user, from 1. */
    static String user(int n) {
        return "user-" + n;
    }

    void start() {
        long spread = Math.max(1, devices.size() * 1_000L / ARRIVALS);
        devices.forEach(device -> device.start(spread));
    }

    /** Makes all devices steady. */
    void calm() {
        devices.forEach(Device::calm);
    }

    int count() {
        return devices.size();
    }

    /** The number of devices that were never welcomed. */
    long awaited() {
        return devices.stream().filter(device -> !device.hasArrived()).count();
    }

    long online() {
        return devices.stream().filter(Device::isOnline).count();
    }

    /** Closes all devices with close frames; they do not reconnect. */
    Future<Void> part() {
        return Future.join(devices.stream().map(Device::part).toList()).mapEmpty();
    }

    /** The same, and closes the client. */
    Future<Void> close() {
        return part().eventually(dialer::close);
    }
}
