/**
 * How much of a text an entry keeps, in bytes as it stands in the file: enough to know it by. What
 * is longer was cut there, wherever that falls.
 */
export const SUBJECT_LENGTH = 160;
/** Of what a call asks for beside that. */
export const DETAIL_LENGTH = 120;
export const PATH_LENGTH = 4096;
/** Of a title, and of a prompt that stands for one. */
export const TITLE_LENGTH = 240;
export const ERROR_LENGTH = 400;
