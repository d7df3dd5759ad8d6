import { deploy } from '../commands/deploy.ts';
import { prepareResources, type Resource } from '../commands/prepare-resources.ts';
import type { OperationHandler } from '../http/operation-call.ts';
import { tenantOf } from './tenant.ts';
import { viewOfDeployment } from './view-of-deployment.ts';

/** Deployments. */
export const deploymentOperations: Readonly<Record<string, OperationHandler>> = {
  async createDeployment(call) {
    const { resources, tenantId } = await readDeployment(await call.form());
    const tenant = tenantOf(call, tenantId);
    const prepared = await prepareResources(resources, call.engine.models);
    return viewOfDeployment(call.engine.execute(deploy, { tenantId: tenant, resources: prepared }), tenant);
  },
};

async function readDeployment(form: FormData): Promise<{ resources: Resource[]; tenantId: string | null }> {
  const resources: Resource[] = [];
  for (const part of form.getAll('resources')) {
    resources.push(
      typeof part === 'string'
        ? { name: 'blob', content: part }
        : { name: part.name, content: new Uint8Array(await part.arrayBuffer()) },
    );
  }
  const tenantId = form.get('tenantId');
  return { resources, tenantId: typeof tenantId === 'string' ? tenantId : null };
}
