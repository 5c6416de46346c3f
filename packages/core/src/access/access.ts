/**
 * What a caller must be allowed to do in order to call a route or an RPC:
 *
 * - `public`   nothing: how to come in, for who is not known yet
 * - `read`     sees what is there, and changes nothing
 * - `write`    changes definitions that Forewarn keeps, such as service levels
 * - `operate`  changes the system that is watched, or what runs in it: a fault, a change of capacity
 * - `admin`    changes who may do what, or what cannot be undone for all
 *
 * Each route and RPC declares it; the listener that serves them asks for it.
 */
export type Access = 'public' | 'read' | 'write' | 'operate' | 'admin';
