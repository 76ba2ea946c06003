// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

/** Lists the errors that a formula can show. */
enum FakeCellError {
    NAME("#NAME?", "Unknown function or name."),
    REF("#REF!", "Reference does not exist."),
    VALUE("#VALUE!", "A parameter has the wrong type."),
    DIVIDE_BY_ZERO("#DIV/0!", "Division by zero."),
    ERROR("#ERROR!", "Formula parse error.");

    private final String shown;
    private final String message;

    FakeCellError(String shown, String message) {
        this.shown = shown;
        this.message = message;
    }

    String type() {
        return name();
    }

    String message() {
        return message;
    }

    /** Gives the text in the cell. */
    @Override
    public String toString() {
        return shown;
    }
}
