export * from './mail-driver.ts';
export { type NotificationRequest, notify } from './notify.ts';
export { administratorsOf, holdersOf, managerOf } from './recipients.ts';
export { notifyRoutes } from './routes.ts';
export * from './send.ts';
export { MANAGE_OUTBOX, notifyHalf } from './server.ts';
export { type Channel, mandatoryTypes, type NotificationType, notificationTypes, type Priority, typeLabels } from './types.ts';
