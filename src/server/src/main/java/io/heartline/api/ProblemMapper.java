package io.heartline.api;

import io.heartline.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become problems. */
final class ProblemMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    private ProblemMapper() {}

    /** What is told of a failure. One that nobody expected is logged and told without its particulars. */
    static Problem problemOf(Throwable failure) {
        if (failure instanceof ProblemException refused) {
            return refused.problem();
        }
        if (failure instanceof StoreException ending) {
            String detail = String.valueOf(ending.getMessage());
            return ending.kind() == StoreException.Kind.UNAVAILABLE
                    ? Problem.unavailable(detail)
                    : Problem.of(ErrorCode.OUTCOME_UNKNOWN, detail);
        }
        LOG.error("A request failed unexpectedly", failure);
        return Problem.of(ErrorCode.INTERNAL, "The server failed to carry out the request.");
    }
}
