// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

/** Describes a rectangle of cells, from 0, the last row and column excluded. */
record FakeBox(int top, int left, int bottom, int right) {
    int height() {
        return bottom - top;
    }

    int width() {
        return right - left;
    }

    boolean isEmpty() {
        return height() <= 0 || width() <= 0;
    }

    boolean contains(int row, int column) {
        return row >= top && row < bottom && column >= left && column < right;
    }

    boolean intersects(FakeBox other) {
        return top < other.bottom && other.top < bottom && left < other.right && other.left < right;
    }
}
