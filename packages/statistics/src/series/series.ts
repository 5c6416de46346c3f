/**
 * The samples of one series at a regular step, oldest first: a plain or a typed array.
 * Functions of this package never change it.
 */
export type Series = ArrayLike<number>;
