// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says how the requests of an endpoint are sent, where the defaults of their method do not fit. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SendingOptions {
    /** Whether sending it twice does no more than sending it once. */
    boolean idempotent() default false;

    /** Whether it is never sent again once it may have been carried out, though its method is idempotent. */
    boolean once() default false;

    /** Whether others go first where a limit makes it wait. */
    boolean background() default false;

    /** The cost in units of the upstream's limits. */
    int weight() default 1;
}
