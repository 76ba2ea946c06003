// SPDX-License-Identifier: Apache-2.0
import { sentence, words } from "../format.js";

export const scopeWords = (scope) => (scope === "*" ? "everything" : scope.replace(/^\w+:/, ""));

// Organiser of spring-cup
export const grantWords = (grant) => sentence(words(grant.level)) + " of " + scopeWords(grant.scope);
