const megabyte = 1024 ** 2;

/** Of a response that is read as a whole and is no user: a page of a hundred accounts, which have up to 100 KB each, is within it. */
export const maxResponseBytes = 16 * megabyte;

/**
 * Of JSON that is worked on as one user: compared, hidden, laid out. No step of that keeps a program from everything else for
 * more than some 200 ms then, whatever the shape of the JSON. A user with a picture in it is within it.
 */
export const maxUserBytes = megabyte / 2;

/**
 * Of a response that refuses: the rest of it is left out. Explaining a megabyte of numbers kept a program from everything
 * else for 600 ms, explaining so much for 120.
 */
export const maxErrorBytes = megabyte / 4;

/** Of a response that is handed on as it comes, and kept on the disk meanwhile: it may never end. */
export const maxStreamedBytes = 256 * megabyte;

/** Of a response that an editor shows, which it still takes in at once. */
export const maxShownBytes = 2 * megabyte;

/** So far a user is looked for in a list that cannot be searched: 50 requests are what an account takes in 10 s. */
export const maxListedUsers = 10_000;
