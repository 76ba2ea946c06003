// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

/** A game that is played on shards. */
public enum ShardGame {
    /** Legends of Runeterra. */
    LOR("lor"),
    /** 2XKO. */
    TWO_XKO("2xko"),
    /** VALORANT. */
    VAL("val");

    private final String id;

    ShardGame(String id) {
        this.id = id;
    }

    /** How Riot calls it, such as {@code val}. */
    public String id() {
        return id;
    }
}
