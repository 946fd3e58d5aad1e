/**
 * What a plain route is: a path that lets in clients who know nothing of heartline.v1, who they are, and what they may say.
 *
 * <p>State: none, values only. They check themselves, and name the key at fault.
 *
 * <p>Never imports: the rest of {@code session}, which serves the routes.
 */
@NullMarked
package io.heartline.session.plain;

import org.jspecify.annotations.NullMarked;
