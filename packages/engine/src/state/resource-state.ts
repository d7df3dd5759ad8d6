import type { EventOf } from '../runtime/event.ts';
import type { Journal } from './journal.ts';
import type { DeployedForm, DeployedResource } from './records.ts';
import { VersionIndex } from './version-index.ts';

/** The forms that are deployed, and the files that the engine only keeps. */
export class ResourceState {
  readonly forms: VersionIndex<DeployedForm>;
  readonly resources: VersionIndex<DeployedResource>;

  constructor(journal: Journal) {
    this.forms = new VersionIndex(journal);
    this.resources = new VersionIndex(journal);
  }

  applyForm({ key, value, intent }: EventOf<'FORM'>): void {
    if (intent === 'CREATED') {
      this.forms.add(value.formId, { key, value });
    } else {
      this.forms.remove(value.formId, { key, value });
    }
  }

  applyResource({ key, value, intent }: EventOf<'RESOURCE'>): void {
    if (intent === 'CREATED') {
      this.resources.add(value.resourceId, { key, value });
    } else {
      this.resources.remove(value.resourceId, { key, value });
    }
  }
}
