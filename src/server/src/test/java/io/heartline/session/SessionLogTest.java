package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

/** Log lines about a session: they name its user and device, and only at the level DEBUG. */
@ResourceLock("log of Session")
class SessionLogTest extends SessionScene {
    private final Logger log = (Logger) LoggerFactory.getLogger(Session.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.setLevel(Level.DEBUG);
        log.setAdditive(false); // and not to the console
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void forget() {
        log.detachAppender(lines);
        log.setLevel(null);
        log.setAdditive(true);
    }

    private List<String> lines() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void eachLineNamesTheUserAndTheDevice() {
        live();
        session.onClosed();
        settle();

        String begin = "session " + this.session.id() + " of user alice, device d ";
        assertThat(lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith(begin))
                .last()
                .asString()
                .endsWith("closes: the socket is gone");
        assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.DEBUG);
    }

    @Test
    void aSessionThatNeverAttachesNamesTheDeviceThatTheClientNames() {
        arrive();
        session.onClosed();
        settle();

        assertThat(lines()).singleElement().asString().contains("of user alice, device d closes: ");
    }
}
