package io.heartline.node;

import io.heartline.cluster.MembershipListener;
import io.heartline.session.gateway.GatewayVerticle;
import java.util.List;

/** Has all sessions check their entry soon after nodes changed: an entry may have lost its session. */
record AuditOnChange(List<GatewayVerticle> gateways) implements MembershipListener {
    @Override
    public void onJoined(String node) {
        gateways.forEach(GatewayVerticle::audit);
    }

    @Override
    public void onLeft(String node) {
        gateways.forEach(GatewayVerticle::audit);
    }

    @Override
    public void onMerged() {
        gateways.forEach(GatewayVerticle::audit);
    }

    @Override
    public void onOthersMerged() {
        gateways.forEach(GatewayVerticle::audit);
    }
}
