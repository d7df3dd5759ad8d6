import type { Fields } from '../http/fields.ts';
import type { UserTaskAttributes } from '../runtime/user-task-values.ts';
import { parseIsoDateTime } from '../timer/index.ts';

/** Reads what is to change about a user task, but for its assignee. Null keeps what is there; an empty list or text takes it away. */
export function readUserTaskChanges(fields: Fields): Partial<UserTaskAttributes> {
  const candidateUsers = fields.optionalTexts('candidateUsers');
  const candidateGroups = fields.optionalTexts('candidateGroups');
  const dueDate = readDate(fields, 'dueDate');
  const followUpDate = readDate(fields, 'followUpDate');
  const priority = fields.optionalInteger('priority', { minimum: 0, maximum: 100 });
  return {
    ...(candidateUsers === null ? {} : { candidateUsers }),
    ...(candidateGroups === null ? {} : { candidateGroups }),
    ...(dueDate === null ? {} : { dueDate }),
    ...(followUpDate === null ? {} : { followUpDate }),
    ...(priority === null ? {} : { priority }),
  };
}

function readDate(fields: Fields, name: string): number | null {
  const text = fields.optionalText(name);
  if (text === null || text === '') {
    return text === null ? null : 0;
  }
  const moment = parseIsoDateTime(text);
  if (moment === undefined) {
    throw fields.wrong(name, 'a date and time as RFC 3339 writes it');
  }
  return moment;
}
