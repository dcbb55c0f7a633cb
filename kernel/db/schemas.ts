/** Statement that opens a module's schema to the roles that may use it; table privileges come with `audit.attach`. */
export const createSchemaSql = (schema: string): string =>
  `create schema if not exists ${schema};\ngrant usage on schema ${schema} to plumbline_app, plumbline_worker, plumbline_verifier;`;
