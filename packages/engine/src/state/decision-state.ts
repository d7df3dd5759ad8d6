import type { ModelCache } from '../model/model-cache.ts';
import type { EventOf } from '../runtime/event.ts';
import type { Journal } from './journal.ts';
import type { DecisionDefinition, DecisionRequirements } from './records.ts';
import { VersionIndex } from './version-index.ts';

/** The decisions that are deployed, and the files (decision requirements) that they came in. */
export class DecisionState {
  readonly decisions: VersionIndex<DecisionDefinition>;
  readonly requirements: VersionIndex<DecisionRequirements>;
  readonly #models: ModelCache;

  constructor(journal: Journal, models: ModelCache) {
    this.#models = models;
    this.decisions = new VersionIndex(journal);
    this.requirements = new VersionIndex(journal);
  }

  applyRequirements({ key, value, intent }: EventOf<'DECISION_REQUIREMENTS'>): void {
    const known = this.requirements.byKey.get(key);
    if (intent === 'CREATED') {
      const model = this.#models.decisions(value.checksum);
      this.requirements.add(value.decisionRequirementsId, { key, value, model });
    } else if (known !== undefined) {
      this.requirements.remove(value.decisionRequirementsId, known);
    }
  }

  applyDecision({ key, value, intent }: EventOf<'DECISION'>): void {
    const known = this.decisions.byKey.get(key);
    if (intent === 'CREATED') {
      this.decisions.add(value.decisionDefinitionId, { key, value });
    } else if (known !== undefined) {
      this.decisions.remove(value.decisionDefinitionId, known);
    }
  }
}
