/** The columns of a file of devices; the first two are needed. */
export const columns = ['name', 'address', 'port', 'site', 'tags', 'fingerprint', 'credentials'] as const;
