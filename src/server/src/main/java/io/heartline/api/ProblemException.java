package io.heartline.api;

/** A request ends here, with a problem. Carries no stack trace: it is an ending that publishers cause, not a fault. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
