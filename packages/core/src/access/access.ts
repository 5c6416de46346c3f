/**
 * What a caller must be allowed to do in order to call a route or an RPC:
 *
 * - `read`     sees what is there, and changes nothing
 * - `write`    changes definitions that Forewarn keeps, such as service levels
 * - `operate`  changes the system that is watched, or what runs in it: a fault, a change of capacity
 * - `admin`    changes who may do what, or what cannot be undone for all
 *
 * Today everybody may do everything; each route and RPC declares it all the same, so that a rule can be put before them.
 */
export type Access = 'read' | 'write' | 'operate' | 'admin';
