/**
 * Support for tests of all modules: waits, free ports, JVMs that start quickly, and rules for public APIs.
 *
 * <p>State: {@link io.heartline.testsupport.Ports} counts ports; {@link io.heartline.testsupport.QuickJvm} keeps a class archive in
 * {@code target}.
 *
 * <p>Never imports: any other module of Heartline.
 */
@NullMarked
package io.heartline.testsupport;

import org.jspecify.annotations.NullMarked;
