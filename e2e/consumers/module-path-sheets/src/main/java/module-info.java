// SPDX-License-Identifier: Apache-2.0
module consumer {
    requires dev.bracketwire.sheets;
    requires dev.bracketwire.testkit;
}
