import type { BehaviourTable } from '../execution/behaviour.ts';
import { adHocInnerInstance, adHocSubProcess } from './ad-hoc-sub-process.ts';
import { businessRuleTask } from './business-rule-task.ts';
import { callActivity } from './call-activity.ts';
import { eventBasedGateway, intermediateCatchEvent, receiveTask } from './catching-elements.ts';
import { endEvent } from './end-event.ts';
import { exclusiveGateway } from './exclusive-gateway.ts';
import { inclusiveGateway } from './inclusive-gateway.ts';
import { jobTask } from './job-task.ts';
import { multiInstanceBody } from './multi-instance-body.ts';
import { parallelGateway } from './parallel-gateway.ts';
import { passThrough } from './pass-through.ts';
import { process } from './process.ts';
import { eventSubProcess, subProcess } from './scope.ts';
import { scriptTask } from './script-task.ts';
import { intermediateThrowEvent } from './throwing-events.ts';
import { userTask } from './user-task.ts';

/** What each type of element does. A type that is missing here must be missing in `model/element-types.ts` too. */
export const behaviours: BehaviourTable = {
  PROCESS: process,
  START_EVENT: passThrough,
  END_EVENT: endEvent,
  BOUNDARY_EVENT: passThrough,
  INTERMEDIATE_CATCH_EVENT: intermediateCatchEvent,
  INTERMEDIATE_THROW_EVENT: intermediateThrowEvent,
  RECEIVE_TASK: receiveTask,
  EVENT_BASED_GATEWAY: eventBasedGateway,
  MULTI_INSTANCE_BODY: multiInstanceBody,
  AD_HOC_SUB_PROCESS: adHocSubProcess,
  AD_HOC_SUB_PROCESS_INNER_INSTANCE: adHocInnerInstance,
  CALL_ACTIVITY: callActivity,
  SUB_PROCESS: subProcess,
  EVENT_SUB_PROCESS: eventSubProcess,
  TASK: passThrough,
  MANUAL_TASK: passThrough,
  SERVICE_TASK: jobTask,
  SEND_TASK: jobTask,
  SCRIPT_TASK: scriptTask,
  BUSINESS_RULE_TASK: businessRuleTask,
  USER_TASK: userTask,
  EXCLUSIVE_GATEWAY: exclusiveGateway,
  INCLUSIVE_GATEWAY: inclusiveGateway,
  PARALLEL_GATEWAY: parallelGateway,
};
