export { getMention, listMentions } from './mentions.ts';
export { listOutgoing } from './outgoing-desk.ts';
