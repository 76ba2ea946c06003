// SPDX-License-Identifier: Apache-2.0
/** The vocabulary of Bracketwire and the pipeline every call to a platform travels. */
module dev.bracketwire {
    requires static transitive org.jspecify;

    exports dev.bracketwire;
}
