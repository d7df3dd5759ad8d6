/** A process of one service task (job type `bench`) between a start and an end event. */
export const ONE_TASK = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="bench">
  <process id="one-task" isExecutable="true">
    <startEvent id="start"/>
    <serviceTask id="task"><extensionElements><zeebe:taskDefinition type="bench"/></extensionElements></serviceTask>
    <endEvent id="end"/>
    <sequenceFlow id="to-task" sourceRef="start" targetRef="task"/>
    <sequenceFlow id="to-end" sourceRef="task" targetRef="end"/>
  </process>
</definitions>`;

/** The resource to deploy. */
export const ONE_TASK_RESOURCE = { name: 'one-task.bpmn', content: ONE_TASK };
