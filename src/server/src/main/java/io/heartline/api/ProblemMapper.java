package io.heartline.api;

import io.heartline.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps failures to problems, in one place. */
final class ProblemMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    private ProblemMapper() {}

    /** The problem of a failure. An unexpected failure is logged, and its particulars are not sent. */
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
