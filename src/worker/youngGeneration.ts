/**
 * Room for short-lived objects in the worker, MB per semi-space. V8 would take 16: reading makes
 * much garbage, and the extension host's memory is shared. Measured: a scan of 100 MB takes 20 MB
 * less and no longer.
 */
export const SEMI_SPACE_MB = 4;
