/** What the API takes for the id of a process or of a decision. */
export const API_ID = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
