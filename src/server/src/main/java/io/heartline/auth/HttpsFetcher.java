package io.heartline.auth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gets a short text over https, within limits of time and size. Certificates are checked, redirects are not followed. */
final class HttpsFetcher implements Function<URI, CompletableFuture<String>> {
    private static final int MOST_BYTES = 256 << 10;

    private final HttpClient client;
    private final Duration within;

    /** One that goes by the trusted certificates of this Java. */
    HttpsFetcher() {
        this(HttpClient.newBuilder(), Duration.ofSeconds(3));
    }

    HttpsFetcher(HttpClient.Builder client, Duration within) {
        this.client = client.connectTimeout(within)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.within = within;
    }

    @Override
    public CompletableFuture<String> apply(URI address) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/jwk-set+json, application/json")
                .timeout(within)
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, head -> new LimitedText(head.statusCode()));
        // The timeout of a request ends with the head of its answer.
        CompletableFuture<String> text =
                answer.thenApply(HttpResponse::body).orTimeout(2 * within.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture<String> unused = text.whenComplete((whole, failure) -> {
            if (failure != null) {
                answer.cancel(true);
            }
        });
        return text;
    }

    /** Collects the body of an answer. Ends it if the status is not 200, or if there are too many bytes. */
    private static final class LimitedText implements BodySubscriber<String> {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int status;
        private Flow.@Nullable Subscription subscription;

        LimitedText(int status) {
            this.status = status;
        }

        @Override
        public CompletionStage<String> getBody() {
            return text;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (status == 200) {
                given.request(Long.MAX_VALUE);
            } else {
                fail("it answered with the status " + status);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (bytes.size() + part.remaining() > MOST_BYTES) {
                    fail("it has more than " + MOST_BYTES + " bytes");
                    return;
                }
                byte[] next = new byte[part.remaining()];
                part.get(next);
                bytes.writeBytes(next);
            }
        }

        private void fail(String reason) {
            text.completeExceptionally(new IOException(reason));
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onError(Throwable failure) {
            text.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            text.complete(bytes.toString(StandardCharsets.UTF_8));
        }
    }
}
