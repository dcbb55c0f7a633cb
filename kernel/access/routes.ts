import type { RoutePlugin } from '#kernel/http';
import type { Access } from './configuration.ts';
import { passwordRoutes } from './routes/password.routes.ts';
import { peopleRoutes } from './routes/people.routes.ts';
import { sessionRoutes } from './routes/session.routes.ts';
import { signingRoutes } from './routes/signing.routes.ts';
import { dummyHash } from './sign-in.ts';

/** Routes of sign-in, sessions, passwords, signing preparation and what is known of a person. */
export function accessRoutes(access: Access): RoutePlugin {
  return async (app, kernel) => {
    // Made before the first request, so that the first unknown name takes no longer than the others.
    await dummyHash(access);
    sessionRoutes(app, kernel, access);
    passwordRoutes(app, kernel, access);
    signingRoutes(app, kernel, access);
    peopleRoutes(app, kernel);
  };
}
