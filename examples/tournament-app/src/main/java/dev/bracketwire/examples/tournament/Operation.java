// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a command and its address in the HTTP API. Terminal, API and OpenAPI document are made from it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Operation {
    /** Returns the name in the terminal and in the audit, such as {@code check-in}. */
    String name();

    /** Returns the HTTP method. */
    String method() default "POST";

    /** Returns the path below {@code /api}; a part in braces is a component of the record. */
    String path();

    /** Returns one sentence that describes the command to a person. */
    String summary();
}
