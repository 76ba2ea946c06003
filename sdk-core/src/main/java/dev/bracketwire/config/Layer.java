// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

/** One source of settings. */
interface Layer {
    /** Names the source, for somebody who looks for this path in it. */
    String label(String path);

    /** What it holds of a shape; what it should not hold is a fault. */
    Node tree(Shape shape, Faults faults);

    /** A source that was read when it was named. */
    record Fixed(String label, Node tree) implements Layer {
        @Override
        public String label(String path) {
            return label;
        }

        @Override
        public Node tree(Shape shape, Faults faults) {
            return tree;
        }
    }
}
