export { answerTrackback, answerWebmention, answerXmlRpc } from './answers.ts';
export { blockSite, unblockSite } from './blocking.ts';
export { recheckMention } from './mentions.ts';
export { noteOutgoingLinks } from './outgoing.ts';
export { switchSending, tellAgain } from './outgoing-desk.ts';
