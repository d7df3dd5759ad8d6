export { newerAnswerMembers } from './generated/newer-answer-members.ts';
export { newerMembers } from './generated/newer-members.ts';
