// SPDX-License-Identifier: Apache-2.0
import { createContext, useContext } from "./lib/preact-htm.js";
import { includes, levelFor } from "./api.js";

// The person in front of the page: {session, me}. Without a sign-in, me is null.
export const ViewerContext = createContext({ session: null, me: null });

export function useViewer() {
  const { session, me } = useContext(ViewerContext);
  return {
    session,
    me,
    signedIn: Boolean(session?.signedIn),
    // Whether the viewer has this level for a tournament; without a tournament, for everything.
    may: (level, tournament) => includes(levelFor(me, tournament), level),
    // Whether the viewer has this level for anything at all.
    mayAnywhere: (level) => includes(me?.highest ?? session?.highest, level),
    entryIn: (tournament) => me?.entries.find((each) => each.entry.tournament === tournament) ?? null,
  };
}
