import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A complete client in one file: sends {@code hello}, prints each message, and acknowledges it. Run it without a build: {@code java
 * examples/Watch.java ws://127.0.0.1:8082/v1/connect alice}. Ctrl-C ends it.
 */
public final class Watch implements WebSocket.Listener {
    private static final Pattern SEQ = Pattern.compile("^\\{\"t\":\"message\",\"epoch\":\"[^\"]*\",\"seq\":(\\d+)");

    private final CountDownLatch closed = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();

    public static void main(String[] args) throws InterruptedException {
        Watch watch = new Watch();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("heartline.v1")
                .buildAsync(URI.create(args[0]), watch)
                .join();
        socket.sendText("{\"t\":\"hello\",\"user\":\"" + args[1] + "\",\"device\":\"terminal\"}", true);
        watch.closed.await();
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            onFrame(socket, text.toString());
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void onFrame(WebSocket socket, String frame) {
        System.out.println(frame);
        Matcher message = SEQ.matcher(frame);
        if (message.find()) {
            socket.sendText("{\"t\":\"ack\",\"seq\":" + message.group(1) + "}", true);
        } else if (frame.startsWith("{\"t\":\"ping\"")) {
            socket.sendText("{\"t\":\"pong\"}", true);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        System.out.println("closed with " + code + " " + reason);
        closed.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        System.out.println("the connection is gone: " + error.getMessage());
        closed.countDown();
    }
}
