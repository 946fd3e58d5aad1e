package io.heartline.session.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers of an HTTP connection's channel: Vert.x's own, a stricter decoder, and the limits.
 *
 * <pre>
 *   socket → RequestDecoder → PipelineLimit → MalformedContent → RequestDeadline → Vert.x
 * </pre>
 */
public final class HttpPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPipeline.class);

    private HttpPipeline() {}

    /** Arranges the channel of a connection that was just accepted, on its event loop; returns its deadlines. */
    public static RequestDeadline arrange(
            HttpConnection connection, HttpServerOptions options, TransportContext context) {
        ChannelHandlerContext last = ((HttpServerConnection) connection).channelHandlerContext();
        ChannelPipeline pipeline = last.pipeline();
        RequestDecoder decoder = new RequestDecoder(options);
        pipeline.replace(VertxHttpRequestDecoder.class, "httpDecoder", decoder);
        pipeline.addBefore(last.name(), "limit", new PipelineLimit(decoder, pipeline.context(decoder)));
        pipeline.addBefore(last.name(), "malformed", new MalformedContent(context.meters()));
        RequestDeadline deadline = RequestDeadline.over(connection, context);
        // Without a handler, Vert.x logs an error for each connection that is malformed or reset.
        connection.exceptionHandler(fault -> LOG.debug("A connection failed", fault));
        return deadline;
    }
}
