// SPDX-License-Identifier: Apache-2.0
module consumer {
    requires dev.bracketwire.speedgaming;
    requires dev.bracketwire.testkit;
}
