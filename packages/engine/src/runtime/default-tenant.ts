/** The tenant that is always there: the tenant of everything while multi-tenancy is off. */
export const DEFAULT_TENANT = '<default>';
