import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Actor, coreRules, type Kernel } from '#kernel/records';
import { refuse } from '#kernel/schema';

declare module 'fastify' {
  interface FastifyRequest {
    /** The signed-in person or client; null on the few public routes. */
    actor: Actor | null;
  }
  interface FastifyContextConfig {
    /** Reachable without a session (sign-in, health up/down, invitation). Every other route refuses with 401. */
    public?: boolean;
    /** Permission the route needs; shown in OpenAPI and used by the route × role matrix. */
    permission?: string;
    /** Reachable while the password must be changed or the session is locked. */
    whileRestricted?: boolean;
  }
}

/** Finds out who asks, from the cookie or a token; null when nobody. Given by `kernel/access`. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | null>;

/** A part of the kernel that brings routes of its own besides those made from record definitions. */
export type RoutePlugin = (app: FastifyInstance, kernel: Kernel) => void | Promise<void>;

/** The actor of a request, or 401. */
export function actorOf(request: FastifyRequest): Actor {
  return request.actor ?? refuse(coreRules['core.unauthenticated']);
}
