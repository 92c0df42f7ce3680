const megabyte = 1024 ** 2;

/** Of a response that is read as a whole and is no user: a page of a hundred accounts, which have up to 100 KB each, is within it. */
export const maxResponseBytes = 16 * megabyte;

/**
 * Of JSON that is worked on as one user: compared, hidden, laid out. No step of that keeps a program from everything else for
 * more than some 200 ms then, whatever the shape of the JSON. A user with a picture in it is within it.
 */
export const maxUserBytes = megabyte / 2;

/** Of a response that refuses: the rest of it is left out. */
export const maxErrorBytes = megabyte;

/** Of a response that is handed on as it comes, and kept on the disk meanwhile: it may never end. */
export const maxStreamedBytes = 256 * megabyte;

/** Of a response that an editor shows, which it still takes in at once. */
export const maxShownBytes = 2 * megabyte;
