export {
  addComment,
  type CommentInput,
  type CommentVerb,
  commentsOf,
  commentVerbs,
  moveComment,
  openComments,
} from './comments.ts';
export { addLink, type LinkInput, type LinkView, linksOf, removeLink } from './links.ts';
export { notes } from './module.ts';
export type { CanRead } from './reach.ts';
export { Comment, RecordLink } from './records/notes.ts';
export { noteRoutes } from './routes.ts';
export { noteRules } from './rules.ts';
export { notesServer } from './server.ts';
