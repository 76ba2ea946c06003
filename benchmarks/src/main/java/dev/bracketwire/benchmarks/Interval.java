// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.util.List;

/** Where the mean of some values lies with 95 % confidence, by Student's t. */
record Interval(double low, double high) {
    // The 97.5 % quantile for 1, 2, ... degrees of freedom.
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131
    };

    static Interval of(List<Double> values) {
        int count = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        if (count < 2) {
            return new Interval(mean, mean);
        }
        double squares =
                values.stream().mapToDouble(value -> Math.pow(value - mean, 2)).sum();
        double t = count - 2 < T.length ? T[count - 2] : 2;
        double reach = t * Math.sqrt(squares / (count - 1) / count);
        return new Interval(mean - reach, mean + reach);
    }
}
