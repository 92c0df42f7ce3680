/** How many objects and arrays may stand inside each other: no user is nested so deep, and no description of one. */
export const maxDepth = 100;
