import { asFields, asString } from '../transcript/parseBlocks';
import type { CallContent, EntryContent, ResultContent } from './entryContent';

/** A todo or a task, as the tools left it. */
export interface Task {
  readonly text: string;
  readonly status: 'open' | 'inProgress' | 'done';
}

const MAX_TASKS = 200;
/** What the result of a TaskCreate says (2.1.16 on); older versions keep todos in one list. */
const CREATED = /^Task #(\S{1,20}) created/;

/**
 * Follows the two ways in which Claude Code keeps tasks: `TodoWrite` replaces a list, `TaskCreate`
 * and `TaskUpdate` change single tasks by their number. A reminder that lists the tasks is believed
 * over both.
 */
export class TaskList {
  private todos: readonly Task[] = [];
  private readonly tasks = new Map<string, Task>();
  private readonly creating = new Map<string, string>();

  /** @param content in file order. */
  add({ calls, results, tasks }: EntryContent): void {
    for (const call of calls) this.addCall(call);
    for (const result of results) this.addResult(result);
    if (tasks !== null && tasks.length > 0) this.replace(tasks);
  }

  all(): readonly Task[] {
    return [...this.tasks.values(), ...this.todos];
  }

  private addCall({ toolUseId, toolName, input }: CallContent): void {
    if (toolName === 'TodoWrite' && Array.isArray(input['todos'])) {
      const todos = input['todos'].slice(0, MAX_TASKS).map(asFields);
      this.todos = todos.flatMap((todo) => taskFrom(asString(todo?.['content']), todo?.['status']));
    }
    if (toolName === 'TaskCreate') this.creating.set(toolUseId, asString(input['subject']) ?? '');
    if (toolName === 'TaskUpdate')
      this.update(
        asString(input['taskId']) ?? '',
        asString(input['status']),
        asString(input['subject']),
      );
  }

  private addResult({ toolUseId, text }: ResultContent): void {
    const subject = this.creating.get(toolUseId);
    const id = CREATED.exec(text)?.[1];
    if (subject === undefined || id === undefined || this.tasks.size >= MAX_TASKS) return;
    this.creating.delete(toolUseId);
    for (const task of taskFrom(subject, 'pending')) this.tasks.set(id, task);
  }

  private update(id: string, status: string | null, subject: string | null): void {
    const task = this.tasks.get(id);
    if (status === 'deleted') this.tasks.delete(id);
    else if (task !== undefined)
      this.tasks.set(id, {
        text: subject ?? task.text,
        status: status === null ? task.status : statusFrom(status),
      });
  }

  private replace(listed: readonly Readonly<Record<string, unknown>>[]): void {
    if (listed.every((task) => asString(task['id']) === null)) {
      this.todos = listed
        .slice(0, MAX_TASKS)
        .flatMap((todo) => taskFrom(asString(todo['content']), todo['status']));
      return;
    }
    this.tasks.clear();
    for (const task of listed.slice(0, MAX_TASKS))
      for (const found of taskFrom(asString(task['subject']), task['status']))
        this.tasks.set(asString(task['id']) ?? '', found);
  }
}

function taskFrom(text: string | null, status: unknown): Task[] {
  return text === null || text.trim() === '' ? [] : [{ text, status: statusFrom(status) }];
}

function statusFrom(status: unknown): Task['status'] {
  return status === 'completed' ? 'done' : status === 'in_progress' ? 'inProgress' : 'open';
}
